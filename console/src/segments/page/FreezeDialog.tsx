import { App, Form, Input, Modal } from "antd";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../../api/client";
import { useFormat } from "../../format/useFormat";
import { Failed } from "../../layout/States";
import { NameFields } from "../NameFields";
import { useFreeze } from "../queries";
import { VersionChoice } from "../VersionChoice";

type Fields = { list: string; nameZh: string; nameEn?: string; version: number };

/** Keeps a version of a segment as a list that changes no more. */
export function FreezeDialog({ segment, close }: { segment: Schemas["Segment"]; close: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const format = useFormat();
  const [form] = Form.useForm<Fields>();
  const freeze = useFreeze(segment.key);
  const day = (segment.asOf ?? "").replaceAll("-", "");
  const send = (fields: Fields) =>
    freeze.mutate(
      { list: fields.list, nameZh: fields.nameZh, nameEn: fields.nameEn || null, version: fields.version || null },
      {
        onSuccess: (list) => {
          void message.success(t("segmentPage.frozen", { name: list.nameZh, customers: format.count(list.customers) }));
          close();
        },
      },
    );
  return (
    <Modal
      open
      onCancel={close}
      title={t("segmentPage.freezeTitle")}
      okText={t("segmentPage.freeze")}
      confirmLoading={freeze.isPending}
      onOk={() => form.submit()}
    >
      <p className="zk-soft">{t("segmentPage.freezeHint")}</p>
      <Form
        form={form}
        layout="vertical"
        onFinish={send}
        initialValues={{
          list: `${segment.key}-${day}`.slice(0, 60),
          nameZh: `${segment.nameZh} ${segment.asOf ?? ""}`.trim(),
          nameEn: `${segment.nameEn} ${segment.asOf ?? ""}`.trim(),
          version: 0,
        }}
      >
        <Form.Item name="version" label={t("segmentPage.freezeVersion")}>
          <VersionChoice segmentKey={segment.key} />
        </Form.Item>
        <NameFields />
        <Form.Item
          name="list"
          label={t("customerLists.key")}
          extra={t("customerLists.keyHint")}
          rules={[{ required: true, pattern: /^[a-z0-9_-]{2,60}$/, message: t("customerLists.keyWrong") }]}
        >
          <Input maxLength={60} />
        </Form.Item>
      </Form>
      {freeze.error && <Failed problem={freeze.error} />}
    </Modal>
  );
}
