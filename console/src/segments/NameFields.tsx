import { Form, Input } from "antd";
import { useTranslation } from "react-i18next";

/** What people call it, in both languages; the English name may follow later. */
export function NameFields() {
  const { t } = useTranslation();
  return (
    <>
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
    </>
  );
}
