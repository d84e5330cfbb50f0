import { PlusOutlined } from "@ant-design/icons";
import { Button, Segmented, type TableColumnsType } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { usePermission } from "../api/session";
import type { Definition } from "../definitions/queries";
import { useFormat } from "../format/useFormat";
import { useLanguage } from "../i18n/useLanguage";
import { useWords } from "../i18n/useWords";
import { Page } from "../layout/Page";
import { StatusTag } from "../layout/StatusTag";
import { useUrlState } from "../tables/useUrlState";
import { WholeList } from "../tables/WholeList";
import { readDraft } from "./document";
import { useTemplates, useUsers } from "./queries";
import { Users } from "./Users";

const FILTERS = ["q", "channel"] as const;

type Row = Pick<Definition, "key" | "version" | "status" | "author" | "changedAt"> & {
  channel: string;
  nameZh: string;
  nameEn: string;
};

function rowOf(definition: Definition): Row {
  const { channel, name } = readDraft(definition.document, []);
  return { ...definition, channel, nameZh: name.zh, nameEn: name.en || name.zh };
}

function useColumns(): TableColumnsType<Row> {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const words = useWords();
  const format = useFormat();
  const users = useUsers();
  return [
    {
      title: t("templates.template"),
      dataIndex: "key",
      render: (_, row) => (
        <Link to={`/templates/${row.key}`} className="zk-two">
          {pick(row.nameZh, row.nameEn)}
          <small>{row.key}</small>
        </Link>
      ),
    },
    {
      title: t("templates.channel"),
      dataIndex: "channel",
      width: 130,
      render: (channel: string) => words("channel", channel),
    },
    {
      title: t("templates.usedBy"),
      key: "users",
      render: (_, row) => <Users strategies={users.get(row.key) ?? []} />,
    },
    { title: t("tags.version"), dataIndex: "version", align: "right", width: 80 },
    { title: t("templates.changedAt"), dataIndex: "changedAt", width: 160, render: format.instant },
    {
      title: t("common.status"),
      dataIndex: "status",
      width: 110,
      render: (status: string) => <StatusTag group="definitionStatus" code={status} />,
    },
  ];
}

export function Component() {
  const { t } = useTranslation();
  const words = useWords();
  const url = useUrlState(FILTERS);
  const columns = useColumns();
  const mayEdit = usePermission("EditDefinitions");
  const templates = useTemplates();
  const rows = templates.data?.map(rowOf);
  const channels = [...new Set(rows?.map((row) => row.channel) ?? [])];
  const create = mayEdit && (
    <Link to="/templates/new">
      <Button type="primary" icon={<PlusOutlined />}>
        {t("templates.newTemplate")}
      </Button>
    </Link>
  );
  return (
    <Page title={t("templates.title")} subtitle={t("templates.subtitle")} actions={create}>
      <WholeList
        query={{ ...templates, data: rows }}
        columns={columns}
        rowKey="key"
        minWidth={900}
        to={(row) => `/templates/${row.key}`}
        search={{
          url,
          hint: t("templates.searchHint"),
          texts: (row) => [row.key, row.nameZh, row.nameEn],
          passes: (row) => !url.values.channel || row.channel === url.values.channel,
          filters: (
            <Segmented
              value={url.values.channel ?? ""}
              onChange={(channel) => url.set({ channel })}
              options={[
                { value: "", label: t("templates.allChannels") },
                ...channels.map((value) => ({ value, label: words("channel", value) })),
              ]}
            />
          ),
          none: { title: t("templates.none"), hint: t("templates.noneHint") },
        }}
        empty={{ title: t("templates.empty"), hint: t("templates.emptyHint"), action: create }}
      />
    </Page>
  );
}
