import { DownloadOutlined } from "@ant-design/icons";
import { Alert, App, Button, Input, Segmented, type TableColumnsType, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePermission } from "../../api/session";
import { useFormat } from "../../format/useFormat";
import { useLanguage } from "../../i18n/useLanguage";
import { Page } from "../../layout/Page";
import { Failed, useProblemText } from "../../layout/States";
import { StatusTag } from "../../layout/StatusTag";
import { UrlTable } from "../../tables/UrlTable";
import { useUrlState } from "../../tables/useUrlState";
import { ExportDrawer } from "./ExportDrawer";
import { type Export, useDownloadExport, useExports, useTrace } from "./queries";
import "./exports.css";

const FILTERS = ["which", "segment", "export"] as const;

/** Of a leaked row: which export it is from, and whose row it is. */
function Trace({ open }: { open: (id: string) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [code, setCode] = useState("");
  const query = useTrace(code);
  const found = query.data;
  return (
    <section className="zk-card zk-export-trace">
      <label htmlFor="trace">{t("exports.trace")}</label>
      <Input.Search
        id="trace"
        allowClear
        placeholder={t("exports.tracePlaceholder")}
        loading={query.isFetching}
        onSearch={(typed) => setCode(typed.trim())}
      />
      {query.error && <Failed problem={query.error} />}
      {found && (
        <Alert
          type="info"
          showIcon
          title={t("exports.traced", {
            who: found.export.requestedByName,
            at: format.instant(found.export.requestedAt),
          })}
          description={
            !/^.{10}$/.test(code) &&
            (found.customerNos.length > 0
              ? t("exports.tracedRow", { numbers: found.customerNos.join(" ") })
              : t("exports.tracedNobody"))
          }
          action={<Button onClick={() => open(found.export.id)}>{t("exports.traceOpen")}</Button>}
        />
      )}
    </section>
  );
}

function useColumns(): TableColumnsType<Export> {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const { pick } = useLanguage();
  const format = useFormat();
  const problemText = useProblemText();
  const download = useDownloadExport();
  return [
    {
      title: t("exports.segment"),
      key: "segment",
      width: 220,
      render: (_, row) => (
        <span className="zk-two">
          {pick(row.segmentZh, row.segmentEn)}
          <small>{`${row.version} · ${format.day(row.asOf)}`}</small>
        </span>
      ),
    },
    { title: t("exports.purpose"), dataIndex: "purpose", ellipsis: true },
    { title: t("exports.members"), dataIndex: "members", width: 90, align: "right", render: format.count },
    {
      title: t("exports.content"),
      key: "content",
      width: 130,
      render: (_, row) => (
        <>
          {t(`exports.${row.format as "csv" | "xlsx"}`)}{" "}
          {row.unmasked && (
            <Tag variant="filled" color="red">
              {t("exports.plain")}
            </Tag>
          )}
        </>
      ),
    },
    {
      title: t("exports.by"),
      key: "by",
      width: 150,
      render: (_, row) => (
        <span className="zk-two">
          {row.requestedByName}
          <small>{format.instant(row.requestedAt)}</small>
        </span>
      ),
    },
    {
      title: t("exports.state"),
      dataIndex: "state",
      width: 110,
      render: (state: string) => <StatusTag group="exportState" code={state} />,
    },
    { title: t("exports.until"), dataIndex: "expiresAt", width: 140, render: format.instant },
    {
      key: "do",
      width: 110,
      render: (_, row) =>
        row.mayDownload && (
          <Button
            type="link"
            size="small"
            icon={<DownloadOutlined />}
            loading={download.isPending && download.variables.id === row.id}
            onClick={(event) => {
              event.stopPropagation();
              download.mutate(row, { onError: (problem) => void message.error(problemText(problem)) });
            }}
          >
            {t("exports.download")}
          </Button>
        ),
    },
  ];
}

export function Component() {
  const { t } = useTranslation();
  const url = useUrlState(FILTERS);
  const mayApprove = usePermission("ApproveExports");
  const mayAsk = usePermission("ExportCustomers");
  const mayTrace = usePermission("ViewAudit");
  const { which = "", segment } = url.values;
  const query = useExports({ which, segment, page: url.page, size: url.size });
  const columns = useColumns();
  const views = [
    { value: "", label: t("exports.all") },
    ...(mayApprove ? [{ value: "undecided", label: t("exports.undecided") }] : []),
    ...(mayAsk ? [{ value: "mine", label: t("exports.mine") }] : []),
  ];
  return (
    <Page title={t("exports.title")} subtitle={t("exports.subtitle")}>
      {mayTrace && <Trace open={(id) => url.show("export", id)} />}
      <UrlTable
        url={url}
        query={query}
        columns={columns}
        rowKey="id"
        filters={
          views.length > 1 && (
            <Segmented
              value={which}
              onChange={(next) => url.set({ which: next || undefined })}
              options={views}
              aria-label={t("exports.state")}
            />
          )
        }
        onRow={(row) => url.show("export", row.id)}
        empty={
          which === "undecided"
            ? { title: t("exports.noneUndecided"), hint: t("exports.noneUndecidedHint") }
            : { title: t("exports.none"), hint: t("exports.noneHint") }
        }
        minWidth={1100}
      />
      <ExportDrawer id={url.values.export} close={() => url.show("export", undefined)} />
    </Page>
  );
}
