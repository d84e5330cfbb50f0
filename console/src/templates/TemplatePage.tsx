import { EditOutlined } from "@ant-design/icons";
import { Button, Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { usePermission } from "../api/session";
import { ApprovalBar } from "../definitions/ApprovalBar";
import { History } from "../definitions/History";
import { type Definition, useHistory } from "../definitions/queries";
import { useLanguage } from "../i18n/useLanguage";
import { useWords } from "../i18n/useWords";
import { Page } from "../layout/Page";
import { Answer, Nothing } from "../layout/States";
import { StatusTag } from "../layout/StatusTag";
import { readDraft } from "./document";
import { PreviewPanel } from "./PreviewPanel";
import { useTemplateVocabulary, useUsers } from "./queries";
import { Users } from "./Users";
import "./templates.css";

/** The texts as they were written, field by field. */
function Texts({ shown }: { shown: Definition }) {
  const { t } = useTranslation();
  const words = useWords();
  const users = useUsers().get(shown.key) ?? [];
  const channels = useTemplateVocabulary().data?.channels ?? [];
  const channel = readDraft(shown.document, []).channel;
  const fields = channels.find((one) => one.channel === channel)?.fields ?? [];
  const draft = readDraft(
    shown.document,
    fields.map((field) => field.name),
  );
  return (
    <section className="zk-card">
      <h2>{t("templates.texts")}</h2>
      <dl className="zk-facts" style={{ marginBottom: 16 }}>
        <dt>{t("templates.channel")}</dt>
        <dd>{words("channel", channel)}</dd>
        <dt>{t("templates.usedBy")}</dt>
        <dd>
          <Users strategies={users} />
        </dd>
      </dl>
      {fields.map((field) => {
        const text = draft.texts[field.name];
        if (!text) return null;
        return (
          <div className="zk-written" key={field.name}>
            <h3>{t(`templates.fields.${field.name}` as never)}</h3>
            <pre>{text.zh}</pre>
            {text.en && <pre className="zk-soft">{text.en}</pre>}
          </div>
        );
      })}
    </section>
  );
}

function Whole({ versions }: { versions: Definition[] }) {
  const { t } = useTranslation();
  const words = useWords();
  const [wanted, setWanted] = useState<number | null>(null);
  const newest = versions[0];
  const live = versions.find((one) => one.status === "live");
  const shown = versions.find((one) => one.version === wanted) ?? newest;
  if (!shown || !newest) return null;
  return (
    <>
      {live && live.version !== newest.version && (
        <div className="zk-toolbar zk-version-choice">
          <Segmented
            value={shown.version}
            onChange={setWanted}
            options={[newest, live].map((one) => ({
              value: one.version,
              label: `${t("common.version", { version: one.version })} · ${words("definitionStatus", one.status)}`,
            }))}
          />
        </div>
      )}
      <div className="zk-grid zk-cols-main">
        <Texts shown={shown} />
        <PreviewPanel key={shown.version} templateKey={shown.key} document={shown.document} />
      </div>
      <section className="zk-card">
        <h2>{t("definitions.history")}</h2>
        <History kind="template" definitionKey={shown.key} />
      </section>
    </>
  );
}

export function Component() {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const { key = "" } = useParams();
  const query = useHistory("template", key);
  const mayEdit = usePermission("EditDefinitions");
  const newest = query.data?.[0];
  const { name } = readDraft(newest?.document, []);
  const title = newest ? pick(name.zh, name.en || name.zh) : key;
  return (
    <Page
      title={
        <>
          {title}
          <StatusTag group="definitionStatus" code={newest?.status} />
        </>
      }
      documentTitle={title}
      crumbs={[{ label: t("templates.title"), to: "/templates" }, { label: key }]}
      actions={
        mayEdit &&
        newest && (
          <Link to={`/templates/${key}/edit`}>
            <Button icon={<EditOutlined />}>{t("templates.edit")}</Button>
          </Link>
        )
      }
    >
      <ApprovalBar kind="template" definitionKey={key} />
      <Answer query={query} rows={10}>
        {(versions) =>
          versions.length > 0 ? (
            <Whole key={versions[0]?.version} versions={versions} />
          ) : (
            <Nothing
              title={t("templates.none")}
              hint={t("templates.emptyHint")}
              action={<Link to="/templates">{t("templates.title")}</Link>}
            />
          )
        }
      </Answer>
    </Page>
  );
}
