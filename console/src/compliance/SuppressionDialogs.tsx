import { InboxOutlined } from "@ant-design/icons";
import { Alert, App, DatePicker, Form, Input, Modal, Select, Upload } from "antd";
import type { Dayjs } from "dayjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { ApiProblem } from "../api/problem";
import { useFormat } from "../format/useFormat";
import { Failed } from "../layout/States";
import { useAddSuppression, useEndSuppression, useUploadSuppressions } from "./queries";
import { Scope } from "./Scope";

type List = Schemas["SuppressionListView"];
type Entry = Schemas["SuppressionView"];
type Values = { customerNo: string; list: string; reason: string; reference?: string; endsOn?: Dayjs };

function useListOptions(lists: List[]) {
  const { i18n } = useTranslation();
  const isZh = i18n.language.startsWith("zh");
  return lists.map((one) => ({ value: one.key, label: isZh ? one.nameZh : one.nameEn }));
}

/** What the list forbids, unless the entry says otherwise. */
function DefaultScope({ list }: { list: List | undefined }) {
  const { t } = useTranslation();
  return list ? (
    <p className="zk-soft">
      {t("compliance.scopeDefault")}：<Scope row={list} />
    </p>
  ) : null;
}

export function EntryDialog(props: { lists: List[]; list?: string; open: boolean; close: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const add = useAddSuppression();
  const options = useListOptions(props.lists);
  const chosen = Form.useWatch("list", form) ?? props.list;
  const required = [{ required: true, message: t("common.required") }];
  const save = ({ endsOn, ...values }: Values) =>
    add.mutate(
      {
        ...values,
        reference: values.reference ?? null,
        channels: null,
        purposes: null,
        lines: null,
        startsOn: null,
        endsOn: endsOn?.format("YYYY-MM-DD") ?? null,
      },
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
      open={props.open}
      onCancel={props.close}
      title={t("compliance.add")}
      okText={t("common.save")}
      confirmLoading={add.isPending}
      onOk={() => form.submit()}
      afterOpenChange={() => add.reset()}
      destroyOnHidden
    >
      <Form
        key={props.list}
        form={form}
        layout="vertical"
        preserve={false}
        initialValues={{ list: props.list }}
        onFinish={save}
      >
        <Form.Item name="list" label={t("compliance.list")} rules={required}>
          <Select options={options} />
        </Form.Item>
        <DefaultScope list={props.lists.find((one) => one.key === chosen)} />
        <Form.Item name="customerNo" label={t("compliance.customerNo")} rules={required}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="reason" label={t("compliance.reason")} rules={required}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="reference" label={t("compliance.reference")}>
          <Input maxLength={120} placeholder={t("compliance.referenceHint")} />
        </Form.Item>
        <Form.Item name="endsOn" label={t("compliance.lastDay")} extra={t("compliance.lastDayHint")}>
          <DatePicker />
        </Form.Item>
      </Form>
      {add.error && !(add.error instanceof ApiProblem && add.error.errors.length > 0) && <Failed problem={add.error} />}
    </Modal>
  );
}

function UploadReport({ report }: { report: Schemas["SuppressionUpload"] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const figures = [
    [t("compliance.matched"), report.matched],
    [t("compliance.already"), report.alreadyListed],
    [t("compliance.unmatched"), report.unmatched],
    [t("compliance.bad"), report.bad],
  ] as const;
  return (
    <>
      <Alert
        type={report.bad + report.unmatched > 0 ? "warning" : "success"}
        showIcon
        title={`${t("compliance.uploaded")} · ${t("compliance.rows", { number: format.count(report.rows) })}`}
      />
      <div className="zk-upload-figures">
        {figures.map(([label, value]) => (
          <span key={label}>
            <b>{format.count(value)}</b>
            {label}
          </span>
        ))}
      </div>
      {report.numbers.length > 0 && (
        <p className="zk-soft">
          {t("compliance.unmatched")}：{report.numbers.join("、")}
        </p>
      )}
      {report.badRows.map((one) => (
        <div key={one.row}>
          <b>{t("compliance.row", { row: one.row })}</b> <span className="zk-soft">{one.message}</span>
        </div>
      ))}
    </>
  );
}

export function UploadDialog(props: { lists: List[]; list?: string; open: boolean; close: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ list: string; reason: string }>();
  const [file, setFile] = useState<File | null>(null);
  const upload = useUploadSuppressions();
  const options = useListOptions(props.lists);
  const required = [{ required: true, message: t("common.required") }];
  return (
    <Modal
      open={props.open}
      onCancel={props.close}
      title={t("compliance.upload")}
      okText={upload.data ? t("common.close") : t("compliance.upload")}
      okButtonProps={{ disabled: file === null }}
      confirmLoading={upload.isPending}
      onOk={() => (upload.data ? props.close() : form.submit())}
      afterOpenChange={() => {
        upload.reset();
        setFile(null);
      }}
      destroyOnHidden
    >
      {upload.data ? (
        <UploadReport report={upload.data} />
      ) : (
        <Form
          key={props.list}
          form={form}
          layout="vertical"
          preserve={false}
          initialValues={{ list: props.list }}
          onFinish={(values) => file && upload.mutate({ ...values, file })}
        >
          <Form.Item name="list" label={t("compliance.list")} rules={required}>
            <Select options={options} />
          </Form.Item>
          <Form.Item name="reason" label={t("compliance.reason")} rules={required}>
            <Input maxLength={200} />
          </Form.Item>
          <Form.Item label={t("compliance.file")} extra={t("compliance.fileHint")} required>
            <Upload.Dragger
              accept=".csv,.txt,.xlsx,.xls"
              maxCount={1}
              beforeUpload={(one) => {
                setFile(one);
                return false;
              }}
              onRemove={() => setFile(null)}
            >
              <p>
                <InboxOutlined /> {t("compliance.choose")}
              </p>
            </Upload.Dragger>
          </Form.Item>
        </Form>
      )}
      {upload.error && <Failed problem={upload.error} />}
    </Modal>
  );
}

export function EndDialog({ entry, close }: { entry: Entry | null; close: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<{ reason: string }>();
  const end = useEndSuppression();
  return (
    <Modal
      open={entry !== null}
      onCancel={close}
      title={`${t("compliance.endTitle")} · ${entry?.customerNo ?? ""}`}
      okText={t("compliance.endEntry")}
      confirmLoading={end.isPending}
      onOk={() => form.submit()}
      afterOpenChange={() => end.reset()}
      destroyOnHidden
    >
      <p className="zk-soft">{t("compliance.endHint")}</p>
      <Form
        form={form}
        layout="vertical"
        preserve={false}
        onFinish={({ reason }) =>
          entry &&
          end.mutate(
            { entry: entry.entryId, reason },
            {
              onSuccess: () => {
                void message.success(t("common.done"));
                close();
              },
            },
          )
        }
      >
        <Form.Item
          name="reason"
          label={t("compliance.whyEnd")}
          rules={[{ required: true, message: t("common.required") }]}
        >
          <Input maxLength={200} />
        </Form.Item>
      </Form>
      {end.error && <Failed problem={end.error} />}
    </Modal>
  );
}
