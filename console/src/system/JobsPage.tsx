import { PlayCircleOutlined } from "@ant-design/icons";
import { App, Button, DatePicker, Form, Modal, type TableColumnsType } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { usePermission, useSession } from "../api/session";
import { useFormat } from "../format/useFormat";
import { useWords } from "../i18n/useWords";
import { JobProgress } from "../jobs/JobProgress";
import { useJobs, useStartJob } from "../jobs/queries";
import { Page } from "../layout/Page";
import { Failed } from "../layout/States";
import { UrlTable } from "../tables/UrlTable";
import { useUrlState } from "../tables/useUrlState";

type Row = Schemas["Job"];

function RunDayDialog({ open, close }: { open: boolean; close: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const session = useSession();
  const [form] = Form.useForm<{ day: Dayjs }>();
  const start = useStartJob();
  return (
    <Modal
      open={open}
      onCancel={close}
      title={t("system.runDay")}
      okText={t("system.start")}
      confirmLoading={start.isPending}
      onOk={() => form.submit()}
      destroyOnHidden
    >
      <p className="zk-soft">{t("system.runDayHint")}</p>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ day: dayjs(session.data?.bank.businessDate) }}
        onFinish={({ day }) =>
          start.mutate(
            { verb: "run-day", arguments: { date: day.format("YYYY-MM-DD") } },
            {
              onSuccess: () => {
                void message.success(t("system.started"));
                close();
              },
            },
          )
        }
      >
        <Form.Item
          name="day"
          label={t("shell.businessDate")}
          rules={[{ required: true, message: t("common.required") }]}
        >
          <DatePicker allowClear={false} />
        </Form.Item>
      </Form>
      {start.error && <Failed problem={start.error} />}
    </Modal>
  );
}

export function Component() {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const url = useUrlState([]);
  const query = useJobs(url.page, url.size);
  const mayRun = usePermission("RunJobs");
  const [starting, setStarting] = useState(false);
  const columns: TableColumnsType<Row> = [
    {
      title: t("system.verb"),
      dataIndex: "verb",
      width: 150,
      render: (verb: string) => (
        <span className="zk-two">
          {words("jobVerb", verb)}
          <small>{verb}</small>
        </span>
      ),
    },
    { title: t("system.progress"), dataIndex: "state", render: (_, row) => <JobProgress job={row} /> },
    {
      title: t("system.who"),
      dataIndex: "startedBy",
      width: 120,
      render: (who: string) => (who === "system" ? words("role", who) : who),
    },
    { title: t("system.startedAt"), dataIndex: "startedAt", width: 150, render: format.instant },
    { title: t("system.finishedAt"), dataIndex: "finishedAt", width: 150, render: format.instant },
  ];
  const run = mayRun && (
    <Button icon={<PlayCircleOutlined />} onClick={() => setStarting(true)}>
      {t("system.runDay")}
    </Button>
  );
  return (
    <Page title={t("system.jobsTitle")} subtitle={t("system.jobsSubtitle")} actions={run}>
      <UrlTable
        url={url}
        query={query}
        columns={columns}
        rowKey="jobId"
        empty={{ title: t("system.noJobs"), hint: t("system.noJobsHint") }}
        minWidth={860}
      />
      <RunDayDialog open={starting} close={() => setStarting(false)} />
    </Page>
  );
}
