import { PlusOutlined } from "@ant-design/icons";
import { Button, Tag as Label, Progress, Segmented, type TableColumnsType } from "antd";
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
import { StatusTag } from "../layout/StatusTag";
import { useUrlState } from "../tables/useUrlState";
import { WholeList } from "../tables/WholeList";
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
      title: t("tags.freshness"),
      dataIndex: "freshness",
      width: 90,
      render: (freshness: string) =>
        freshness === "realtime" ? (
          <Label variant="filled" color="green" style={{ margin: 0 }}>
            {t("tags.followsFacts")}
          </Label>
        ) : (
          <span className="zk-soft">{t("tags.everyNight")}</span>
        ),
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
  const navigate = useNavigate();
  const mayEdit = usePermission("EditDefinitions");
  const query = useTags();
  const url = useUrlState(FILTERS);
  const columns = useColumns();
  const [drafting, setDrafting] = useState(false);
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
      <WholeList
        query={query}
        columns={columns}
        rowKey="key"
        minWidth={900}
        to={(row) => `/tags/${row.key}`}
        search={{
          url,
          hint: t("tags.searchHint"),
          texts: (row) => [row.key, row.nameZh, row.nameEn],
          passes: (row) => !url.values.dimension || row.dimension === url.values.dimension,
          filters: (
            <Segmented
              value={url.values.dimension ?? ""}
              onChange={(dimension) => url.set({ dimension })}
              options={[
                { value: "", label: t("tags.allDimensions") },
                ...dimensions.map((value) => ({ value, label: words("dimension", value) })),
              ]}
            />
          ),
          none: { title: t("tags.none"), hint: t("tags.noneHint") },
        }}
        empty={{ title: t("tags.empty"), hint: t("tags.emptyHint") }}
      />
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
