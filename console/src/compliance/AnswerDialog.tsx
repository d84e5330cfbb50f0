import { App, DatePicker, Form, Input, Modal, Radio, Select } from "antd";
import type { Dayjs } from "dayjs";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { ApiProblem } from "../api/problem";
import { useWords } from "../i18n/useWords";
import { Failed } from "../layout/States";
import { useRecordConsent } from "./queries";

type Values = {
  purpose: string;
  channel: string;
  answer: string;
  reason: string;
  document?: string;
  reference?: string;
  decidedAt?: Dayjs;
};

/** Takes down what a customer answered, with its evidence. */
export function AnswerDialog(props: {
  customer: string;
  panel: Schemas["ConsentPanel"];
  cell: { purpose: string; channel: string } | null;
  close: () => void;
}) {
  const { t } = useTranslation();
  const words = useWords();
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const record = useRecordConsent(props.customer);
  const purpose = Form.useWatch("purpose", form) ?? props.cell?.purpose;
  const answer = Form.useWatch("answer", form);
  const isContact = props.panel.purposes.find((one) => one.key === purpose)?.isContact ?? true;
  const channels = isContact ? props.panel.channels.map((one) => one.value) : [];
  const required = [{ required: true, message: t("common.required") }];
  const save = ({ decidedAt, ...values }: Values) =>
    record.mutate(
      { ...values, decidedAt: decidedAt?.toISOString() ?? null },
      {
        onSuccess: () => {
          void message.success(t("common.saved"));
          props.close();
        },
        onError: (problem) => {
          if (problem instanceof ApiProblem)
            form.setFields(problem.errors.map((one) => ({ name: one.field as keyof Values, errors: [one.message] })));
        },
      },
    );
  return (
    <Modal
      open={props.cell !== null}
      onCancel={props.close}
      title={t("compliance.recordTitle")}
      okText={t("common.save")}
      confirmLoading={record.isPending}
      onOk={() => form.submit()}
      destroyOnHidden
      afterOpenChange={() => record.reset()}
    >
      <Form
        key={`${props.cell?.purpose}/${props.cell?.channel}`}
        form={form}
        layout="vertical"
        preserve={false}
        initialValues={{ answer: "granted", ...props.cell }}
        onFinish={save}
      >
        <Form.Item name="purpose" label={t("compliance.purpose")} rules={required}>
          <Select
            options={props.panel.purposes.map((one) => ({ value: one.key, label: words("consentPurpose", one.key) }))}
            onChange={(key: string) => {
              const contact = props.panel.purposes.find((one) => one.key === key)?.isContact;
              form.setFieldValue("channel", contact ? undefined : "all");
            }}
          />
        </Form.Item>
        <Form.Item name="answer" label={t("compliance.answer")} rules={required}>
          <Radio.Group
            optionType="button"
            options={["granted", "denied", "withdrawn"].map((value) => ({
              value,
              label: words("consentAnswer", value),
            }))}
          />
        </Form.Item>
        <Form.Item name="channel" label={t("compliance.channel")} rules={required}>
          <Select
            options={[
              ...channels.map((value) => ({ value, label: words("channel", value) })),
              ...(isContact && answer === "granted" ? [] : [{ value: "all", label: t("compliance.anyChannel") }]),
            ]}
          />
        </Form.Item>
        <Form.Item name="reason" label={t("compliance.howSaid")} rules={required}>
          <Input maxLength={200} placeholder={t("compliance.howSaidHint")} />
        </Form.Item>
        <Form.Item name="document" label={t("compliance.document")}>
          <Input maxLength={120} placeholder={t("compliance.documentHint")} />
        </Form.Item>
        <Form.Item name="reference" label={t("compliance.reference")}>
          <Input maxLength={120} placeholder={t("compliance.referenceHint")} />
        </Form.Item>
        <Form.Item name="decidedAt" label={t("compliance.decidedAt")} extra={t("compliance.decidedAtHint")}>
          <DatePicker showTime={{ format: "HH:mm" }} format="YYYY-MM-DD HH:mm" />
        </Form.Item>
      </Form>
      {record.error && !(record.error instanceof ApiProblem && record.error.errors.length > 0) && (
        <Failed problem={record.error} />
      )}
    </Modal>
  );
}
