import { App, Button, Form, Input, Modal, Space, Table, type TableColumnsType } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { usePermission } from "../api/session";
import { useFormat } from "../format/useFormat";
import { useWords } from "../i18n/useWords";
import { Page } from "../layout/Page";
import { Answer, Failed, Nothing } from "../layout/States";
import { type Decision, type QuarantineGroup, useDecideQuarantine, useQuarantine } from "./queries";
import { ViolationTags } from "./ViolationTags";
import "./tracking.css";

type Asked = { group: QuarantineGroup; decision: Decision };

const DECISIONS = ["Requeue", "Release", "Discard"] as const;

function DecisionDialog({ asked, close }: { asked: Asked; close: () => void }) {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const { message } = App.useApp();
  const [form] = Form.useForm<{ reason: string }>();
  const decide = useDecideQuarantine();
  const { group, decision } = asked;
  const submit = ({ reason }: { reason: string }) =>
    decide.mutate(
      { source: group.source, name: group.name, decision, reason },
      {
        onSuccess: ({ settled, left }) => {
          void message.success(t("tracking.settled", { settled: format.count(settled), left: format.count(left) }));
          close();
        },
      },
    );
  return (
    <Modal
      open
      onCancel={close}
      title={`${words("quarantineDecision", decision)} · ${group.name}`}
      okText={words("quarantineDecision", decision)}
      okButtonProps={{ danger: decision === "Discard" }}
      cancelText={t("common.cancel")}
      confirmLoading={decide.isPending}
      onOk={() => form.submit()}
      destroyOnHidden
    >
      <p>{words("quarantineMeaning", decision)}</p>
      <p className="zk-soft">{t("tracking.wholeEvent", { name: group.name, source: group.source })}</p>
      <Form form={form} layout="vertical" onFinish={submit}>
        <Form.Item
          name="reason"
          label={t("tracking.reason")}
          rules={[{ required: true, whitespace: true, message: t("common.required") }]}
        >
          <Input.TextArea rows={3} maxLength={500} autoFocus />
        </Form.Item>
      </Form>
      {decide.error && <Failed problem={decide.error} />}
    </Modal>
  );
}

function useColumns(ask: (asked: Asked) => void): TableColumnsType<QuarantineGroup> {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const mayEdit = usePermission("EditDefinitions");
  return [
    {
      title: t("tracking.event"),
      dataIndex: "name",
      width: 170,
      render: (name: string, row) => (
        <Link
          to={`/tracking/events/${encodeURIComponent(name)}?source=${encodeURIComponent(row.source)}`}
          className="zk-two"
        >
          {name}
          <small>{row.source}</small>
        </Link>
      ),
    },
    {
      title: t("tracking.reasons"),
      dataIndex: "violations",
      render: (violations: string[]) => <ViolationTags violations={violations} />,
    },
    {
      title: t("tracking.sample"),
      dataIndex: "sample",
      render: (sample: string) => (
        <code className="zk-props is-short" title={sample}>
          {sample}
        </code>
      ),
    },
    { title: t("tracking.volume"), dataIndex: "events", align: "right", width: 90, render: format.count },
    { title: t("tracking.lastSeen"), dataIndex: "lastAt", width: 150, render: format.instant },
    {
      title: "",
      key: "steps",
      width: 250,
      align: "right",
      render: (_, group) =>
        mayEdit && (
          <Space>
            {DECISIONS.map((decision) => (
              <Button
                key={decision}
                size="small"
                danger={decision === "Discard"}
                type={decision === "Requeue" ? "primary" : "default"}
                onClick={() => ask({ group, decision })}
              >
                {words("quarantineDecision", decision)}
              </Button>
            ))}
          </Space>
        ),
    },
  ];
}

/** Events that the plan keeps apart, until somebody decides. */
export function Component() {
  const { t } = useTranslation();
  const query = useQuarantine();
  const [asked, setAsked] = useState<Asked | null>(null);
  const columns = useColumns(setAsked);
  return (
    <Page title={t("tracking.quarantineTitle")} subtitle={t("tracking.quarantineSubtitle")}>
      <Answer query={query} rows={6}>
        {(groups) => (
          <section className="zk-card zk-card-flush">
            <Table
              size="middle"
              rowKey={(row) => `${row.source}/${row.name}/${row.violations.join(",")}`}
              columns={columns}
              dataSource={groups}
              pagination={{ pageSize: 50, size: "small", hideOnSinglePage: true, showSizeChanger: false }}
              scroll={{ x: 1080 }}
              locale={{
                emptyText: (
                  <Nothing
                    title={t("tracking.noQuarantine")}
                    hint={t("tracking.noQuarantineHint")}
                    action={
                      <Link to="/tracking">
                        <Button>{t("tracking.toPlan")}</Button>
                      </Link>
                    }
                  />
                ),
              }}
            />
          </section>
        )}
      </Answer>
      {asked && <DecisionDialog asked={asked} close={() => setAsked(null)} />}
    </Page>
  );
}
