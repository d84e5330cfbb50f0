import { UploadOutlined } from "@ant-design/icons";
import { Button, Space, type TableColumnsType } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Schemas } from "../../api/client";
import { usePermission } from "../../api/session";
import { useFormat } from "../../format/useFormat";
import { useLanguage } from "../../i18n/useLanguage";
import { WholeList } from "../../tables/WholeList";
import { useLists } from "../queries";
import type { BuilderStart } from "../SegmentBuilderPage";
import { ProblemsDrawer } from "./ProblemsDrawer";
import { UploadDialog } from "./UploadDialog";
import "./lists.css";

type Row = Schemas["CustomerListRow"];
type Open = { what: "upload"; list?: Row } | { what: "problems"; list: Row };

/** The lists of customer numbers that were uploaded, each with its newest upload. */
export function ListsView() {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const format = useFormat();
  const mayEdit = usePermission("EditDefinitions");
  const query = useLists();
  const [open, setOpen] = useState<Open>();
  const upload = mayEdit && (
    <Button type="primary" icon={<UploadOutlined />} onClick={() => setOpen({ what: "upload" })}>
      {t("customerLists.upload")}
    </Button>
  );
  const columns: TableColumnsType<Row> = [
    {
      title: t("customerLists.name"),
      dataIndex: "key",
      render: (_, row) => (
        <span className="zk-two">
          {pick(row.nameZh, row.nameEn)}
          <small>{row.key}</small>
        </span>
      ),
    },
    {
      title: t("customerLists.customers"),
      dataIndex: "customers",
      align: "right",
      width: 120,
      render: (count: number) => format.count(count),
    },
    {
      title: t("customerLists.unknown"),
      dataIndex: "unknown",
      align: "right",
      width: 110,
      render: (count: number) => <span className={count > 0 ? "zk-under" : "zk-soft"}>{format.count(count)}</span>,
    },
    { title: t("customerLists.uploadedAt"), dataIndex: "uploadedAt", width: 170, render: format.instant },
    { title: t("customerLists.uploadedBy"), dataIndex: "uploadedBy", width: 120 },
    {
      key: "do",
      width: 270,
      render: (_, row) => (
        <Space size={4}>
          <Link to="/segments/new" state={{ expression: { and: [{ list: row.key }] } } satisfies BuilderStart}>
            {t("customerLists.useIt")}
          </Link>
          {mayEdit && (
            <>
              <Button type="link" size="small" onClick={() => setOpen({ what: "problems", list: row })}>
                {t("customerLists.seeProblems")}
              </Button>
              <Button type="link" size="small" onClick={() => setOpen({ what: "upload", list: row })}>
                {t("customerLists.uploadAgain")}
              </Button>
            </>
          )}
        </Space>
      ),
    },
  ];
  return (
    <>
      <div className="zk-lists-bar">
        <span className="zk-soft">{t("customerLists.subtitle")}</span>
        {upload}
      </div>
      <WholeList
        query={query}
        columns={columns}
        rowKey="key"
        minWidth={860}
        pageSize={20}
        empty={{ title: t("customerLists.empty"), hint: t("customerLists.emptyHint"), action: upload }}
      />
      {open?.what === "upload" && <UploadDialog list={open.list} close={() => setOpen(undefined)} />}
      {open?.what === "problems" && <ProblemsDrawer list={open.list} close={() => setOpen(undefined)} />}
    </>
  );
}
