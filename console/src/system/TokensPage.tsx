import { PlusOutlined } from "@ant-design/icons";
import {
  Alert,
  App,
  Button,
  Form,
  Input,
  InputNumber,
  Modal,
  Table,
  type TableColumnsType,
  Tag,
  Typography,
} from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { useFormat } from "../format/useFormat";
import { Page } from "../layout/Page";
import { Answer, Failed, Nothing, useProblemText } from "../layout/States";
import { useIssueToken, useRevokeToken, useTokens } from "./queries";

type Row = Schemas["Token"];
const DAYS = { usual: 90, most: 366 };

function IssueDialog({ open, close }: { open: boolean; close: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Schemas["NewToken"]>();
  const issue = useIssueToken();
  const done = () => {
    close();
    issue.reset();
  };
  return (
    <Modal
      open={open}
      onCancel={done}
      title={t("system.newToken")}
      okText={issue.data ? t("common.close") : t("system.issue")}
      cancelButtonProps={{ style: issue.data ? { display: "none" } : undefined }}
      confirmLoading={issue.isPending}
      onOk={() => (issue.data ? done() : form.submit())}
      destroyOnHidden
      mask={{ closable: !issue.data }}
    >
      {issue.data ? (
        <>
          <Alert type="warning" showIcon title={t("system.tokenOnce")} style={{ marginBottom: 14 }} />
          <Typography.Paragraph code copyable style={{ fontSize: 15, overflowWrap: "anywhere" }}>
            {issue.data.token}
          </Typography.Paragraph>
        </>
      ) : (
        <Form
          form={form}
          layout="vertical"
          initialValues={{ days: DAYS.usual }}
          onFinish={(values) => issue.mutate(values)}
        >
          <Form.Item
            name="name"
            label={t("system.tokenName")}
            rules={[{ required: true, whitespace: true, message: t("common.required") }]}
          >
            <Input placeholder={t("system.tokenNameHint")} maxLength={80} autoFocus />
          </Form.Item>
          <Form.Item
            name="days"
            label={t("system.tokenDays")}
            rules={[{ required: true, message: t("common.required") }]}
          >
            <InputNumber min={1} max={DAYS.most} precision={0} style={{ width: 160 }} />
          </Form.Item>
          {issue.error && <Failed problem={issue.error} />}
        </Form>
      )}
    </Modal>
  );
}

export function Component() {
  const { t } = useTranslation();
  const { modal, message } = App.useApp();
  const format = useFormat();
  const problemText = useProblemText();
  const query = useTokens();
  const revoke = useRevokeToken();
  const [issuing, setIssuing] = useState(false);
  const confirmRevoke = (row: Row) =>
    modal.confirm({
      title: t("system.revokeTitle", { name: row.name }),
      content: t("system.revokeHint"),
      okButtonProps: { danger: true },
      onOk: () =>
        revoke.mutate(row.id, {
          onSuccess: () => void message.success(t("system.revoked")),
          onError: (problem) => void message.error(problemText(problem)),
        }),
    });
  const columns: TableColumnsType<Row> = [
    { title: t("system.tokenName"), dataIndex: "name" },
    { title: t("system.who"), dataIndex: "staff", width: 130 },
    { title: t("system.createdAt"), dataIndex: "createdAt", width: 155, render: format.instant },
    { title: t("system.expiresAt"), dataIndex: "expiresAt", width: 155, render: format.instant },
    { title: t("system.lastUsedAt"), dataIndex: "lastUsedAt", width: 155, render: format.instant },
    {
      title: t("common.actions"),
      key: "actions",
      width: 110,
      render: (_, row) =>
        row.revoked ? (
          <Tag>{t("system.revoked")}</Tag>
        ) : (
          <Button size="small" danger onClick={() => confirmRevoke(row)}>
            {t("system.revoke")}
          </Button>
        ),
    },
  ];
  const create = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setIssuing(true)}>
      {t("system.newToken")}
    </Button>
  );
  return (
    <Page title={t("system.tokensTitle")} subtitle={t("system.tokensSubtitle")} actions={create}>
      <Answer query={query} rows={5}>
        {(rows) => (
          <section className="zk-card zk-card-flush">
            <Table
              size="middle"
              rowKey="id"
              columns={columns}
              dataSource={rows}
              pagination={false}
              scroll={{ x: 760 }}
              locale={{
                emptyText: <Nothing title={t("system.noTokens")} hint={t("system.noTokensHint")} action={create} />,
              }}
            />
          </section>
        )}
      </Answer>
      <IssueDialog open={issuing} close={() => setIssuing(false)} />
    </Page>
  );
}
