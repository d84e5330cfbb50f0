import { PlusOutlined } from "@ant-design/icons";
import { App, Button, Form, Input, Modal, Select, Table, type TableColumnsType, Tag, TreeSelect } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { usePermission } from "../api/session";
import { useFormat } from "../format/useFormat";
import { useWords } from "../i18n/useWords";
import { Page } from "../layout/Page";
import { Answer, Failed, Nothing } from "../layout/States";
import { SearchBox } from "../tables/SearchBox";
import { useUrlState } from "../tables/useUrlState";
import { useAddStaff, useOrg, useRoles, useStaff } from "./queries";

type Row = Schemas["StaffRow"];
const FILTERS = ["q"] as const;
const PASSWORD_LETTERS_MIN = 10;

type OrgChoice = { value: string; title: string; children: OrgChoice[] };
const choice = (node: Schemas["OrgNode"]): OrgChoice => ({
  value: node.orgPath,
  title: node.name,
  children: node.children.map(choice),
});

function AddDialog({ open, close }: { open: boolean; close: () => void }) {
  const { t } = useTranslation();
  const words = useWords();
  const { message } = App.useApp();
  const [form] = Form.useForm<Schemas["NewStaff"]>();
  const org = useOrg();
  const roles = useRoles();
  const add = useAddStaff();
  const required = [{ required: true, message: t("common.required") }];
  return (
    <Modal
      open={open}
      onCancel={close}
      title={t("system.addStaff")}
      okText={t("common.save")}
      confirmLoading={add.isPending}
      onOk={() => form.submit()}
      destroyOnHidden
    >
      <Form
        form={form}
        layout="vertical"
        onFinish={(values) =>
          add.mutate(values, {
            onSuccess: () => {
              void message.success(t("common.saved"));
              close();
            },
          })
        }
      >
        <Form.Item name="staff" label={t("system.staffNumber")} rules={required}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="nameZh" label={t("system.name")} rules={required}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="role" label={t("system.role")} rules={required}>
          <Select
            loading={roles.isPending}
            options={roles.data?.map((one) => ({ value: one.role, label: words("role", one.role) }))}
          />
        </Form.Item>
        <Form.Item name="orgPath" label={t("system.org")} rules={required}>
          <TreeSelect
            showSearch={{ treeNodeFilterProp: "title" }}
            treeData={org.data ? [choice(org.data)] : []}
            loading={org.isPending}
            treeDefaultExpandedKeys={["/hq/"]}
          />
        </Form.Item>
        <Form.Item
          name="password"
          label={t("system.firstPassword")}
          rules={[
            {
              required: true,
              min: PASSWORD_LETTERS_MIN,
              message: t("system.passwordShort", { number: PASSWORD_LETTERS_MIN }),
            },
          ]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
      </Form>
      {add.error && <Failed problem={add.error} />}
    </Modal>
  );
}

export function Component() {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const query = useStaff();
  const url = useUrlState(FILTERS);
  const mayAdd = usePermission("Administer");
  const [adding, setAdding] = useState(false);
  const q = (url.values.q ?? "").toLowerCase();
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
  ];
  return (
    <Page
      title={t("system.staffTitle")}
      subtitle={t("system.staffSubtitle")}
      actions={
        mayAdd && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
            {t("system.addStaff")}
          </Button>
        )
      }
    >
      <Answer query={query} rows={8}>
        {(rows) => (
          <section className="zk-card zk-card-flush">
            <div className="zk-toolbar">
              <SearchBox
                value={url.values.q ?? ""}
                onSearch={(text) => url.set({ q: text })}
                placeholder={t("system.staffSearch")}
              />
            </div>
            <Table
              size="middle"
              rowKey="staff"
              columns={columns}
              dataSource={rows.filter(
                (row) => !q || [row.staff, row.nameZh, row.orgName].some((text) => text.toLowerCase().includes(q)),
              )}
              pagination={{ defaultPageSize: 20, size: "small", hideOnSinglePage: true }}
              scroll={{ x: 720 }}
              locale={{ emptyText: <Nothing title={t("system.noStaff")} hint={t("system.noStaffHint")} /> }}
            />
          </section>
        )}
      </Answer>
      <AddDialog open={adding} close={() => setAdding(false)} />
    </Page>
  );
}
