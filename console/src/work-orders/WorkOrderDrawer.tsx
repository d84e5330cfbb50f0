import { Button, Drawer, Form, Input, Radio } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useFormat } from "../format/useFormat";
import { useLanguage } from "../i18n/useLanguage";
import { Answer } from "../layout/States";
import { StatusTag } from "../layout/StatusTag";
import { Brief } from "./Brief";
import { useWorkOrder, type WorkOrder } from "./queries";
import { NOTE_LETTERS_MAX, useOutcomeWord, useSteps } from "./useSteps";

function Report({ order }: { order: WorkOrder }) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const steps = useSteps(order);
  const [form] = Form.useForm<{ label: string; note?: string }>();
  return (
    <Form form={form} layout="vertical" onFinish={({ label, note }) => steps.report(label, note ?? "")}>
      <Form.Item
        name="label"
        label={t("workOrders.result")}
        rules={[{ required: true, message: t("workOrders.resultMissing") }]}
      >
        <Radio.Group options={order.labels.map((label) => ({ value: label.key, label: pick(label.zh, label.en) }))} />
      </Form.Item>
      <Form.Item name="note" label={t("workOrders.note")}>
        <Input.TextArea rows={3} maxLength={NOTE_LETTERS_MAX} showCount placeholder={t("workOrders.noteHint")} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={steps.pending}>
        {t("workOrders.report")}
      </Button>
    </Form>
  );
}

function Outcome({ order }: { order: WorkOrder }) {
  const { t } = useTranslation();
  const format = useFormat();
  const outcome = useOutcomeWord();
  return (
    <dl className="zk-facts">
      <dt>{t("workOrders.result")}</dt>
      <dd>{outcome(order)}</dd>
      <dt>{t("workOrders.note")}</dt>
      <dd>{order.note || "–"}</dd>
      <dt>{t("workOrders.reportedAt")}</dt>
      <dd>{format.instant(order.reportedAt)}</dd>
    </dl>
  );
}

function Whole({ order }: { order: WorkOrder }) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const format = useFormat();
  const steps = useSteps(order);
  return (
    <>
      <dl className="zk-facts" style={{ marginBottom: 18 }}>
        <dt>{t("workOrders.customer")}</dt>
        <dd>
          <Link to={`/customers/${order.customerId}`}>
            {order.customerName} {order.customerNo}
          </Link>
          {order.phone && <span className="zk-soft"> · {order.phone}</span>}
        </dd>
        <dt>{t("workOrders.strategy")}</dt>
        <dd>{pick(order.journeyNameZh, order.journeyNameEn)}</dd>
        <dt>{t("workOrders.manager")}</dt>
        <dd>
          {order.managerName} · {order.outletName}
        </dd>
        <dt>{t("workOrders.due")}</dt>
        <dd>{format.day(order.dueOn)}</dd>
        <dt>{t("common.status")}</dt>
        <dd>
          <StatusTag group="workOrderStatus" code={order.status} />
        </dd>
      </dl>
      <Brief order={order} />
      {steps.stage === "open" && (
        <Button type="primary" loading={steps.pending} onClick={steps.accept}>
          {t("workOrders.accept")}
        </Button>
      )}
      {steps.stage === "accepted" && <Report order={order} />}
      {steps.stage === "over" && <Outcome order={order} />}
    </>
  );
}

export function WorkOrderDrawer({ id, close }: { id: string | null; close: () => void }) {
  const query = useWorkOrder(id);
  return (
    <Drawer open={id !== null} onClose={close} size={520} title={query.data?.subject} destroyOnHidden>
      {id !== null && <Answer query={query}>{(order) => <Whole key={order.id} order={order} />}</Answer>}
    </Drawer>
  );
}
