import { EyeInvisibleOutlined, EyeOutlined } from "@ant-design/icons";
import { Alert, Button, Form, Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { usePermission } from "../api/session";
import { useFormat } from "../format/useFormat";
import { Failed } from "../layout/States";
import { useUnmask } from "./queries";

type Customer = Schemas["Customer"];
type Plain = Schemas["PersonalData"];

const REASON_LETTERS_MIN = 4;

function UnmaskDialog(props: { customer: Customer; open: boolean; close: () => void; shown: (plain: Plain) => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ reason: string }>();
  const unmask = useUnmask(String(props.customer.customerId));
  const submit = ({ reason }: { reason: string }) =>
    unmask.mutate(reason.trim(), {
      onSuccess: (plain) => {
        props.shown(plain);
        props.close();
        form.resetFields();
      },
    });
  return (
    <Modal
      open={props.open}
      onCancel={props.close}
      title={t("customers.unmaskTitle")}
      okText={t("customers.unmask")}
      confirmLoading={unmask.isPending}
      onOk={() => form.submit()}
      destroyOnHidden
    >
      <Alert type="warning" showIcon title={t("customers.unmaskWarning")} style={{ marginBottom: 14 }} />
      <Form form={form} layout="vertical" onFinish={submit}>
        <Form.Item
          name="reason"
          label={t("customers.unmaskReason")}
          rules={[
            { required: true, whitespace: true, min: REASON_LETTERS_MIN, message: t("customers.unmaskReasonMissing") },
          ]}
        >
          <Input.TextArea rows={3} maxLength={200} showCount placeholder={t("customers.unmaskReasonHint")} autoFocus />
        </Form.Item>
      </Form>
      {unmask.error !== null && <Failed problem={unmask.error} />}
    </Modal>
  );
}

/** Who the customer is, masked; plain only for as long as this page stays open and only after a reason was given. */
export function Identity({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const format = useFormat();
  const mayUnmask = usePermission("ViewPersonalData");
  const [asking, setAsking] = useState(false);
  const [plain, setPlain] = useState<Plain | null>(null);
  const shown = plain ?? customer;
  const extra = Object.entries(customer.attributes ?? {}).filter(([, value]) => value !== "" && value !== null);
  return (
    <aside className="zk-card">
      <h2>
        {t("customers.identity")}
        {mayUnmask &&
          (plain ? (
            <Button size="small" type="text" icon={<EyeInvisibleOutlined />} onClick={() => setPlain(null)}>
              {t("customers.maskAgain")}
            </Button>
          ) : (
            <Button size="small" type="text" icon={<EyeOutlined />} onClick={() => setAsking(true)}>
              {t("customers.unmask")}
            </Button>
          ))}
      </h2>
      <dl className={plain ? "zk-facts zk-plain" : "zk-facts"}>
        <dt>{t("customers.name")}</dt>
        <dd>{shown.name || "–"}</dd>
        <dt>{t("customers.phone")}</dt>
        <dd>{shown.phone || "–"}</dd>
        <dt>{t("customers.email")}</dt>
        <dd>{shown.email || "–"}</dd>
        <dt>{t("customers.idNumber")}</dt>
        <dd>{shown.idNumber || "–"}</dd>
        <dt>{t("customers.address")}</dt>
        <dd>{shown.address || "–"}</dd>
        <dt>{t("customers.birthDate")}</dt>
        <dd>{format.day(customer.birthDate)}</dd>
      </dl>
      <h2 className="zk-h2" style={{ marginTop: 18 }}>
        {t("customers.ownership")}
      </h2>
      <dl className="zk-facts">
        <dt>{t("customers.outlet")}</dt>
        <dd>{customer.outletName || customer.outletId}</dd>
        <dt>{t("customers.manager")}</dt>
        <dd>{customer.managerName ? `${customer.managerName} (${customer.managerId})` : "–"}</dd>
        <dt>{t("customers.org")}</dt>
        <dd>{customer.orgPath}</dd>
        {extra.map(([name, value]) => (
          <Extra key={name} name={name} value={String(value)} />
        ))}
      </dl>
      <UnmaskDialog customer={customer} open={asking} close={() => setAsking(false)} shown={setPlain} />
    </aside>
  );
}

function Extra({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}
