import { useQueryClient } from "@tanstack/react-query";
import { Alert, DatePicker, Form, Modal } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "../api/session";
import { JobProgress } from "../jobs/JobProgress";
import { hasEnded, useJob, useStartJob } from "../jobs/queries";
import { Failed } from "../layout/States";

const DAYS_BACK = 454;

/** Walks a strategy over stored history by another clock. Nobody is contacted. */
export function ReplayDialog({ journey, open, close }: { journey: string; open: boolean; close: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const session = useSession();
  const [form] = Form.useForm<{ days: [Dayjs, Dayjs] }>();
  const [jobId, setJobId] = useState<string | null>(null);
  const start = useStartJob();
  const job = useJob(jobId);
  const ended = job.data !== undefined && hasEnded(job.data);
  useEffect(() => {
    if (ended) {
      void client.invalidateQueries({ queryKey: ["journeys"] });
      void client.invalidateQueries({ queryKey: ["runs"] });
    }
  }, [ended, client]);

  const today = dayjs(session.data?.bank.businessDate);
  const begin = ({ days }: { days: [Dayjs, Dayjs] }) =>
    start.mutate(
      { verb: "replay", arguments: { journey, from: days[0].format("YYYY-MM-DD"), to: days[1].format("YYYY-MM-DD") } },
      { onSuccess: ({ jobId: id }) => setJobId(id) },
    );
  const running = jobId !== null && !ended;
  return (
    <Modal
      open={open}
      onCancel={close}
      title={t("strategies.replayTitle")}
      okText={jobId && ended ? t("strategies.replayAgain") : t("strategies.replayStart")}
      cancelText={t("common.close")}
      confirmLoading={start.isPending}
      okButtonProps={{ disabled: running }}
      onOk={() => form.submit()}
    >
      <Alert type="info" showIcon title={t("strategies.replayHint")} style={{ marginBottom: 14 }} />
      <Form
        form={form}
        layout="vertical"
        onFinish={begin}
        initialValues={{ days: [today.subtract(DAYS_BACK, "day"), today] }}
      >
        <Form.Item
          name="days"
          label={t("strategies.replayDays")}
          rules={[{ required: true, message: t("common.required") }]}
        >
          <DatePicker.RangePicker allowClear={false} style={{ width: "100%" }} disabled={running} />
        </Form.Item>
      </Form>
      {start.error && <Failed problem={start.error} />}
      {job.data && <JobProgress job={job.data} />}
      {job.error && <Failed problem={job.error} />}
    </Modal>
  );
}
