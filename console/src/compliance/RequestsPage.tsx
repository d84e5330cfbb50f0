import { PlusOutlined } from "@ant-design/icons";
import { App, Button, DatePicker, Form, Input, Modal, Segmented, Select, type TableColumnsType, Tag } from "antd";
import type { Dayjs } from "dayjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { ApiProblem } from "../api/problem";
import { useFormat } from "../format/useFormat";
import { useWords } from "../i18n/useWords";
import { Figures } from "../layout/Figures";
import { Page } from "../layout/Page";
import { Failed } from "../layout/States";
import { StatusTag } from "../layout/StatusTag";
import { UrlTable } from "../tables/UrlTable";
import { useUrlState } from "../tables/useUrlState";
import { Due } from "./Due";
import { useNewRequest, useRequestCounts, useRequests } from "./queries";
import { RequestDrawer } from "./RequestDrawer";
import "./compliance.css";

type Row = Schemas["RequestView"];
type Values = { customerNo: string; kind: string; channel: string; receivedOn?: Dayjs; note?: string };
const FILTERS = ["which", "kind", "request"] as const;
const KINDS = ["access", "correction", "export", "erasure", "objection"];
const WAYS = ["counter", "call", "app", "letter"];

function NewDialog({ open, close }: { open: boolean; close: () => void }) {
  const { t } = useTranslation();
  const words = useWords();
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const add = useNewRequest();
  const required = [{ required: true, message: t("common.required") }];
  const save = ({ receivedOn, note, ...values }: Values) =>
    add.mutate(
      { ...values, receivedOn: receivedOn?.format("YYYY-MM-DD") ?? null, note: note ?? null },
      {
        onSuccess: () => {
          void message.success(t("common.saved"));
          close();
        },
        onError: (problem) => {
          if (problem instanceof ApiProblem)
            form.setFields(problem.errors.map((one) => ({ name: one.field as keyof Values, errors: [one.message] })));
        },
      },
    );
  return (
    <Modal
      open={open}
      onCancel={close}
      title={t("compliance.newRequest")}
      okText={t("common.save")}
      confirmLoading={add.isPending}
      onOk={() => form.submit()}
      afterOpenChange={() => add.reset()}
      destroyOnHidden
    >
      <Form form={form} layout="vertical" preserve={false} initialValues={{ channel: "counter" }} onFinish={save}>
        <Form.Item name="customerNo" label={t("compliance.customerNo")} rules={required}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="kind" label={t("compliance.kind")} rules={required}>
          <Select options={KINDS.map((value) => ({ value, label: words("requestKind", value) }))} />
        </Form.Item>
        <Form.Item name="channel" label={t("compliance.way")} rules={required}>
          <Select options={WAYS.map((value) => ({ value, label: words("requestChannel", value) }))} />
        </Form.Item>
        <Form.Item name="receivedOn" label={t("compliance.receivedOn")}>
          <DatePicker />
        </Form.Item>
        <Form.Item name="note" label={t("compliance.note")}>
          <Input.TextArea rows={2} maxLength={500} />
        </Form.Item>
      </Form>
      {add.error && !(add.error instanceof ApiProblem && add.error.errors.length > 0) && <Failed problem={add.error} />}
    </Modal>
  );
}

export function Component() {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const url = useUrlState(FILTERS);
  const counts = useRequestCounts();
  const [adding, setAdding] = useState(false);
  const which = url.values.which ?? "open";
  const query = useRequests({
    which: which === "all" ? undefined : which,
    kind: url.values.kind,
    page: url.page,
    size: url.size,
  });
  const columns: TableColumnsType<Row> = [
    {
      title: t("compliance.kind"),
      dataIndex: "kind",
      width: 110,
      render: (kind: string) => <b>{words("requestKind", kind)}</b>,
    },
    {
      title: t("compliance.customerNo"),
      dataIndex: "customerNo",
      width: 180,
      render: (no: string, row) => (
        <>
          {no}
          {row.isDemo && (
            <Tag variant="filled" color="gold" style={{ marginLeft: 6 }}>
              {t("compliance.demo")}
            </Tag>
          )}
        </>
      ),
    },
    {
      title: t("compliance.state"),
      dataIndex: "state",
      width: 100,
      render: (state: string) => <StatusTag group="requestState" code={state} />,
    },
    { title: t("compliance.receivedOn"), dataIndex: "receivedOn", width: 120, render: format.day },
    { title: t("compliance.dueOn"), key: "due", width: 210, render: (_, row) => <Due request={row} /> },
    {
      title: t("compliance.way"),
      dataIndex: "channel",
      width: 100,
      render: (way: string) => words("requestChannel", way),
    },
    { title: t("compliance.note"), dataIndex: "note", render: (note: string, row) => row.answer || note },
    { title: t("compliance.by"), dataIndex: "createdBy", width: 110 },
  ];
  const given = counts.data;
  return (
    <Page
      title={t("compliance.requestsTitle")}
      subtitle={
        given &&
        t("compliance.requestsSubtitle", {
          days: given.days,
          kind: given.dayKind === "calendar" ? t("compliance.calendar") : t("compliance.working"),
        })
      }
      actions={
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
          {t("compliance.newRequest")}
        </Button>
      }
    >
      <Figures
        items={[
          { key: "open", label: t("compliance.openRequests"), value: format.count(given?.open) },
          { key: "soon", label: t("compliance.dueSoon"), value: format.count(given?.dueSoon) },
          { key: "overdue", label: t("compliance.overdue"), value: format.count(given?.overdue) },
          { key: "closed", label: t("compliance.closed"), value: format.count(given?.closed) },
        ]}
      />
      <UrlTable
        url={url}
        query={query}
        columns={columns}
        rowKey="id"
        filters={
          <>
            <Segmented
              value={which}
              onChange={(value) => url.set({ which: value === "open" ? undefined : value })}
              options={[
                { value: "open", label: t("compliance.openRequests") },
                { value: "overdue", label: t("compliance.overdue") },
                { value: "closed", label: t("compliance.closed") },
                { value: "all", label: t("common.all") },
              ]}
            />
            <Select
              allowClear
              value={url.values.kind}
              onChange={(kind?: string) => url.set({ kind })}
              placeholder={t("compliance.kind")}
              options={KINDS.map((value) => ({ value, label: words("requestKind", value) }))}
              style={{ width: 160 }}
            />
          </>
        }
        onRow={(row) => url.show("request", row.id)}
        empty={{ title: t("compliance.noRequests"), hint: t("compliance.noRequestsHint") }}
        minWidth={1000}
      />
      <NewDialog open={adding} close={() => setAdding(false)} />
      <RequestDrawer id={url.values.request} close={() => url.show("request", undefined)} />
    </Page>
  );
}
