import { PlusOutlined } from "@ant-design/icons";
import {
  Alert,
  App,
  Button,
  Form,
  Input,
  Modal,
  Space,
  Switch,
  Table,
  type TableColumnsType,
  Tabs,
  Tag,
  Typography,
} from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { Source } from "../definitions/Source";
import { useFormat } from "../format/useFormat";
import { Page } from "../layout/Page";
import { Answer, Failed, Nothing, useProblemText } from "../layout/States";
import { useCreateSource, useRevokeSource, useSources } from "./queries";
import { LimitFields, type Limits, LimitsDialog, NO_LIMITS, readLimits } from "./SourceLimits";
import { type Snippet, snippets } from "./snippets";

type Row = Schemas["SourceView"];
const SHOWN: Snippet[] = ["web", "webStandard", "server", "sensors", "curl"];
const NAME = /^[a-z0-9_-]{1,60}$/;

function Made({ made }: { made: Schemas["NewSource"] }) {
  const { t } = useTranslation();
  const server = window.location.origin;
  return (
    <>
      <Alert type="warning" showIcon title={t("sources.once")} style={{ marginBottom: 14 }} />
      <Typography.Paragraph code copyable className="zk-write-key" style={{ fontSize: 15, overflowWrap: "anywhere" }}>
        {made.writeKey}
      </Typography.Paragraph>
      <h2 className="zk-h2" style={{ marginTop: 18 }}>
        {t("sources.howTo")}
      </h2>
      <Tabs
        size="small"
        items={SHOWN.map((key) => ({
          key,
          label: t(`sources.${key}`),
          children: <Source text={snippets[key](server, made.writeKey)} />,
        }))}
      />
    </>
  );
}

function CreateDialog({ open, close }: { open: boolean; close: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Limits & { name: string }>();
  const create = useCreateSource();
  const done = () => {
    close();
    create.reset();
  };
  return (
    <Modal
      open={open}
      onCancel={done}
      width={create.data ? 720 : 520}
      title={create.data ? create.data.name : t("sources.create")}
      okText={create.data ? t("common.close") : t("sources.create")}
      cancelButtonProps={{ style: create.data ? { display: "none" } : undefined }}
      confirmLoading={create.isPending}
      onOk={() => (create.data ? done() : form.submit())}
      destroyOnHidden
      mask={{ closable: !create.data }}
    >
      {create.data ? (
        <Made made={create.data} />
      ) : (
        <Form
          form={form}
          layout="vertical"
          initialValues={NO_LIMITS}
          onFinish={({ name, ...limits }) => create.mutate({ name, ...readLimits(limits) })}
        >
          <Form.Item
            name="name"
            label={t("sources.name")}
            extra={t("sources.nameHint")}
            rules={[
              { required: true, message: t("common.required") },
              { pattern: NAME, message: t("sources.nameRule") },
            ]}
          >
            <Input maxLength={60} autoFocus autoComplete="off" />
          </Form.Item>
          <LimitFields />
          {create.error && <Failed problem={create.error} />}
        </Form>
      )}
    </Modal>
  );
}

function useColumns(change: (row: Row) => void): TableColumnsType<Row> {
  const { t } = useTranslation();
  const { modal, message } = App.useApp();
  const format = useFormat();
  const problemText = useProblemText();
  const revoke = useRevokeSource();
  const confirm = (row: Row) =>
    modal.confirm({
      title: t("sources.revokeTitle", { name: row.name }),
      content: t("sources.revokeHint"),
      okText: t("sources.revoke"),
      okButtonProps: { danger: true },
      onOk: () =>
        revoke.mutate(row.id, {
          onSuccess: () => void message.success(t("sources.revoked")),
          onError: (problem) => void message.error(problemText(problem)),
        }),
    });
  return [
    { title: t("sources.name"), dataIndex: "name", render: (name: string) => <b>{name}</b> },
    { title: t("sources.keyEnd"), dataIndex: "keyEnd", width: 120, render: (end: string) => <code>…{end}</code> },
    {
      title: t("sources.standing"),
      key: "standing",
      width: 110,
      render: (_, row) => (
        <Tag color={row.revokedAt ? "default" : "green"} variant="filled" title={format.instant(row.revokedAt)}>
          {row.revokedAt ? t("sources.revoked") : t("sources.live")}
        </Tag>
      ),
    },
    {
      title: t("sources.names"),
      dataIndex: "namesCustomers",
      width: 120,
      render: (names: boolean) => (
        <Tag color={names ? "blue" : "default"} variant="filled">
          {t(names ? "sources.namesYes" : "sources.namesNo")}
        </Tag>
      ),
    },
    {
      title: t("sources.origins"),
      dataIndex: "allowedOrigins",
      render: (origins: string[]) =>
        origins.includes("*") ? t("sources.everyPage") : origins.map((one) => <div key={one}>{one}</div>),
    },
    {
      title: t("sources.perSecond"),
      dataIndex: "eventsPerSecond",
      width: 110,
      align: "right",
      render: (most: number) => (most > 0 ? format.count(most) : t("sources.unlimited")),
    },
    { title: t("sources.createdAt"), dataIndex: "createdAt", width: 160, render: format.instant },
    { title: t("sources.createdBy"), dataIndex: "createdBy", width: 120 },
    {
      title: t("common.actions"),
      key: "actions",
      width: 170,
      render: (_, row) =>
        row.revokedAt ? null : (
          <Space size={8}>
            <Button size="small" onClick={() => change(row)}>
              {t("system.change")}
            </Button>
            <Button size="small" danger onClick={() => confirm(row)}>
              {t("sources.revoke")}
            </Button>
          </Space>
        ),
    },
  ];
}

/** Who may send events: a write key a page, app or system. */
export function Component() {
  const { t } = useTranslation();
  const query = useSources();
  const [changing, setChanging] = useState<Row | null>(null);
  const columns = useColumns(setChanging);
  const [creating, setCreating] = useState(false);
  const [onlyLive, setOnlyLive] = useState(true);
  const create = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)}>
      {t("sources.create")}
    </Button>
  );
  return (
    <Page title={t("sources.title")} subtitle={t("sources.subtitle")} actions={create}>
      <Answer query={query} rows={5}>
        {(rows) => {
          const revoked = rows.some((row) => row.revokedAt);
          return (
            <section className="zk-card zk-card-flush">
              {revoked && (
                <div className="zk-toolbar">
                  <Switch size="small" checked={onlyLive} onChange={setOnlyLive} aria-label={t("sources.onlyLive")} />
                  <span className="zk-soft">{t("sources.onlyLive")}</span>
                </div>
              )}
              <Table
                size="middle"
                rowKey="id"
                columns={columns}
                dataSource={revoked && onlyLive ? rows.filter((row) => !row.revokedAt) : rows}
                pagination={false}
                scroll={{ x: 1100 }}
                locale={{
                  emptyText: (
                    <Nothing
                      title={revoked ? t("sources.none") : t("sources.empty")}
                      hint={t("sources.emptyHint")}
                      action={create}
                    />
                  ),
                }}
              />
            </section>
          );
        }}
      </Answer>
      <LimitsDialog source={changing} close={() => setChanging(null)} />
      <CreateDialog open={creating} close={() => setCreating(false)} />
    </Page>
  );
}
