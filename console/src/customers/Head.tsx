import { ApartmentOutlined, IdcardOutlined } from "@ant-design/icons";
import { Tag, Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Schemas } from "../api/client";
import { useFormat } from "../format/useFormat";
import { useLanguage } from "../i18n/useLanguage";
import { useIdentity } from "../identity/queries";
import { type Figure, Figures } from "../layout/Figures";
import { change, daysBetween, monthsBetween } from "./change";
import { inOrder } from "./tieringOrder";

type Head = Schemas["CustomerHead"];

/** How a figure moved; what is owed is better when it falls. */
function Moved(props: { now: number; before: number | null; day: string; owed?: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const moved = change(props.now, props.before);
  if (moved === null) return <>{t("portrait.fresh")}</>;
  if (moved.way === "same")
    return (
      <>
        {t("portrait.against", { day: props.day.slice(5) })} {t("portrait.unchanged")}
      </>
    );
  const good = (moved.way === "up") !== (props.owed ?? false);
  return (
    <>
      {t("portrait.against", { day: props.day.slice(5) })}{" "}
      <b className={good ? "zk-better" : "zk-worse"}>
        {moved.way === "up" ? "▲" : "▼"} {format.compact(Math.abs(moved.difference))}
        {moved.share !== null && ` (${format.percent(Math.abs(moved.share))})`}
      </b>
    </>
  );
}

/** In the unit that people say it in. */
function WithBank({ since, asOf }: { since: string; asOf: string }) {
  const { t } = useTranslation();
  const months = monthsBetween(since, asOf);
  if (months >= 24) return t("portrait.years", { years: Math.floor(months / 12) });
  return months >= 2
    ? t("portrait.months", { months })
    : t("portrait.daysIn", { days: Math.max(0, daysBetween(since, asOf)) });
}

function useFigures(head: Head): Figure[] {
  const { t } = useTranslation();
  const format = useFormat();
  const { wealth } = head;
  const money = (value: number) => <span title={format.money(value, 2)}>{format.money(value)}</span>;
  const figures: Figure[] = wealth
    ? [
        {
          key: "assets",
          label: t("portrait.assets"),
          value: money(Number(wealth.assets)),
          note: <Moved now={Number(wealth.assets)} before={wealth.assetsBefore} day={wealth.before} />,
        },
        {
          key: "liabilities",
          label: t("portrait.liabilities"),
          value: money(Number(wealth.liabilities)),
          note: <Moved now={Number(wealth.liabilities)} before={wealth.liabilitiesBefore} day={wealth.before} owed />,
        },
        {
          key: "net",
          label: t("portrait.net"),
          value: money(Number(wealth.net)),
          note: <Moved now={Number(wealth.net)} before={wealth.netBefore} day={wealth.before} />,
        },
      ]
    : [{ key: "assets", label: t("portrait.assets"), value: "–", note: t("portrait.noWealth") }];
  return [
    ...figures,
    {
      key: "profit",
      label: t("portrait.profit"),
      value: head.profit === null ? <small>{t("portrait.notEnough")}</small> : format.money(head.profit),
      note: head.profit === null ? t("portrait.notEnoughHint") : t("portrait.profitOf", { months: head.profitMonths }),
    },
    {
      key: "opened",
      label: t("portrait.withBank"),
      value: <WithBank since={head.customer.openedOn} asOf={head.asOf} />,
      note: format.day(head.customer.openedOn),
    },
  ];
}

/** Where the customer stands in every way of dividing customers. */
function Tiers({ head }: { head: Head }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { pick } = useLanguage();
  if (head.tiers.length === 0) return <span className="zk-soft">{t("portrait.noTiers")}</span>;
  return (
    <>
      {inOrder(head.tiers, (tier) => tier.tiering)
        .filter((tier) => tier.tier !== "")
        .map((tier) => (
          <Tooltip
            key={tier.tiering}
            title={
              tier.since
                ? t("portrait.stageSince", { day: format.day(tier.since), days: tier.days ?? 0 })
                : t("portrait.stageSinceBefore")
            }
          >
            <Link to="?view=stages" replace className="zk-tier-chip">
              <small>{pick(tier.nameZh, tier.nameEn)}</small>
              <b>{pick(tier.tierZh, tier.tierEn)}</b>
              {tier.days !== null && (
                <i>{tier.days ? t("portrait.daysIn", { days: tier.days }) : t("portrait.today")}</i>
              )}
            </Link>
          </Tooltip>
        ))}
    </>
  );
}

/** By how many identities One-ID knows the customer; asked for after the first screen stands. */
function KnownBy({ id }: { id: string }) {
  const { t } = useTranslation();
  const count = useIdentity(id).data?.identities.length;
  if (!count) return null;
  return (
    <Link to="?view=identity" replace title={t("portrait.knownByNote")}>
      <IdcardOutlined /> {t("portrait.knownBy", { number: count })}
    </Link>
  );
}

function Owner({ head }: { head: Head }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { customer, ownership } = head;
  return (
    <span>
      <ApartmentOutlined /> {customer.outletName || customer.outletId}
      {customer.managerName && ` · ${customer.managerName}`}{" "}
      <Tooltip title={ownership.since ? undefined : t("portrait.sinceUnknownHint")}>
        <small className="zk-soft">
          {ownership.since ? t("portrait.since", { day: format.day(ownership.since) }) : t("portrait.sinceUnknown")}
          {ownership.beforeManagerName && ` · ${t("portrait.before", { name: ownership.beforeManagerName })}`}
        </small>
      </Tooltip>
    </span>
  );
}

export function HeadCard({ head }: { head: Head }) {
  return (
    <>
      <div className="zk-head-line">
        <Owner head={head} />
        <KnownBy id={String(head.customer.customerId)} />
        {head.customer.isDemo && <DemoTag />}
      </div>
      <div className="zk-tier-chips">
        <Tiers head={head} />
      </div>
      <Figures items={useFigures(head)} />
    </>
  );
}

function DemoTag() {
  const { t } = useTranslation();
  return (
    <Tag color="gold" variant="filled">
      {t("shell.demo")}
    </Tag>
  );
}
