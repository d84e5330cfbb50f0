import { PlusOutlined } from "@ant-design/icons";
import { Button, Progress, Segmented, Table, type TableColumnsType } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import type { Schemas } from "../api/client";
import { usePermission } from "../api/session";
import { EditDialog } from "../definitions/EditDialog";
import { useFormat } from "../format/useFormat";
import { useLanguage } from "../i18n/useLanguage";
import { useWords } from "../i18n/useWords";
import { Page } from "../layout/Page";
import { Answer, Nothing } from "../layout/States";
import { StatusTag } from "../layout/StatusTag";
import { SearchBox } from "../tables/SearchBox";
import { useUrlState } from "../tables/useUrlState";
import NEW_TAG from "./newTag.yaml?raw";
import { useTags } from "./queries";

type Row = Schemas["TagRow"];
const FILTERS = ["q", "dimension"] as const;

function useColumns(): TableColumnsType<Row> {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const words = useWords();
  const format = useFormat();
  return [
    {
      title: t("tags.tag"),
      dataIndex: "key",
      render: (_, row) => (
        <Link to={`/tags/${row.key}`} className="zk-two">
          {pick(row.nameZh, row.nameEn)}
          <small>{row.key}</small>
        </Link>
      ),
    },
    {
      title: t("tags.meaning"),
      dataIndex: "descriptionZh",
      ellipsis: true,
      render: (_, row) => <span className="zk-soft">{pick(row.descriptionZh, row.descriptionEn)}</span>,
    },
    {
      title: t("tags.dimension"),
      dataIndex: "dimension",
      width: 100,
      render: (code: string) => words("dimension", code),
    },
    {
      title: t("tags.kind"),
      dataIndex: "kind",
      width: 110,
      render: (_, row) => `${words("tagKind", row.kind)} · ${words("valueType", row.type)}`,
    },
    {
      title: t("tags.coverage"),
      dataIndex: "coverage",
      width: 150,
      sorter: (a, b) => (a.coverage ?? 0) - (b.coverage ?? 0),
      render: (share: number | null) =>
        share === null || share === undefined ? (
          "–"
        ) : (
          <Progress
            percent={share * 100}
            size="small"
            format={() => format.percent(share, 0)}
            strokeColor="#1c5d8c"
            status="normal"
          />
        ),
    },
    {
      title: t("common.status"),
      dataIndex: "status",
      width: 100,
      render: (status: string) => <StatusTag group="definitionStatus" code={status} />,
    },
  ];
}

export function Component() {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const navigate = useNavigate();
  const mayEdit = usePermission("EditDefinitions");
  const query = useTags();
  const url = useUrlState(FILTERS);
  const columns = useColumns();
  const [drafting, setDrafting] = useState(false);
  const q = (url.values.q ?? "").toLowerCase();
  const matches = (row: Row) =>
    (!url.values.dimension || row.dimension === url.values.dimension) &&
    (!q || [row.key, row.nameZh, row.nameEn].some((text) => text.toLowerCase().includes(q)));
  const dimensions = [...new Set(query.data?.map((row) => row.dimension) ?? [])];
  return (
    <Page
      title={t("tags.title")}
      subtitle={t("tags.subtitle")}
      actions={
        mayEdit && (
          <Button icon={<PlusOutlined />} onClick={() => setDrafting(true)}>
            {t("tags.newTag")}
          </Button>
        )
      }
    >
      <Answer query={query} rows={10}>
        {(rows) => {
          const shown = rows.filter(matches);
          return (
            <section className="zk-card zk-card-flush">
              <div className="zk-toolbar">
                <SearchBox
                  value={url.values.q ?? ""}
                  onSearch={(text) => url.set({ q: text })}
                  placeholder={t("tags.searchHint")}
                />
                <Segmented
                  value={url.values.dimension ?? ""}
                  onChange={(dimension) => url.set({ dimension })}
                  options={[
                    { value: "", label: t("tags.allDimensions") },
                    ...dimensions.map((value) => ({ value, label: words("dimension", value) })),
                  ]}
                />
                <span className="zk-count">{t("common.total", { number: format.count(shown.length) })}</span>
              </div>
              <Table
                size="middle"
                rowKey="key"
                columns={columns}
                dataSource={shown}
                pagination={false}
                scroll={{ x: 900 }}
                onRow={(row) => ({ onClick: () => navigate(`/tags/${row.key}`), className: "zk-row-link" })}
                locale={{
                  emptyText:
                    rows.length === 0 ? (
                      <Nothing title={t("tags.empty")} hint={t("tags.emptyHint")} />
                    ) : (
                      <Nothing
                        title={t("tags.none")}
                        hint={t("tags.noneHint")}
                        action={<Button onClick={url.clear}>{t("common.reset")}</Button>}
                      />
                    ),
                }}
              />
            </section>
          );
        }}
      </Answer>
      <EditDialog
        kind="tag"
        text={NEW_TAG}
        revision={0}
        title={t("tags.newTitle")}
        open={drafting}
        close={() => setDrafting(false)}
        saved={(key) => navigate(`/tags/${key}`)}
      />
    </Page>
  );
}
