import { App, Button, Form, Input, Modal, Space, Table, type TableColumnsType, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { usePermission } from "../api/session";
import { useFormat } from "../format/useFormat";
import { useWords } from "../i18n/useWords";
import { Answer } from "../layout/States";
import { StatusTag } from "../layout/StatusTag";
import { type QualityAlert, useAlerts, useDecideAlert } from "./queries";

type Asked = { alert: QualityAlert; to: "acknowledge" | "close" };

const isVolume = (alert: QualityAlert) => alert.measure.toLowerCase().startsWith("volume");

function NoteDialog({ asked, close }: { asked: Asked; close: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<{ note: string }>();
  const decide = useDecideAlert();
  const submit = ({ note }: { note: string }) =>
    decide.mutate(
      { id: asked.alert.id, to: asked.to, note: note ?? "" },
      {
        onSuccess: () => {
          void message.success(t("common.done"));
          close();
        },
      },
    );
  return (
    <Modal
      open
      onCancel={close}
      title={t(asked.to === "close" ? "tracking.closeAlert" : "tracking.acknowledge")}
      okText={t("common.save")}
      cancelText={t("common.cancel")}
      confirmLoading={decide.isPending}
      onOk={() => form.submit()}
      destroyOnHidden
    >
      <Form form={form} layout="vertical" onFinish={submit}>
        <Form.Item name="note" label={t("tracking.note")}>
          <Input.TextArea rows={3} maxLength={500} autoFocus placeholder={t("tracking.noteHint")} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function useColumns(ask: (asked: Asked) => void): TableColumnsType<QualityAlert> {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const mayEdit = usePermission("EditDefinitions");
  const number = (alert: QualityAlert, value: number | null | undefined) =>
    isVolume(alert) ? format.count(value) : format.percent(value);
  return [
    {
      title: t("tracking.alert"),
      dataIndex: "measure",
      render: (measure: string, row) => (
        <span className="zk-two">
          {words("qualityMeasure", measure)}
          <small>{row.day}</small>
        </span>
      ),
    },
    {
      title: t("tracking.event"),
      dataIndex: "event",
      render: (event: string, row) =>
        event ? (
          <Link to={`/tracking/events/${encodeURIComponent(event)}?source=${encodeURIComponent(row.source)}`}>
            {event} <small className="zk-soft">{row.source}</small>
          </Link>
        ) : (
          row.source
        ),
    },
    {
      title: t("tracking.measured"),
      dataIndex: "value",
      align: "right",
      width: 110,
      render: (value: number, row) => <b className="zk-share-bad">{number(row, value)}</b>,
    },
    {
      title: t("tracking.limit"),
      dataIndex: "limitAt",
      align: "right",
      width: 130,
      render: (limit: number, row) => (
        <span className="zk-two">
          {number(row, limit)}
          {row.expected != null && <small>{t("tracking.expects", { number: format.count(row.expected) })}</small>}
        </span>
      ),
    },
    {
      title: t("common.status"),
      dataIndex: "state",
      width: 150,
      render: (state: string, row) => (
        <span>
          <StatusTag group="alertState" code={state} />
          {row.note && <small className="zk-soft">{row.note}</small>}
        </span>
      ),
    },
    {
      title: "",
      key: "steps",
      width: 170,
      align: "right",
      render: (_, alert) =>
        mayEdit && (
          <Space>
            {alert.state.toLowerCase() === "open" && (
              <Button size="small" onClick={() => ask({ alert, to: "acknowledge" })}>
                {t("tracking.acknowledge")}
              </Button>
            )}
            <Button size="small" onClick={() => ask({ alert, to: "close" })}>
              {t("tracking.closeAlert")}
            </Button>
          </Space>
        ),
    },
  ];
}

/** What is beyond its limit and not closed yet. */
export function Alerts() {
  const { t } = useTranslation();
  const query = useAlerts();
  const [asked, setAsked] = useState<Asked | null>(null);
  const columns = useColumns(setAsked);
  return (
    <section className="zk-card zk-card-flush zk-block">
      <div className="zk-toolbar">
        <h2 className="zk-h2 zk-track-head">{t("tracking.alerts")}</h2>
      </div>
      <Answer query={query} rows={2}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="zk-soft zk-no-alerts">
              <Tag color="green" variant="filled">
                {t("tracking.allWell")}
              </Tag>
              {t("tracking.allWellHint")}
            </p>
          ) : (
            <Table
              size="middle"
              rowKey="id"
              columns={columns}
              dataSource={items}
              pagination={{ pageSize: 10, size: "small", hideOnSinglePage: true, showSizeChanger: false }}
              scroll={{ x: 860 }}
            />
          )
        }
      </Answer>
      {asked && <NoteDialog asked={asked} close={() => setAsked(null)} />}
    </section>
  );
}
