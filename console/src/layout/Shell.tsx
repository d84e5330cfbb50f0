import {
  ApartmentOutlined,
  ApiOutlined,
  AuditOutlined,
  BarChartOutlined,
  ClusterOutlined,
  DashboardOutlined,
  ExportOutlined,
  EyeOutlined,
  FileDoneOutlined,
  HomeOutlined,
  IdcardOutlined,
  ImportOutlined,
  InboxOutlined,
  KeyOutlined,
  LogoutOutlined,
  MailOutlined,
  MenuOutlined,
  MessageOutlined,
  MobileOutlined,
  NodeIndexOutlined,
  PartitionOutlined,
  ProfileOutlined,
  SearchOutlined,
  SolutionOutlined,
  StopOutlined,
  SyncOutlined,
  TagsOutlined,
  TeamOutlined,
  ThunderboltOutlined,
  UserOutlined,
} from "@ant-design/icons";
import { Button, Drawer, Dropdown, Input, Layout, Menu, type MenuProps, Tag } from "antd";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, Outlet, useLocation, useNavigate } from "react-router";
import { type Permission, type Session, useSession, useSignOut } from "../api/session";
import { useWords } from "../i18n/useWords";
import { LanguageSwitch } from "./LanguageSwitch";
import { Mark } from "./Mark";
import { Failed, Loading } from "./States";

function useMenuItems(may: (permission: Permission) => boolean): MenuProps["items"] {
  const { t } = useTranslation();
  const link = (to: string, label: string) => <Link to={to}>{label}</Link>;
  const system = [
    may("RunJobs") && {
      key: "/batch-sources",
      icon: <ImportOutlined />,
      label: link("/batch-sources", t("shell.batchSources")),
    },
    may("ViewReports") && {
      key: "/system/staff",
      icon: <UserOutlined />,
      label: link("/system/staff", t("shell.staff")),
    },
    may("ViewReports") && {
      key: "/system/org",
      icon: <ApartmentOutlined />,
      label: link("/system/org", t("shell.org")),
    },
    may("ViewAudit") && {
      key: "/system/audit",
      icon: <AuditOutlined />,
      label: link("/system/audit", t("shell.audit")),
    },
    { key: "/system/tokens", icon: <KeyOutlined />, label: link("/system/tokens", t("shell.tokens")) },
    may("Administer") && {
      key: "/system/sources",
      icon: <ApiOutlined />,
      label: link("/system/sources", t("shell.sources")),
    },
    may("RunJobs") && { key: "/system/jobs", icon: <SyncOutlined />, label: link("/system/jobs", t("shell.jobs")) },
  ].filter((item) => item !== false);
  const reach = [
    may("WorkOrders") && {
      key: "/work-orders",
      icon: <FileDoneOutlined />,
      label: link("/work-orders", t("shell.workOrders")),
    },
    may("WorkOrders") && {
      key: "/m/work-orders",
      icon: <MobileOutlined />,
      label: link("/m/work-orders", t("shell.phone")),
    },
    may("ViewReports") && { key: "/outbox", icon: <MailOutlined />, label: link("/outbox", t("shell.outbox")) },
  ].filter((item) => item !== false);
  const tracking = [
    may("ViewReports") && {
      key: "/tracking",
      icon: <ProfileOutlined />,
      label: link("/tracking", t("shell.trackingPlan")),
    },
    may("EditDefinitions") && {
      key: "/tracking/live",
      icon: <ThunderboltOutlined />,
      label: link("/tracking/live", t("shell.trackingLive")),
    },
    may("ViewReports") && {
      key: "/tracking/quality",
      icon: <DashboardOutlined />,
      label: link("/tracking/quality", t("shell.trackingQuality")),
    },
    may("EditDefinitions") && {
      key: "/tracking/quarantine",
      icon: <InboxOutlined />,
      label: link("/tracking/quarantine", t("shell.quarantine")),
    },
  ].filter((item) => item !== false);
  const compliance = [
    may("ViewCustomers") && {
      key: "/compliance/suppressions",
      icon: <StopOutlined />,
      label: link("/compliance/suppressions", t("compliance.suppressionNav")),
    },
    may("Compliance") && {
      key: "/compliance/requests",
      icon: <SolutionOutlined />,
      label: link("/compliance/requests", t("compliance.requestsNav")),
    },
    may("ViewAudit") && {
      key: "/compliance/looks",
      icon: <EyeOutlined />,
      label: link("/compliance/looks", t("compliance.looksNav")),
    },
  ].filter((item) => item !== false);
  return [
    { key: "/", icon: <HomeOutlined />, label: link("/", t("shell.home")) },
    {
      type: "group",
      label: t("shell.insight"),
      children: [
        { key: "/customers", icon: <TeamOutlined />, label: link("/customers", t("shell.customers")) },
        may("ViewCustomers") && {
          key: "/identity",
          icon: <IdcardOutlined />,
          label: link("/identity", t("shell.identity")),
        },
        { key: "/tags", icon: <TagsOutlined />, label: link("/tags", t("shell.tags")) },
        {
          key: "/tierings",
          icon: <ClusterOutlined />,
          label: link("/tierings", t("shell.tierings")),
        },
        { key: "/segments", icon: <PartitionOutlined />, label: link("/segments", t("shell.segments")) },
        (may("ExportCustomers") || may("ApproveExports") || may("ViewAudit")) && {
          key: "/exports",
          icon: <ExportOutlined />,
          label: link("/exports", t("exports.nav")),
        },
      ].filter((item) => item !== false),
    },
    {
      type: "group",
      label: t("shell.strategy"),
      children: [
        { key: "/strategies", icon: <NodeIndexOutlined />, label: link("/strategies", t("shell.strategies")) },
        may("ViewReports") && {
          key: "/templates",
          icon: <MessageOutlined />,
          label: link("/templates", t("shell.templates")),
        },
        { key: "/reports", icon: <BarChartOutlined />, label: link("/reports", t("shell.reports")) },
      ].filter((item) => item !== false),
    },
    ...(reach.length > 0 ? [{ type: "group" as const, label: t("shell.touch"), children: reach }] : []),
    ...(tracking.length > 0 ? [{ type: "group" as const, label: t("shell.tracking"), children: tracking }] : []),
    ...(compliance.length > 0 ? [{ type: "group" as const, label: t("compliance.nav"), children: compliance }] : []),
    { type: "group", label: t("shell.system"), children: system },
  ];
}

function selectedKey(path: string): string {
  const known = [
    "/customers",
    "/identity",
    "/tags",
    "/segments",
    "/exports",
    "/strategies",
    "/templates",
    "/reports",
    "/work-orders",
    "/outbox",
    "/batch-sources",
    "/tracking/live",
    "/tracking/quality",
    "/tracking/quarantine",
    "/tracking",
  ];
  return (
    known.find((key) => path.startsWith(key)) ??
    (path.startsWith("/system/") || path.startsWith("/compliance/") ? path.split("/").slice(0, 3).join("/") : path)
  );
}

function Brand() {
  const { t } = useTranslation();
  return (
    <Link to="/" className="zk-brand">
      <Mark />
      <span>
        <strong>{t("common.brand")}</strong>
        <small>{t("common.motto")}</small>
      </span>
    </Link>
  );
}

function Who({ session }: { session: Session }) {
  const { t } = useTranslation();
  const words = useWords();
  const signOut = useSignOut();
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items: [
          {
            key: "who",
            disabled: true,
            label: `${session.staff} · ${words("role", session.role)} · ${session.orgPath}`,
          },
          { type: "divider" },
          { key: "out", icon: <LogoutOutlined />, label: t("shell.signOut"), onClick: () => signOut.mutate() },
        ],
      }}
    >
      <button type="button" className="zk-who">
        <span className="zk-avatar">{session.nameZh.slice(0, 1)}</span>
        <span className="zk-who-name">
          {session.nameZh}
          <small>{words("role", session.role)}</small>
        </span>
      </button>
    </Dropdown>
  );
}

function Frame({ session }: { session: Session }) {
  const { t } = useTranslation();
  const location = useLocation();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const may = (permission: Permission) =>
    session.permissions.some((one) => one.toLowerCase() === permission.toLowerCase());
  const items = useMenuItems(may);
  const menu = (
    <Menu
      mode="inline"
      className="zk-menu"
      selectedKeys={[selectedKey(location.pathname)]}
      items={items}
      onClick={() => setOpen(false)}
    />
  );
  return (
    <Layout hasSider className="zk-shell">
      <Layout.Sider width={216} className="zk-sider" trigger={null}>
        <Brand />
        {menu}
      </Layout.Sider>
      <Drawer
        placement="left"
        size={250}
        open={open}
        onClose={() => setOpen(false)}
        title={<Brand />}
        closable={false}
        className="zk-drawer-menu"
      >
        {menu}
      </Drawer>
      <Layout>
        <Layout.Header className="zk-header">
          <Button
            type="text"
            className="zk-burger"
            icon={<MenuOutlined />}
            onClick={() => setOpen(true)}
            aria-label={t("shell.menu")}
          />
          <span className="zk-bank">
            <strong>{session.bank.name}</strong>
            {session.bank.isDemo && (
              <Tag color="gold" variant="filled">
                {t("shell.demo")}
              </Tag>
            )}
            <span className="zk-soft zk-date">
              {t("shell.businessDate")} <b>{session.bank.businessDate}</b>
            </span>
          </span>
          <span className="zk-header-right">
            {may("ViewCustomers") && (
              <Input
                className="zk-quick"
                allowClear
                prefix={<SearchOutlined className="zk-soft" />}
                placeholder={t("shell.quickSearch")}
                onPressEnter={(event) =>
                  navigate(`/customers?q=${encodeURIComponent(event.currentTarget.value.trim())}`)
                }
              />
            )}
            <LanguageSwitch />
            <Who session={session} />
          </span>
        </Layout.Header>
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </Layout>
    </Layout>
  );
}

/** Asks who is signed in, then shows the frame; nobody goes to the sign-in page and comes back to where they wanted to be. */
export function Component() {
  const session = useSession();
  const location = useLocation();
  if (session.isPending) return <Loading />;
  if (session.error) return <Failed problem={session.error} retry={() => void session.refetch()} />;
  if (!session.data)
    return <Navigate to={`/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`} replace />;
  return <Frame session={session.data} />;
}
