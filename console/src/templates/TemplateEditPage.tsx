import { App, Button, Form } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { ApiProblem, type FieldError } from "../api/problem";
import { useHistory, useSaveDraft } from "../definitions/queries";
import { useLanguage } from "../i18n/useLanguage";
import { Page } from "../layout/Page";
import { Answer, Failed } from "../layout/States";
import { useDebounced } from "../tables/useDebounced";
import { emptyDraft, readDraft, type TemplateDraft, writeDocument } from "./document";
import { PreviewPanel } from "./PreviewPanel";
import { type Channel, useTemplates, useTemplateVocabulary } from "./queries";
import { TemplateFields } from "./TemplateFields";
import "./templates.css";

const FIRST_CHANNEL = "sms";
const REST_MS = 400;

function Writing(props: { start: TemplateDraft; revision: number; channels: Channel[]; taken: string[] }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [draft, setDraft] = useState(props.start);
  const [tried, setTried] = useState(false);
  const [live, setLive] = useState<FieldError[]>([]);
  const save = useSaveDraft("template");
  const isNew = props.start.key === "";
  const names = props.channels.find((one) => one.channel === draft.channel)?.fields.map((field) => field.name) ?? [];
  const document = writeDocument(draft, names);
  const rested = useDebounced(JSON.stringify(document), REST_MS);
  const refused = save.error instanceof ApiProblem && save.error.errors.length > 0;
  const taken = isNew && props.taken.includes(draft.key);
  const errors = taken ? [{ field: "key", message: t("templates.keyTaken") }, ...live] : live;
  const submit = () => {
    setTried(true);
    if (taken) return;
    save.mutate(
      { key: draft.key || "-", document, revision: props.revision },
      {
        onSuccess: (saved) => {
          void message.success(t("definitions.draftSaved", { version: saved.version }));
          navigate(`/templates/${saved.key}`);
        },
      },
    );
  };
  return (
    <div className="zk-grid zk-cols-main">
      <section className="zk-card">
        <Form layout="vertical" onFinish={submit}>
          <TemplateFields
            draft={draft}
            change={setDraft}
            channels={props.channels}
            isNew={isNew}
            errors={errors}
            showEmpty={tried}
          />
          {save.error && !refused && <Failed problem={save.error} />}
          <div className="zk-form-foot">
            <Button onClick={() => navigate(isNew ? "/templates" : `/templates/${props.start.key}`)}>
              {t("common.cancel")}
            </Button>
            <Button type="primary" htmlType="submit" loading={save.isPending}>
              {t("templates.saveDraft")}
            </Button>
          </div>
        </Form>
      </section>
      <PreviewPanel
        templateKey={draft.key}
        document={JSON.parse(rested)}
        blank={names.every((name) => !draft.texts[name]?.zh)}
        checked={setLive}
      />
    </div>
  );
}

export function Component() {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const { key } = useParams();
  const history = useHistory("template", key ?? "", key !== undefined);
  const templates = useTemplates();
  const vocabulary = useTemplateVocabulary();
  const newest = history.data?.[0];
  const { name } = readDraft(newest?.document, []);
  const title = key
    ? t("templates.editTitle", { name: pick(name.zh, name.en || name.zh) || key })
    : t("templates.newTitle");
  const start = (channels: Channel[]) => {
    if (!newest) return emptyDraft(FIRST_CHANNEL);
    const channel = readDraft(newest.document, []).channel;
    const fields = channels.find((one) => one.channel === channel)?.fields ?? [];
    return readDraft(
      newest.document,
      fields.map((field) => field.name),
    );
  };
  return (
    <Page
      title={title}
      documentTitle={title}
      crumbs={[{ label: t("templates.title"), to: "/templates" }, { label: key ?? t("templates.newTitle") }]}
    >
      <Answer query={vocabulary} rows={10}>
        {({ channels }) =>
          key !== undefined && history.data === undefined ? (
            <Answer query={history} rows={10}>
              {() => null}
            </Answer>
          ) : (
            <Writing
              start={start(channels)}
              revision={newest?.status === "draft" ? newest.revision : 0}
              channels={channels}
              taken={templates.data?.map((one) => one.key) ?? []}
            />
          )
        }
      </Answer>
    </Page>
  );
}
