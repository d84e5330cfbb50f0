import { InboxOutlined } from "@ant-design/icons";
import { Form, Input, Modal, Upload } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../../api/client";
import { useFormat } from "../../format/useFormat";
import { Figures } from "../../layout/Figures";
import { Failed } from "../../layout/States";
import { NameFields } from "../NameFields";
import { useUploadList } from "../queries";
import { ProblemsTable } from "./ProblemsTable";

type Fields = { key: string; nameZh: string; nameEn?: string };

/** Takes a file of customer numbers, and says of each row that brought no customer why. */
export function UploadDialog({ list, close }: { list?: Schemas["CustomerListRow"]; close: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Fields>();
  const [file, setFile] = useState<File>();
  const [missing, setMissing] = useState("");
  const upload = useUploadList();
  const report = upload.data;
  const send = (fields: Fields) => {
    if (!file) {
      setMissing(t("customerLists.fileMissing"));
      return;
    }
    upload.mutate({ ...fields, nameEn: fields.nameEn || undefined, file });
  };
  const take = (given: File) => {
    const good = /\.(csv|txt|xlsx?)$/i.test(given.name);
    setMissing(good ? "" : t("customerLists.fileWrong"));
    setFile(good ? given : undefined);
    return false;
  };
  return (
    <Modal
      open
      width={720}
      onCancel={close}
      title={t("customerLists.dialogTitle")}
      okText={
        report ? t("customerLists.close") : upload.isPending ? t("customerLists.sending") : t("customerLists.send")
      }
      cancelButtonProps={{ style: report ? { display: "none" } : undefined }}
      confirmLoading={upload.isPending}
      mask={{ closable: !upload.isPending }}
      onOk={() => (report ? close() : form.submit())}
    >
      {report ? (
        <Report report={report} />
      ) : (
        <Form
          form={form}
          layout="vertical"
          onFinish={send}
          disabled={upload.isPending}
          initialValues={{ key: list?.key ?? "", nameZh: list?.nameZh ?? "", nameEn: list?.nameEn ?? "" }}
        >
          <Form.Item help={missing || undefined} validateStatus={missing ? "error" : undefined}>
            <Upload.Dragger
              accept=".csv,.txt,.xlsx,.xls"
              maxCount={1}
              beforeUpload={take}
              fileList={file ? [{ uid: "1", name: file.name, size: file.size }] : []}
              onRemove={() => setFile(undefined)}
            >
              <p className="ant-upload-drag-icon">
                <InboxOutlined />
              </p>
              <p className="ant-upload-text">{t("customerLists.file")}</p>
              <p className="ant-upload-hint">{t("customerLists.fileHint")}</p>
            </Upload.Dragger>
          </Form.Item>
          <div className="zk-grid zk-cols-3" style={{ marginBottom: 0 }}>
            <NameFields />
            <Form.Item
              name="key"
              label={t("customerLists.key")}
              tooltip={t("customerLists.keyHint")}
              rules={[{ required: true, pattern: /^[a-z0-9_-]{2,60}$/, message: t("customerLists.keyWrong") }]}
            >
              <Input disabled={list !== undefined} maxLength={60} />
            </Form.Item>
          </div>
        </Form>
      )}
      {upload.error && <Failed problem={upload.error} />}
    </Modal>
  );
}

const COUNTS = ["rows", "matched", "unmatched", "duplicates", "bad"] as const;

function Report({ report }: { report: Schemas["ListReport"] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="zk-list-report">
      <Figures
        items={COUNTS.map((name) => ({
          key: name,
          label: t(`customerLists.${name}`),
          value: format.count(report[name]),
        }))}
      />
      <ProblemsTable problems={report.problems} name={report.key} />
    </div>
  );
}
