import { Progress, Typography } from "antd";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { useFormat } from "../format/useFormat";
import { StatusTag } from "../layout/StatusTag";
import { hasEnded } from "./queries";

type Job = Schemas["Job"];

/** How far a job is, and what came of it. */
export function JobProgress({ job }: { job: Job }) {
  const { t } = useTranslation();
  const format = useFormat();
  const state = job.state.toLowerCase();
  const share = job.total > 0 ? Math.min(100, (job.done / job.total) * 100) : 0;
  return (
    <div>
      <div style={{ display: "flex", gap: 8, alignItems: "center" }}>
        <StatusTag group="jobState" code={job.state} />
        {!hasEnded(job) && <span className="zk-soft">{job.step}</span>}
        {!hasEnded(job) && job.total > 0 && (
          <span className="zk-soft" style={{ marginLeft: "auto" }}>
            {t("jobs.progress", { done: format.count(job.done), total: format.count(job.total) })}
          </span>
        )}
      </div>
      {!hasEnded(job) && <Progress percent={share} showInfo={false} size="small" status="active" />}
      {hasEnded(job) && job.message && (
        <Typography.Paragraph
          style={{ margin: "4px 0 0", overflowWrap: "anywhere", whiteSpace: "pre-line" }}
          className={state === "failed" ? "zk-wrong" : "zk-soft"}
          ellipsis={{ rows: 2, expandable: "collapsible", symbol: (open) => t(open ? "jobs.less" : "jobs.more") }}
        >
          {job.message}
        </Typography.Paragraph>
      )}
    </div>
  );
}
