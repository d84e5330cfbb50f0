import { App, Button, Drawer, Form, Input, Radio } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useFormat } from "../format/useFormat";
import { useLanguage } from "../i18n/useLanguage";
import { useWords } from "../i18n/useWords";
import { Answer, useProblemText } from "../layout/States";
import { StatusTag } from "../layout/StatusTag";
import { Brief } from "./Brief";
import { useAccept, useReport, useWorkOrder, type WorkOrder } from "./queries";

const NOTE_LETTERS_MAX = 1000;

function Report({ order }: { order: WorkOrder }) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const report = useReport();
  const [form] = Form.useForm<{ label: string; note: string }>();
  const submit = (values: { label: string; note: string }) =>
    report.mutate(
      { id: order.id, revision: order.revision, label: values.label, note: values.note ?? "" },
      {
        onSuccess: () => void message.success(t("workOrders.reportedDone")),
        onError: (problem) => void message.error(problemText(problem)),
      },
    );
  return (
    <Form form={form} layout="vertical" onFinish={submit}>
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
      <Button type="primary" htmlType="submit" loading={report.isPending}>
        {t("workOrders.report")}
      </Button>
    </Form>
  );
}

function Outcome({ order }: { order: WorkOrder }) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const words = useWords();
  const format = useFormat();
  const label = order.labels.find((one) => one.key === order.label);
  return (
    <dl className="zk-facts">
      <dt>{t("workOrders.result")}</dt>
      <dd>{label ? pick(label.zh, label.en) : words("workOrderLabel", order.label)}</dd>
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
  const { message } = App.useApp();
  const format = useFormat();
  const problemText = useProblemText();
  const accept = useAccept();
  const status = order.status.toLowerCase();
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
      {status === "open" && (
        <Button
          type="primary"
          loading={accept.isPending}
          onClick={() =>
            accept.mutate(
              { id: order.id, revision: order.revision },
              {
                onSuccess: () => void message.success(t("workOrders.acceptedDone")),
                onError: (problem) => void message.error(problemText(problem)),
              },
            )
          }
        >
          {t("workOrders.accept")}
        </Button>
      )}
      {status === "accepted" && <Report order={order} />}
      {status !== "open" && status !== "accepted" && <Outcome order={order} />}
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
