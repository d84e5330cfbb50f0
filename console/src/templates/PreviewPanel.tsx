import { Alert, Segmented, Spin } from "antd";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FieldError } from "../api/problem";
import { Failed, Loading, Nothing } from "../layout/States";
import { Said } from "../outbox/Said";
import { CustomerChoice } from "./CustomerChoice";
import { type Preview, usePreview } from "./queries";
import { useNameWord } from "./useNameWord";
import "./templates.css";

const LANGUAGES = ["", "zh", "en"] as const;

/** How an operator counts and bills a short message. */
function SmsLength({ preview }: { preview: Preview }) {
  const { t } = useTranslation();
  return (
    <p className="zk-sms-length">
      <b>{t("templates.smsLength", { units: preview.units, segments: preview.segments })}</b>
      <span className="zk-soft">{t("templates.smsMax", { max: preview.segmentsMax })}</span>
    </p>
  );
}

function Rendered({ preview, blank }: { preview: Preview; blank: boolean }) {
  const { t } = useTranslation();
  const nameWord = useNameWord();
  const fields = preview.fields;
  if (blank) return <Nothing title={t("templates.writeFirst")} />;
  if (preview.errors.length > 0)
    return <Nothing title={t("templates.wrong", { number: preview.errors.length })} hint={t("templates.wrongHint")} />;
  if (preview.missing)
    return <Alert type="warning" showIcon title={t("templates.missing", { name: nameWord(preview.missing) })} />;
  return (
    <>
      <Said
        channel={preview.channel}
        title={fields.subject ?? fields.title ?? fields.selling_point ?? ""}
        body={fields.text ?? fields.body ?? fields.script ?? ""}
        button={fields.button}
        link={fields.url}
        to={`${preview.customerName} ${preview.customerNo}`}
      />
      {preview.channel === "sms" && <SmsLength preview={preview} />}
    </>
  );
}

/** The template over a customer of one's scope, as the customer would see it, masked. */
export function PreviewPanel(props: {
  templateKey: string;
  document: unknown;
  blank?: boolean;
  checked?: (errors: FieldError[]) => void;
}) {
  const { t } = useTranslation();
  const [customerId, setCustomerId] = useState<number | null>(null);
  const [isNobody, setNobody] = useState(false);
  const nobody = useCallback(() => setNobody(true), []);
  const [language, setLanguage] = useState<string>("");
  const query = usePreview({ key: props.templateKey, document: props.document, customerId, language });
  const { checked } = props;
  const errors = query.data?.errors;
  useEffect(() => {
    if (errors) checked?.(errors);
  }, [errors, checked]);
  const label = { "": t("templates.ownLanguage"), zh: t("templates.chinese"), en: t("templates.english") };
  return (
    <section className="zk-card zk-preview">
      <h2>{t("templates.preview")}</h2>
      <div className="zk-preview-for">
        <CustomerChoice value={customerId} choose={setCustomerId} nobody={nobody} />
        <Segmented
          value={language}
          onChange={setLanguage}
          options={LANGUAGES.map((value) => ({ value, label: label[value] }))}
        />
      </div>
      <Spin spinning={query.isPlaceholderData} delay={300}>
        {query.data ? (
          <Rendered preview={query.data} blank={props.blank ?? false} />
        ) : query.error ? (
          <Failed problem={query.error} />
        ) : isNobody ? (
          <Nothing title={t("templates.noCustomer")} hint={t("templates.noCustomerHint")} />
        ) : (
          <Loading rows={5} />
        )}
      </Spin>
      <p className="zk-soft zk-small">{t("templates.previewHint")}</p>
    </section>
  );
}
