import { App, Form, Input, Modal } from "antd";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { useFault } from "../i18n/useFault";
import { Failed } from "../layout/States";
import { type DefinitionKind, useSaveDraft } from "./queries";
import "./source.css";

/** What the draft may do, and perhaps should not: it is saved all the same. */
function Warnings({ of }: { of: Schemas["FieldError"][] }) {
  const { t } = useTranslation();
  const fault = useFault();
  return (
    <>
      <p>{t("definitions.warnings")}</p>
      <ul className="zk-warnings">
        {of.map((one) => (
          <li key={`${one.field} ${one.message}`}>
            <code>{one.field}</code> {fault(one)}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Writes a definition's draft as text. A draft acts on nobody until a second person approves it. */
export function EditDialog(props: {
  kind: DefinitionKind;
  definitionKey?: string;
  text: string;
  revision: number;
  title: string;
  open: boolean;
  close: () => void;
  saved?: (key: string) => void;
}) {
  const { t } = useTranslation();
  const { message, modal } = App.useApp();
  const [form] = Form.useForm<{ key: string; text: string }>();
  const save = useSaveDraft(props.kind);
  const submit = ({ key, text }: { key: string; text: string }) =>
    save.mutate(
      { key: props.definitionKey ?? key, text, revision: props.revision },
      {
        onSuccess: (draft) => {
          const saved = t("definitions.draftSaved", { version: draft.version });
          if (draft.warnings?.length)
            modal.warning({ title: saved, content: <Warnings of={draft.warnings} />, width: 560 });
          else void message.success(saved);
          props.close();
          props.saved?.(draft.key);
        },
      },
    );
  return (
    <Modal
      open={props.open}
      onCancel={props.close}
      title={props.title}
      width={760}
      okText={t("definitions.saveDraft")}
      confirmLoading={save.isPending}
      onOk={() => form.submit()}
      destroyOnHidden
      afterOpenChange={(open) => open && save.reset()}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ key: props.definitionKey ?? "", text: props.text }}
        onFinish={submit}
      >
        {!props.definitionKey && (
          <Form.Item
            name="key"
            label={t("common.key")}
            extra={t("tags.keyHint")}
            rules={[{ required: true, pattern: /^[a-z][a-z0-9_-]*$/, message: t("segments.keyWrong") }]}
          >
            <Input autoFocus />
          </Form.Item>
        )}
        <Form.Item
          name="text"
          label={t("definitions.editor")}
          rules={[{ required: true, message: t("common.required") }]}
          className="zk-editor"
        >
          <Input.TextArea autoSize={{ minRows: 14, maxRows: 26 }} spellCheck={false} />
        </Form.Item>
      </Form>
      {save.error && <Failed problem={save.error} />}
    </Modal>
  );
}
