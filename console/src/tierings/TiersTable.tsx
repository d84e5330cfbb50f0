import { CheckCircleFilled, ExclamationCircleFilled } from "@ant-design/icons";
import { Table, type TableColumnsType, Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Schemas } from "../api/client";
import { useFormat } from "../format/useFormat";
import { palette } from "../layout/theme";
import { tierColour } from "./flow";
import type { Flow, Standing } from "./queries";

type Tier = Schemas["TierStanding"];

/** The tiers of a date: how many, against the start of the stretch, for how long, and the target. */
export function TiersTable(props: {
  standing: Standing;
  flow?: Flow;
  tiers: string[];
  named: (code: string) => string;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { standing, flow } = props;
  const most = Math.max(1, ...standing.tiers.map((tier) => tier.customers));
  const before = (code: string) =>
    flow?.cells.filter((cell) => cell.old === code).reduce((sum, cell) => sum + cell.customers, 0);
  const aim = (tier: Tier) =>
    [
      tier.atLeast !== null && t("tierings.atLeast", { share: format.percent(tier.atLeast, 0) }),
      tier.atMost !== null && t("tierings.atMost", { share: format.percent(tier.atMost, 0) }),
    ]
      .filter(Boolean)
      .join(" ");
  const columns: TableColumnsType<Tier> = [
    {
      title: t("tierings.tier"),
      dataIndex: "code",
      render: (code: string) => (
        <span className="zk-tier-name">
          <i style={{ background: tierColour(props.tiers, code) }} />
          {props.named(code)}
        </span>
      ),
    },
    {
      title: t("tierings.customers"),
      dataIndex: "customers",
      width: 130,
      render: (customers: number, tier) => (
        <span className="zk-tier-count">
          <i style={{ width: `${(customers / most) * 48}px`, background: tierColour(props.tiers, tier.code) }} />
          <Link to={`/customers?${new URLSearchParams({ [`tag.${standing.tiering.tag}`]: tier.code })}`}>
            {format.count(customers)}
          </Link>
        </span>
      ),
    },
    {
      title: t("tierings.share"),
      dataIndex: "share",
      align: "right",
      width: 80,
      render: (share) => format.percent(share, 1),
    },
    {
      title: t("tierings.change"),
      key: "change",
      align: "right",
      width: 90,
      render: (_, tier) => {
        const past = before(tier.code);
        if (past === undefined) return "–";
        const change = tier.customers - past;
        return change === 0 ? "0" : `${change > 0 ? "+" : "−"}${format.count(Math.abs(change))}`;
      },
    },
    {
      title: t("tierings.stay"),
      key: "stay",
      align: "right",
      width: 110,
      render: (_, tier) =>
        tier.stay ? (
          <Tooltip
            title={t("tierings.stayNote", {
              low: format.count(tier.stay.lowerQuartile),
              high: format.count(tier.stay.upperQuartile),
              before: format.count(tier.sinceBefore),
            })}
          >
            <span className="zk-hinted">{format.count(tier.stay.median)}</span>
          </Tooltip>
        ) : (
          "–"
        ),
    },
    {
      title: t("tierings.target"),
      key: "target",
      width: 120,
      render: (_, tier) =>
        tier.targetMet === null ? (
          <span className="zk-soft">–</span>
        ) : (
          <span className="zk-one-line" title={t(tier.targetMet ? "tierings.met" : "tierings.missed")}>
            {tier.targetMet ? (
              <CheckCircleFilled style={{ color: palette.green }} />
            ) : (
              <ExclamationCircleFilled style={{ color: palette.red }} />
            )}{" "}
            {aim(tier)}
          </span>
        ),
    },
  ];
  return (
    <Table
      size="middle"
      rowKey="code"
      columns={columns}
      dataSource={standing.tiers.filter((tier) => tier.code !== "" || tier.customers > 0)}
      pagination={false}
      scroll={{ x: 600 }}
    />
  );
}
