import { Alert, App, Form, Input, Modal } from "antd";
import { useTranslation } from "react-i18next";
import { Failed } from "../layout/States";
import { IdentityPair } from "./kinds";
import { useDecide } from "./queries";

export type Word = "together" | "apart" | "none";
/** Two identities and what is about to be said about them. */
export type Pair = { a: string; b: string; aKind: string; aValue: string; bKind: string; bValue: string };
export type Deciding = { pair: Pair; word: Word };

const REASON_MAX = 500;

/** A person's word about two identities, with the reason that stays on record. */
export function DecideDialog({ deciding, close }: { deciding: Deciding | null; close: (done: boolean) => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<{ reason: string }>();
  const decide = useDecide();
  const end = (done: boolean) => {
    decide.reset();
    close(done);
  };
  if (!deciding) return null;
  const { pair, word } = deciding;
  const submit = ({ reason }: { reason: string }) =>
    decide.mutate(
      { a: pair.a, b: pair.b, decision: word, reason: reason.trim() },
      {
        onSuccess: () => {
          void message.success(t("identity.decided"));
          end(true);
        },
      },
    );
  return (
    <Modal
      open
      onCancel={() => end(false)}
      title={t(`identity.${word}Title`)}
      okText={word === "none" ? t("identity.takeBack") : t(`identity.${word}`)}
      okButtonProps={{ danger: word === "apart" }}
      confirmLoading={decide.isPending}
      onOk={() => form.submit()}
      destroyOnHidden
    >
      <IdentityPair pair={pair} apart />
      <Alert type="info" showIcon title={t(`identity.${word}Hint`)} style={{ marginBottom: 14 }} />
      <Form form={form} layout="vertical" onFinish={submit}>
        <Form.Item
          name="reason"
          label={t("identity.reason")}
          rules={[{ required: true, whitespace: true, message: t("common.required") }]}
        >
          <Input.TextArea rows={3} maxLength={REASON_MAX} showCount placeholder={t("identity.reasonHint")} autoFocus />
        </Form.Item>
      </Form>
      {decide.error !== null && <Failed problem={decide.error} />}
    </Modal>
  );
}
