import { App, Button, Collapse, Form, Input } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import type { Schemas } from "../api/client";
import { type Definition, useHistory, useSaveDraft, useSubmit } from "../definitions/queries";
import { Source } from "../definitions/Source";
import { Page } from "../layout/Page";
import { Answer, Failed } from "../layout/States";
import { emptyGroup, fromExpression, type Group, toExpression, unfinished } from "./builder/conditions";
import { GroupEditor } from "./builder/GroupEditor";
import { EstimatePanel } from "./EstimatePanel";
import { useVocabulary } from "./queries";

type Names = { key: string; nameZh: string; nameEn: string; description: string };
type Document = {
  key?: string;
  name?: { zh?: string; en?: string };
  description?: { zh?: string; en?: string };
  expression?: unknown;
  owner?: string;
};

/** The document with what the form holds; an empty description is left out, for the server wants a text or none. */
function written(before: Document, key: string, names: Names, expression: unknown): Document {
  const { description: _, ...rest } = before;
  const text = names.description?.trim();
  return {
    ...rest,
    key,
    name: { zh: names.nameZh.trim(), en: names.nameEn?.trim() || names.nameZh.trim() },
    ...(text ? { description: { zh: text, en: before.description?.en || text } } : {}),
    expression,
  };
}

function Editor({ before, vocabulary }: { before: Definition | undefined; vocabulary: Schemas["Vocabulary"] }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [form] = Form.useForm<Names>();
  const document = (before?.document ?? {}) as Document;
  const [root, setRoot] = useState<Group>(() =>
    document.expression ? fromExpression(document.expression) : emptyGroup(),
  );
  const open = useMemo(() => unfinished(root), [root]);
  const expression = useMemo(() => toExpression(root), [root]);
  const save = useSaveDraft("segment");
  const submit = useSubmit("segment");
  const state = root.children.length === 0 ? "empty" : open.size > 0 ? "unfinished" : "ready";

  const store = async (then: "stay" | "submit") => {
    const names = await form.validateFields().catch(() => null);
    if (!names || state !== "ready") return;
    const key = before?.key ?? names.key;
    const draft = await save
      .mutateAsync({
        key,
        document: written(document, key, names, expression),
        revision: before?.status === "draft" ? before.revision : 0,
      })
      .catch(() => null);
    if (!draft) return;
    if (then === "submit") {
      const done = await submit.mutateAsync({ key, version: draft.version }).catch(() => null);
      if (!done) return;
    }
    void message.success(then === "submit" ? t("segments.submitted") : t("segments.saved"));
    navigate(`/segments/${key}`);
  };

  const busy = save.isPending || submit.isPending;
  return (
    <div className="zk-builder">
      <div>
        <section className="zk-card" style={{ marginBottom: 16 }}>
          <Form
            form={form}
            layout="vertical"
            initialValues={{
              key: before?.key ?? "",
              nameZh: document.name?.zh ?? "",
              nameEn: document.name?.en ?? "",
              description: document.description?.zh ?? "",
            }}
          >
            <div className="zk-grid zk-cols-3" style={{ marginBottom: 0 }}>
              <Form.Item
                name="nameZh"
                label={t("segments.nameZh")}
                rules={[{ required: true, whitespace: true, message: t("common.required") }]}
              >
                <Input maxLength={60} />
              </Form.Item>
              <Form.Item name="nameEn" label={t("segments.nameEn")}>
                <Input maxLength={80} />
              </Form.Item>
              <Form.Item
                name="key"
                label={t("segments.key")}
                tooltip={t("segments.keyHint")}
                rules={[{ required: true, pattern: /^[a-z][a-z0-9_-]*$/, message: t("segments.keyWrong") }]}
              >
                <Input disabled={before !== undefined} maxLength={60} />
              </Form.Item>
            </div>
            <Form.Item name="description" label={t("segments.description")} style={{ marginBottom: 0 }}>
              <Input maxLength={200} />
            </Form.Item>
          </Form>
        </section>
        <h2 className="zk-h2">{t("segments.conditions")}</h2>
        <GroupEditor group={root} depth={0} props={{ root, change: setRoot, vocabulary, unfinished: open }} />
      </div>
      <div className="zk-builder-side">
        <EstimatePanel expression={expression} state={state} />
        {(save.error || submit.error) && <Failed problem={save.error ?? submit.error} />}
        <Button
          type="primary"
          size="large"
          disabled={state !== "ready"}
          loading={busy}
          onClick={() => void store("submit")}
        >
          {t("segments.saveAndSubmit")}
        </Button>
        <Button size="large" disabled={state !== "ready"} loading={busy} onClick={() => void store("stay")}>
          {t("segments.saveDraft")}
        </Button>
        <Collapse
          ghost
          size="small"
          items={[
            {
              key: "json",
              label: t("segments.asJson"),
              children: <Source text={JSON.stringify(expression, null, 2)} />,
            },
          ]}
        />
      </div>
    </div>
  );
}

export function Component() {
  const { t } = useTranslation();
  const { key } = useParams();
  const vocabulary = useVocabulary();
  const history = useHistory("segment", key ?? "", key !== undefined);
  const title = key ? t("segments.builderEdit") : t("segments.builderNew");
  return (
    <Page
      title={title}
      subtitle={t("segments.builderHint")}
      crumbs={[
        { label: t("segments.title"), to: "/segments" },
        ...(key ? [{ label: key, to: `/segments/${key}` }] : []),
        { label: title },
      ]}
    >
      <Answer query={vocabulary} rows={10}>
        {(words) =>
          key ? (
            <Answer query={history} rows={10}>
              {(versions) => <Editor key={key} before={versions[0]} vocabulary={words} />}
            </Answer>
          ) : (
            <Editor before={undefined} vocabulary={words} />
          )
        }
      </Answer>
    </Page>
  );
}
