import { Alert, App, Button, Form, Input, Modal } from "antd";
import { useTranslation } from "react-i18next";
import { Failed } from "../layout/States";
import { Consequences, useMoves } from "./Consequences";
import { IdentityPair } from "./kinds";
import { useDecide } from "./queries";

export type Word = "together" | "apart" | "none";
/** Two identities and what is about to be said about them. */
export type Pair = { a: string; b: string; aKind: string; aValue: string; bKind: string; bValue: string };
export type Deciding = { pair: Pair; word: Word };

const REASON_MAX = 500;
/** How long the way back stands beside what was done; later it is in the history. */
const UNDO_SECONDS = 12;

/** A person's word about two identities: what it moves, told before; the reason that stays on record; and the way back, after. */
export function DecideDialog({ deciding, close }: { deciding: Deciding | null; close: (done: boolean) => void }) {
  return deciding && <Dialog key={`${deciding.pair.a}:${deciding.pair.b}`} deciding={deciding} close={close} />;
}

function Dialog({ deciding: { pair, word }, close }: { deciding: Deciding; close: (done: boolean) => void }) {
  const { t } = useTranslation();
  const { message, notification } = App.useApp();
  const [form] = Form.useForm<{ reason: string }>();
  const decide = useDecide();
  const moves = useMoves(pair, word);
  const say = (decision: Word, reason: string, then: () => void) =>
    decide.mutate({ a: pair.a, b: pair.b, decision, reason }, { onSuccess: then });
  const takeBack = (key: string) => {
    notification.destroy(key);
    void decide
      .mutateAsync({ a: pair.a, b: pair.b, decision: "none", reason: t("identity.undoReason") })
      .then(() => message.success(t("identity.decided")))
      .catch(() => message.error(t("identity.notUndone")));
  };
  const submit = ({ reason }: { reason: string }) =>
    say(word, reason.trim(), () => {
      const key = `${pair.a}:${pair.b}`;
      notification.success({
        key,
        title: t("identity.decided"),
        description: moves,
        duration: UNDO_SECONDS,
        actions: word !== "none" && (
          <Button size="small" onClick={() => takeBack(key)}>
            {t("identity.undo")}
          </Button>
        ),
      });
      close(true);
    });
  return (
    <Modal
      open
      onCancel={() => close(false)}
      title={t(`identity.${word}Title`)}
      okText={word === "none" ? t("identity.takeBack") : t(`identity.${word}`)}
      okButtonProps={{ danger: word === "apart" }}
      confirmLoading={decide.isPending}
      onOk={() => form.submit()}
      destroyOnHidden
    >
      <IdentityPair pair={pair} apart />
      <Consequences pair={pair} word={word} />
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
