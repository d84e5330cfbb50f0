import { App, Form, Input, Modal, Radio, Select, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { Schemas } from "../../api/client";
import { usePermission } from "../../api/session";
import { useFormat } from "../../format/useFormat";
import { useLanguage } from "../../i18n/useLanguage";
import { useWords } from "../../i18n/useWords";
import { Failed } from "../../layout/States";
import { VersionChoice } from "../VersionChoice";
import { grouped, USUAL } from "./columns";
import { useAskForExport, useExportColumns } from "./queries";

type Fields = { version: number; columns: string[]; format: "csv" | "xlsx"; unmasked?: boolean; purpose: string };
const PURPOSE_MIN = 4;

/** Asks for the members of a segment as a file. */
export function ExportDialog({ segment, close }: { segment: Schemas["Segment"]; close: () => void }) {
  const { t } = useTranslation();
  const { language, pick } = useLanguage();
  const words = useWords();
  const format = useFormat();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [form] = Form.useForm<Fields>();
  const mayUnmask = usePermission("ViewPersonalData");
  const columns = useExportColumns();
  const ask = useAskForExport();
  const groupName = (group: string) =>
    group === "person" || group === "bank" ? t(`exports.groups.${group}`) : words("dimension", group);
  const send = ({ version, unmasked, ...fields }: Fields) =>
    ask.mutate(
      { ...fields, segment: segment.key, version: version || null, unmasked: unmasked ?? false, language },
      {
        onSuccess: ({ id }) => {
          void message.success(t("exports.sent"));
          void navigate(`/exports?export=${id}`);
        },
      },
    );
  return (
    <Modal
      open
      onCancel={close}
      title={t("exports.dialogTitle")}
      okText={t("exports.send")}
      confirmLoading={ask.isPending}
      onOk={() => form.submit()}
      width={600}
    >
      <p className="zk-soft">{t("exports.hint", { customers: format.count(segment.customers) })}</p>
      <Form
        form={form}
        layout="vertical"
        onFinish={send}
        initialValues={{ version: 0, format: "xlsx", columns: USUAL }}
      >
        <Form.Item name="version" label={t("exports.version")}>
          <VersionChoice segmentKey={segment.key} />
        </Form.Item>
        <Form.Item
          name="columns"
          label={t("exports.columns")}
          extra={t("exports.columnsHint")}
          rules={[{ required: true, message: t("common.required") }]}
        >
          <Select
            mode="multiple"
            loading={columns.isPending}
            placeholder={t("exports.chooseColumns")}
            optionFilterProp="label"
            options={grouped(columns.data ?? []).map((one) => ({
              label: groupName(one.group),
              title: one.group,
              options: one.columns.map((column) => ({ value: column.key, label: pick(column.nameZh, column.nameEn) })),
            }))}
          />
        </Form.Item>
        <div className="zk-grid zk-cols-2" style={{ marginBottom: 0 }}>
          <Form.Item name="format" label={t("exports.format")}>
            <Radio.Group
              optionType="button"
              options={(["xlsx", "csv"] as const).map((value) => ({ value, label: t(`exports.${value}`) }))}
            />
          </Form.Item>
          {mayUnmask && (
            <Form.Item name="unmasked" label={t("exports.unmasked")} extra={t("exports.unmaskedHint")}>
              <Switch />
            </Form.Item>
          )}
        </div>
        <Form.Item
          name="purpose"
          label={t("exports.purpose")}
          extra={t("exports.purposeHint")}
          rules={[
            { required: true, whitespace: true, message: t("common.required") },
            { min: PURPOSE_MIN, message: t("exports.purposeShort", { min: PURPOSE_MIN }) },
          ]}
        >
          <Input.TextArea rows={2} maxLength={500} />
        </Form.Item>
      </Form>
      {columns.error && <Failed problem={columns.error} retry={() => void columns.refetch()} />}
      {ask.error && <Failed problem={ask.error} />}
    </Modal>
  );
}
