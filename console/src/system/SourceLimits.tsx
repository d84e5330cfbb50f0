import { App, Form, Input, InputNumber, Modal, Switch } from "antd";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { Failed } from "../layout/States";
import { useChangeSource } from "./queries";

type Row = Schemas["SourceView"];
/** As people write them: one origin a line. */
export type Limits = { origins: string; eventsPerSecond: number; burst: number; namesCustomers: boolean };

const PER_SECOND_MAX = 1_000_000;
export const NO_LIMITS: Limits = { origins: "*", eventsPerSecond: 0, burst: 0, namesCustomers: false };

export function readLimits({ origins, ...rest }: Limits) {
  const allowedOrigins = origins.split(/[\s,]+/).filter(Boolean);
  return { allowedOrigins, ...rest };
}

/** From which pages a source may send, how much, and whether it is believed about who a customer is. */
export function LimitFields() {
  const { t } = useTranslation();
  return (
    <>
      <Form.Item
        name="namesCustomers"
        label={t("sources.names")}
        extra={t("sources.namesHint")}
        valuePropName="checked"
      >
        <Switch />
      </Form.Item>
      <Form.Item
        name="origins"
        label={t("sources.origins")}
        extra={t("sources.originsHint")}
        rules={[{ required: true, whitespace: true, message: t("common.required") }]}
      >
        <Input.TextArea autoSize={{ minRows: 1, maxRows: 6 }} />
      </Form.Item>
      <div className="zk-grid zk-cols-2" style={{ marginBottom: 0 }}>
        <Form.Item name="eventsPerSecond" label={t("sources.perSecond")} extra={t("sources.noLimit")}>
          <InputNumber min={0} max={PER_SECOND_MAX} precision={0} style={{ width: "100%" }} />
        </Form.Item>
        <Form.Item name="burst" label={t("sources.burst")} extra={t("sources.burstHint")}>
          <InputNumber min={0} max={PER_SECOND_MAX} precision={0} style={{ width: "100%" }} />
        </Form.Item>
      </div>
    </>
  );
}

export function LimitsDialog({ source, close }: { source: Row | null; close: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<Limits>();
  const change = useChangeSource();
  if (!source) return null;
  const done = () => {
    change.reset();
    close();
  };
  const submit = (limits: Limits) =>
    change.mutate(
      { id: source.id, revision: source.revision, ...readLimits(limits) },
      {
        onSuccess: () => {
          void message.success(t("common.saved"));
          done();
        },
      },
    );
  return (
    <Modal
      open
      onCancel={done}
      title={t("sources.changeTitle", { name: source.name })}
      okText={t("common.save")}
      confirmLoading={change.isPending}
      onOk={() => form.submit()}
      destroyOnHidden
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{
          origins: source.allowedOrigins.join("\n"),
          eventsPerSecond: source.eventsPerSecond,
          burst: source.burst,
          namesCustomers: source.namesCustomers,
        }}
        onFinish={submit}
      >
        <LimitFields />
      </Form>
      {change.error && <Failed problem={change.error} />}
    </Modal>
  );
}
