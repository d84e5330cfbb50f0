import { LockOutlined, PlusOutlined, UploadOutlined } from "@ant-design/icons";
import { Button, Select, type TableColumnsType, Tag, Tooltip } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Schemas } from "../api/client";
import { usePermission } from "../api/session";
import { useFormat } from "../format/useFormat";
import { useWords } from "../i18n/useWords";
import { Page } from "../layout/Page";
import { Answer } from "../layout/States";
import { StatusTag } from "../layout/StatusTag";
import { SearchBox } from "../tables/SearchBox";
import { UrlTable } from "../tables/UrlTable";
import { useUrlState } from "../tables/useUrlState";
import { useSuppressionLists, useSuppressions } from "./queries";
import { Scope } from "./Scope";
import { EndDialog, EntryDialog, UploadDialog } from "./SuppressionDialogs";
import "./compliance.css";

type Entry = Schemas["SuppressionView"];
type List = Schemas["SuppressionListView"];
const FILTERS = ["list", "state", "customerNo"] as const;

function ListCards(props: { lists: List[]; chosen?: string; choose: (key: string | undefined) => void }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const isZh = i18n.language.startsWith("zh");
  return (
    <div className="zk-suppression-lists">
      {props.lists.map((one) => (
        <button
          type="button"
          key={one.key}
          className="zk-suppression-list"
          aria-pressed={props.chosen === one.key}
          onClick={() => props.choose(props.chosen === one.key ? undefined : one.key)}
        >
          <strong>
            {isZh ? one.nameZh : one.nameEn}
            {one.holdsErasure && (
              <Tooltip title={t("compliance.holds")}>
                <LockOutlined />
              </Tooltip>
            )}
          </strong>
          <p className="zk-soft">{isZh ? one.descriptionZh : one.descriptionEn}</p>
          <b>{t("compliance.current", { number: format.count(one.current) })}</b>{" "}
          <span className="zk-soft">{t("compliance.ended", { number: format.count(one.ended) })}</span>
        </button>
      ))}
    </div>
  );
}

function useColumns(mayEdit: boolean, end: (entry: Entry) => void): TableColumnsType<Entry> {
  const { t, i18n } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const isZh = i18n.language.startsWith("zh");
  return [
    {
      title: t("compliance.customerNo"),
      dataIndex: "customerNo",
      width: 130,
      render: (no: string, row) => <Link to={`/customers/${row.customerId}?view=consent`}>{no}</Link>,
    },
    {
      title: t("compliance.list"),
      dataIndex: "list",
      width: 130,
      render: (_: string, row) => (isZh ? row.nameZh : row.nameEn),
    },
    {
      title: t("compliance.state"),
      dataIndex: "state",
      width: 90,
      render: (state: string) => <StatusTag group="suppressionState" code={state} />,
    },
    { title: t("compliance.scope"), key: "scope", width: 170, render: (_, row) => <Scope row={row} /> },
    { title: t("compliance.from"), dataIndex: "startsAt", width: 140, render: format.instant },
    {
      title: t("compliance.to"),
      dataIndex: "endsAt",
      width: 140,
      render: (at: string | null) => (at ? format.instant(at) : t("compliance.open")),
    },
    {
      title: t("compliance.reason"),
      dataIndex: "reason",
      render: (reason: string, row) => (
        <>
          {reason}
          {row.endedReason && <div className="zk-soft">{`${t("compliance.endEntry")}：${row.endedReason}`}</div>}
          {row.isDemo && (
            <Tag variant="filled" color="gold" style={{ marginLeft: 6 }}>
              {t("compliance.demo")}
            </Tag>
          )}
        </>
      ),
    },
    {
      title: t("compliance.by"),
      dataIndex: "recordedBy",
      width: 130,
      render: (by: string, row) => (
        <>
          {by}
          <div className="zk-soft">{words("suppressionSource", row.source)}</div>
        </>
      ),
    },
    {
      key: "end",
      width: 80,
      render: (_, row) =>
        mayEdit &&
        row.state !== "ended" &&
        row.list !== "erased" && (
          <Button type="link" size="small" onClick={() => end(row)}>
            {t("compliance.endEntry")}
          </Button>
        ),
    },
  ];
}

export function Component() {
  const { t } = useTranslation();
  const words = useWords();
  const url = useUrlState(FILTERS);
  const mayEdit = usePermission("Compliance");
  const lists = useSuppressionLists();
  const query = useSuppressions({ ...url.values, page: url.page, size: url.size });
  const [dialog, setDialog] = useState<"entry" | "upload" | null>(null);
  const [ending, setEnding] = useState<Entry | null>(null);
  const columns = useColumns(mayEdit, setEnding);
  return (
    <Page
      title={t("compliance.suppressionTitle")}
      subtitle={t("compliance.suppressionSubtitle")}
      actions={
        mayEdit && (
          <>
            <Button icon={<UploadOutlined />} onClick={() => setDialog("upload")}>
              {t("compliance.upload")}
            </Button>
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setDialog("entry")}>
              {t("compliance.add")}
            </Button>
          </>
        )
      }
    >
      <Answer query={lists} rows={3}>
        {(all) => (
          <>
            <ListCards lists={all} chosen={url.values.list} choose={(list) => url.set({ list })} />
            <EntryDialog lists={all} list={url.values.list} open={dialog === "entry"} close={() => setDialog(null)} />
            <UploadDialog lists={all} list={url.values.list} open={dialog === "upload"} close={() => setDialog(null)} />
          </>
        )}
      </Answer>
      <UrlTable
        url={url}
        query={query}
        columns={columns}
        rowKey="entryId"
        filters={
          <>
            <SearchBox
              value={url.values.customerNo ?? ""}
              onSearch={(customerNo) => url.set({ customerNo })}
              placeholder={t("compliance.searchNo")}
              width={220}
            />
            <Select
              allowClear
              value={url.values.state}
              onChange={(state?: string) => url.set({ state })}
              placeholder={t("compliance.allStates")}
              options={["current", "waiting", "ended"].map((value) => ({
                value,
                label: words("suppressionState", value),
              }))}
              style={{ width: 160 }}
            />
          </>
        }
        reset
        empty={{ title: t("compliance.noEntries"), hint: t("compliance.noEntriesHint") }}
        minWidth={1250}
      />
      <EndDialog entry={ending} close={() => setEnding(null)} />
    </Page>
  );
}
