import { App, Button, Form, Input, Modal, Segmented, Select, TreeSelect } from "antd";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { ApiProblem } from "../api/problem";
import { useSession } from "../api/session";
import { useWords } from "../i18n/useWords";
import { Failed } from "../layout/States";
import { useAddStaff, useChangeStaff, useOrg, useRoles } from "./queries";

type Person = Schemas["StaffRow"];
type Values = { staff: string; nameZh: string; role: string; orgPath: string; active: boolean; password?: string };

const PASSWORD_LETTERS_MIN = 10;

type OrgChoice = { value: string; title: string; children: OrgChoice[] };
const choice = (node: Schemas["OrgNode"]): OrgChoice => ({
  value: node.orgPath,
  title: node.name,
  children: node.children.map(choice),
});

const isConflict = (problem: unknown) => problem instanceof ApiProblem && problem.code === "changed_meanwhile";

/** Adds somebody, or changes who somebody is and where; the server's refusals stand at their fields. */
export function StaffDialog(props: { person: Person | null; open: boolean; close: () => void; reload: () => void }) {
  const { t } = useTranslation();
  const words = useWords();
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const org = useOrg();
  const roles = useRoles();
  const add = useAddStaff();
  const change = useChangeStaff();
  const me = useSession().data?.staff;
  const { person } = props;
  const isOwn = person !== null && person.staff === me;
  const required = [{ required: true, message: t("common.required") }];
  const told = {
    onSuccess: () => {
      void message.success(t("common.saved"));
      props.close();
    },
    onError: (problem: unknown) => {
      if (problem instanceof ApiProblem)
        form.setFields(problem.errors.map((one) => ({ name: one.field as keyof Values, errors: [one.message] })));
    },
  };
  const save = ({ password, staff, ...values }: Values) =>
    person
      ? change.mutate({ staff: person.staff, revision: person.revision, ...values, password: password || null }, told)
      : add.mutate({ staff, ...values, password: password ?? "" }, told);
  const problem = add.error ?? change.error;
  const atFields = problem instanceof ApiProblem && problem.errors.length > 0;
  return (
    <Modal
      open={props.open}
      onCancel={props.close}
      title={person ? t("system.changeStaff", { name: person.nameZh }) : t("system.addStaff")}
      okText={t("common.save")}
      confirmLoading={add.isPending || change.isPending}
      onOk={() => form.submit()}
      destroyOnHidden
      afterOpenChange={(open) => {
        if (open) {
          add.reset();
          change.reset();
        }
      }}
    >
      <Form
        key={person ? `${person.staff}:${person.revision}` : "new"}
        form={form}
        layout="vertical"
        preserve={false}
        initialValues={person ?? { active: true }}
        onFinish={save}
      >
        <Form.Item name="staff" label={t("system.staffNumber")} rules={required}>
          <Input autoComplete="off" disabled={person !== null} />
        </Form.Item>
        <Form.Item name="nameZh" label={t("system.name")} rules={required}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="role"
          label={t("system.role")}
          rules={required}
          extra={isOwn ? t("system.ownRights") : undefined}
        >
          <Select
            disabled={isOwn}
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
        {person && (
          <Form.Item name="active" label={t("common.status")} extra={t("system.leftHint")}>
            <Segmented
              disabled={isOwn}
              options={[
                { value: true, label: t("system.active") },
                { value: false, label: t("system.inactive") },
              ]}
            />
          </Form.Item>
        )}
        <Form.Item
          name="password"
          label={person ? t("system.newPassword") : t("system.firstPassword")}
          extra={person ? t("system.newPasswordHint") : undefined}
          rules={[
            {
              required: person === null,
              min: PASSWORD_LETTERS_MIN,
              message: t("system.passwordShort", { number: PASSWORD_LETTERS_MIN }),
            },
          ]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
      </Form>
      {problem && !atFields && <Failed problem={problem} />}
      {isConflict(problem) && (
        <Button
          size="small"
          onClick={() => {
            change.reset();
            props.reload();
          }}
        >
          {t("system.loadAgain")}
        </Button>
      )}
    </Modal>
  );
}
