import { EditOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, type TableColumnsType, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { usePermission } from "../api/session";
import { useFormat } from "../format/useFormat";
import { useWords } from "../i18n/useWords";
import { Page } from "../layout/Page";
import { useUrlState } from "../tables/useUrlState";
import { WholeList } from "../tables/WholeList";
import { useStaff } from "./queries";
import { StaffDialog } from "./StaffDialog";

type Row = Schemas["StaffRow"];
const FILTERS = ["q"] as const;

export function Component() {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const query = useStaff();
  const url = useUrlState(FILTERS);
  const mayAdd = usePermission("Administer");
  const [open, setOpen] = useState(false);
  /** Whom the dialog is about; null: somebody new. */
  const [number, setNumber] = useState<string | null>(null);
  const ask = (staff: string | null) => {
    setNumber(staff);
    setOpen(true);
  };
  const columns: TableColumnsType<Row> = [
    {
      title: t("system.name"),
      dataIndex: "nameZh",
      render: (_, row) => (
        <span className="zk-two">
          {row.nameZh}
          <small>{row.staff}</small>
        </span>
      ),
    },
    {
      title: t("system.role"),
      dataIndex: "role",
      render: (role: string) => words("role", role),
      filters: [...new Set(query.data?.map((row) => row.role))].map((role) => ({
        text: words("role", role),
        value: role,
      })),
      onFilter: (role, row) => row.role === role,
    },
    {
      title: t("system.org"),
      dataIndex: "orgName",
      render: (_, row) => (
        <span className="zk-two">
          {row.orgName}
          <small>{row.orgPath}</small>
        </span>
      ),
    },
    { title: t("system.lastSignIn"), dataIndex: "lastSignInAt", width: 160, render: format.instant },
    {
      title: t("common.status"),
      dataIndex: "active",
      width: 90,
      render: (active: boolean) => (
        <Tag variant="filled" color={active ? "green" : "default"}>
          {active ? t("system.active") : t("system.inactive")}
        </Tag>
      ),
    },
    ...(mayAdd
      ? [
          {
            title: t("common.actions"),
            key: "actions",
            width: 90,
            render: (_: unknown, row: Row) => (
              <Button size="small" type="link" icon={<EditOutlined />} onClick={() => ask(row.staff)}>
                {t("system.change")}
              </Button>
            ),
          },
        ]
      : []),
  ];
  return (
    <Page
      title={t("system.staffTitle")}
      subtitle={t("system.staffSubtitle")}
      actions={
        mayAdd && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => ask(null)}>
            {t("system.addStaff")}
          </Button>
        )
      }
    >
      <WholeList
        query={query}
        columns={columns}
        rowKey="staff"
        minWidth={760}
        pageSize={20}
        search={{
          url,
          hint: t("system.staffSearch"),
          texts: (row) => [row.staff, row.nameZh, row.orgName],
        }}
        empty={{ title: t("system.noStaff"), hint: t("system.noStaffHint") }}
      />
      <StaffDialog
        person={query.data?.find((row) => row.staff === number) ?? null}
        open={open}
        close={() => setOpen(false)}
        reload={() => void query.refetch()}
      />
    </Page>
  );
}
