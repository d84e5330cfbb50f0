import { CheckCircleFilled, LeftOutlined, PhoneOutlined } from "@ant-design/icons";
import { App, Button, Input } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { usePermission } from "../../api/session";
import { useUnmask } from "../../customers/queries";
import { useFormat } from "../../format/useFormat";
import { useLanguage } from "../../i18n/useLanguage";
import { Answer, useProblemText } from "../../layout/States";
import { StatusTag } from "../../layout/StatusTag";
import { palette } from "../../layout/theme";
import { Brief } from "../Brief";
import { useWorkOrder, type WorkOrder } from "../queries";
import { NOTE_LETTERS_MAX, useOutcomeWord, useSteps } from "../useSteps";

/** The number stays masked until it is to be called; that look is recorded with the order as its reason. */
function Call({ order }: { order: WorkOrder }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const may = usePermission("ViewPersonalData");
  const unmask = useUnmask(String(order.customerId));
  const phone = unmask.data?.phone;
  if (phone) {
    return (
      <a className="zk-phone-call" href={`tel:${phone}`}>
        <PhoneOutlined /> {phone}
      </a>
    );
  }
  return (
    <span className="zk-phone-number">
      {order.phone ?? "–"}
      {may && order.phone && (
        <Button
          icon={<PhoneOutlined />}
          loading={unmask.isPending}
          onClick={() =>
            unmask.mutate(t("workOrders.callReason", { id: order.id }), {
              onError: (problem) => void message.error(problemText(problem)),
            })
          }
        >
          {t("workOrders.showPhone")}
        </Button>
      )}
    </span>
  );
}

function ReportForm({ order }: { order: WorkOrder }) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const navigate = useNavigate();
  const steps = useSteps(order);
  const [label, setLabel] = useState<string | null>(null);
  const [note, setNote] = useState("");
  const submit = () => label && steps.report(label, note, () => navigate("/m/work-orders"));
  return (
    <section className="zk-phone-block">
      <h2>{t("workOrders.howWasIt")}</h2>
      <div className="zk-phone-labels" role="radiogroup" aria-label={t("workOrders.result")}>
        {order.labels.map((one) => (
          // biome-ignore lint/a11y/useSemanticElements: a large button is the better target for a thumb
          <button
            key={one.key}
            type="button"
            role="radio"
            aria-checked={label === one.key}
            onClick={() => setLabel(one.key)}
          >
            {pick(one.zh, one.en)}
          </button>
        ))}
      </div>
      <Input.TextArea
        value={note}
        onChange={(event) => setNote(event.target.value)}
        rows={3}
        maxLength={NOTE_LETTERS_MAX}
        placeholder={t("workOrders.noteHint")}
        aria-label={t("workOrders.note")}
      />
      <div className="zk-phone-bar">
        <Button type="primary" size="large" block disabled={!label} loading={steps.pending} onClick={submit}>
          {label ? t("workOrders.report") : t("workOrders.chooseResult")}
        </Button>
      </div>
    </section>
  );
}

function AcceptBar({ order }: { order: WorkOrder }) {
  const { t } = useTranslation();
  const steps = useSteps(order);
  return (
    <div className="zk-phone-bar">
      <Button type="primary" size="large" block loading={steps.pending} onClick={steps.accept}>
        {t("workOrders.accept")}
      </Button>
    </div>
  );
}

function Done({ order }: { order: WorkOrder }) {
  const format = useFormat();
  const outcome = useOutcomeWord();
  return (
    <section className="zk-phone-block zk-phone-finished">
      <CheckCircleFilled style={{ color: palette.green }} />
      <strong>{outcome(order)}</strong>
      {order.note && <p>{order.note}</p>}
      <small>{format.instant(order.reportedAt)}</small>
    </section>
  );
}

function Whole({ order }: { order: WorkOrder }) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const { stage } = useSteps(order);
  useEffect(() => {
    document.title = `${order.subject} · ${t("common.product")}`;
  }, [order.subject, t]);
  return (
    <>
      <section className="zk-phone-block">
        <div className="zk-phone-who">
          <strong>{order.customerName}</strong>
          <StatusTag group="workOrderStatus" code={order.status} />
        </div>
        <p className="zk-soft zk-small">
          {order.customerNo} · {order.outletName}
        </p>
        <Call order={order} />
        {!order.sellingPoint.startsWith(order.subject.replace(/…$/, "")) && (
          <p className="zk-phone-task">{order.subject}</p>
        )}
        <p className="zk-soft zk-small">
          {pick(order.journeyNameZh, order.journeyNameEn)} · {t("workOrders.dueBy", { day: order.dueOn.slice(0, 10) })}{" "}
          · <Link to={`/customers/${order.customerId}`}>{t("workOrders.portrait")}</Link>
        </p>
      </section>
      <section className="zk-phone-block">
        <Brief order={order} />
      </section>
      {stage === "open" && <AcceptBar order={order} />}
      {stage === "accepted" && <ReportForm order={order} />}
      {stage === "over" && <Done order={order} />}
    </>
  );
}

export function Component() {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const query = useWorkOrder(id);
  return (
    <main className="zk-phone-page zk-phone-page-one">
      <Link to="/m/work-orders" className="zk-phone-back">
        <LeftOutlined /> {t("workOrders.today")}
      </Link>
      <Answer query={query} rows={8}>
        {(order) => <Whole key={`${order.id}:${order.status}`} order={order} />}
      </Answer>
    </main>
  );
}
