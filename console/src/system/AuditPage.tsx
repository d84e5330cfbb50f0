import { SafetyCertificateOutlined } from "@ant-design/icons";
import { Alert, Button, Select, type TableColumnsType, Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { useFormat } from "../format/useFormat";
import { useWords } from "../i18n/useWords";
import { Page } from "../layout/Page";
import { Failed } from "../layout/States";
import { SearchBox } from "../tables/SearchBox";
import { UrlTable } from "../tables/UrlTable";
import { useUrlState } from "../tables/useUrlState";
import { useAudit, useAuditCheck } from "./queries";

type Row = Schemas["AuditRow"];
const FILTERS = ["staff", "action"] as const;
const HASH_LETTERS = 10;
/** What is looked for most in the trail; any other row is found by its person. */
const ACTIONS = [
  "signed_in",
  "sign_in_refused",
  "customer_unmasked",
  "message_unmasked",
  "definition_saved",
  "definition_submitted",
  "definition_approved",
  "definition_rejected",
  "definition_stopped",
  "staff_added",
  "staff_changed",
  "token_made",
  "token_revoked",
  "list_uploaded",
  "export_requested",
  "export_approved",
  "export_downloaded",
  "customers_unmasked",
  "work_order_accepted",
  "job_started",
  "backup_written",
] as const;

function ChainCheck() {
  const { t } = useTranslation();
  const format = useFormat();
  const check = useAuditCheck();
  return {
    button: (
      <Button icon={<SafetyCertificateOutlined />} loading={check.isFetching} onClick={() => void check.refetch()}>
        {t("system.checkChain")}
      </Button>
    ),
    result: check.error ? (
      <Failed problem={check.error} />
    ) : check.data ? (
      <Alert
        type={check.data.ok ? "success" : "error"}
        showIcon
        style={{ marginBottom: 16 }}
        title={
          check.data.ok
            ? t("system.chainHolds", { rows: format.count(check.data.rows) })
            : t("system.chainBroken", { sequence: check.data.firstBroken ?? 0 })
        }
      />
    ) : null,
  };
}

export function Component() {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const url = useUrlState(FILTERS, 50);
  const check = ChainCheck();
  const query = useAudit({ ...url.values, page: url.page, size: url.size });
  const columns: TableColumnsType<Row> = [
    { title: t("system.sequence"), dataIndex: "sequence", width: 80, align: "right" },
    { title: t("system.when"), dataIndex: "at", width: 150, render: format.instant },
    {
      title: t("system.who"),
      dataIndex: "staff",
      width: 130,
      render: (staff: string) => (
        <Button type="link" size="small" style={{ padding: 0 }} onClick={() => url.set({ staff })}>
          {staff}
        </Button>
      ),
    },
    { title: t("system.action"), dataIndex: "action", width: 150, render: (action: string) => words("action", action) },
    { title: t("system.subject"), dataIndex: "subject", render: (subject: string) => <code>{subject}</code> },
    { title: t("system.detail"), dataIndex: "detail" },
    {
      title: t("system.hash"),
      dataIndex: "hash",
      width: 130,
      render: (hash: string) => (
        <Tooltip title={hash}>
          <code className="zk-soft">{hash.slice(0, HASH_LETTERS)}…</code>
        </Tooltip>
      ),
    },
  ];
  return (
    <Page title={t("system.auditTitle")} subtitle={t("system.auditSubtitle")} actions={check.button}>
      {check.result}
      <UrlTable
        url={url}
        query={query}
        columns={columns}
        rowKey="sequence"
        filters={
          <>
            <SearchBox
              value={url.values.staff ?? ""}
              onSearch={(staff) => url.set({ staff })}
              placeholder={t("system.filterStaff")}
              width={220}
            />
            <Select
              allowClear
              showSearch={{ optionFilterProp: "label" }}
              value={url.values.action}
              onChange={(action?: string) => url.set({ action })}
              placeholder={t("system.filterAction")}
              options={ACTIONS.map((value) => ({ value, label: words("action", value) }))}
              style={{ width: 200 }}
            />
          </>
        }
        reset
        empty={{ title: t("system.noAudit"), hint: t("system.noAuditHint") }}
        minWidth={900}
      />
    </Page>
  );
}
