import { Alert, App, Button, Form, Input, Modal, Space } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePermission, useSession } from "../api/session";
import { useProblemText } from "../layout/States";
import { type Definition, type DefinitionKind, useApprove, useHistory, useReject, useSubmit } from "./queries";

function RejectDialog(props: { open: boolean; close: () => void; reject: (note: string) => void; pending: boolean }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ note: string }>();
  return (
    <Modal
      open={props.open}
      onCancel={props.close}
      title={t("definitions.reject")}
      okText={t("definitions.reject")}
      okButtonProps={{ danger: true }}
      confirmLoading={props.pending}
      onOk={() => form.submit()}
      destroyOnHidden
    >
      <Form form={form} layout="vertical" onFinish={({ note }) => props.reject(note)}>
        <Form.Item
          name="note"
          label={t("definitions.rejectReason")}
          rules={[{ required: true, whitespace: true, message: t("definitions.rejectReasonMissing") }]}
        >
          <Input.TextArea rows={3} maxLength={400} autoFocus />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function useSteps(kind: DefinitionKind, latest: Definition) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const submit = useSubmit(kind);
  const approve = useApprove(kind);
  const reject = useReject(kind);
  const told = (done: string) => ({
    onSuccess: () => void message.success(done),
    onError: (problem: unknown) => void message.error(problemText(problem), 6),
  });
  const step = { key: latest.key, version: latest.version };
  return {
    pending: submit.isPending || approve.isPending || reject.isPending,
    submit: () => submit.mutate(step, told(t("definitions.submitted"))),
    approve: () => approve.mutate(step, told(t("definitions.approved"))),
    reject: (note: string) => reject.mutate({ ...step, note }, told(t("definitions.rejected"))),
  };
}

function Bar({ kind, latest }: { kind: DefinitionKind; latest: Definition }) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const session = useSession();
  const mayEdit = usePermission("EditDefinitions");
  const mayApprove = usePermission("ApproveDefinitions");
  const [rejecting, setRejecting] = useState(false);
  const steps = useSteps(kind, latest);
  const status = latest.status.toLowerCase();
  const own = session.data?.staff === latest.author;
  const confirmApproval = () =>
    modal.confirm({ title: t("definitions.approve"), content: t("definitions.approveConfirm"), onOk: steps.approve });

  if (status === "draft") {
    return (
      <Alert
        type="info"
        showIcon
        title={t("definitions.draftNote", { version: latest.version })}
        action={
          mayEdit && (
            <Button type="primary" size="small" loading={steps.pending} onClick={steps.submit}>
              {t("definitions.submit")}
            </Button>
          )
        }
      />
    );
  }
  if (status === "submitted") {
    return (
      <>
        <Alert
          type="warning"
          showIcon
          title={
            own
              ? t("definitions.awaitingOwn", { version: latest.version })
              : t("definitions.awaiting", { version: latest.version, author: latest.author })
          }
          action={
            mayApprove &&
            !own && (
              <Space>
                <Button size="small" onClick={() => setRejecting(true)} disabled={steps.pending}>
                  {t("definitions.reject")}
                </Button>
                <Button type="primary" size="small" loading={steps.pending} onClick={confirmApproval}>
                  {t("definitions.approve")}
                </Button>
              </Space>
            )
          }
        />
        <RejectDialog
          open={rejecting}
          close={() => setRejecting(false)}
          pending={steps.pending}
          reject={(note) => {
            steps.reject(note);
            setRejecting(false);
          }}
        />
      </>
    );
  }
  if (status === "rejected") {
    return (
      <Alert
        type="error"
        showIcon
        title={t("definitions.rejectedNote", { version: latest.version, note: latest.note ?? "" })}
      />
    );
  }
  return null;
}

/** Where the newest version stands, and what the reader may do about it. Nothing to show when it is live. */
export function ApprovalBar({ kind, definitionKey }: { kind: DefinitionKind; definitionKey: string }) {
  const history = useHistory(kind, definitionKey);
  const latest = history.data?.[0];
  if (!latest || latest.status.toLowerCase() === "live") return null;
  return (
    <div style={{ marginBottom: 16 }}>
      <Bar kind={kind} latest={latest} />
    </div>
  );
}
