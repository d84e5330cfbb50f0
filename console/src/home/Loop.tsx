import { BulbOutlined, DatabaseOutlined, NodeIndexOutlined, SendOutlined, TrophyOutlined } from "@ant-design/icons";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Schemas } from "../api/client";
import { useFormat } from "../format/useFormat";
import "./loop.css";

type Home = Schemas["Home"];
type Small = { label: string; value: ReactNode };
type Station = {
  key: string;
  icon: ReactNode;
  name: string;
  to: string;
  headline: ReactNode;
  unit: string;
  small: Small[];
};

function useStations(home: Home): Station[] {
  const { t } = useTranslation();
  const format = useFormat();
  const planned = home.contactsByChannel.reduce((sum, channel) => sum + channel.planned, 0);
  const delivered = home.contactsByChannel.reduce((sum, channel) => sum + channel.delivered, 0);
  return [
    {
      key: "data",
      icon: <DatabaseOutlined />,
      name: t("home.data"),
      to: "/customers",
      headline: format.count(home.customers),
      unit: t("home.customers"),
      small: [
        { label: t("home.transactions"), value: format.compact(home.transactions) },
        { label: t("home.aum"), value: format.compact(home.aum) },
      ],
    },
    {
      key: "insight",
      icon: <BulbOutlined />,
      name: t("home.insight"),
      to: "/tags",
      headline: format.count(home.tagsLive),
      unit: t("home.tagsLive"),
      small: [
        { label: t("home.segments"), value: format.count(home.segments) },
        { label: t("home.newCustomers30d"), value: format.count(home.newCustomers30d) },
      ],
    },
    {
      key: "strategy",
      icon: <NodeIndexOutlined />,
      name: t("home.strategy"),
      to: "/strategies",
      headline: format.count(home.journeysLive),
      unit: t("home.journeysLive"),
      small: [
        { label: t("home.enrolled"), value: format.count(home.enrolled) },
        { label: t("home.heldOut"), value: format.count(home.heldOut) },
      ],
    },
    {
      key: "touch",
      icon: <SendOutlined />,
      name: t("home.touch"),
      to: "/outbox",
      headline: format.count(planned),
      unit: t("home.contacts"),
      small: [
        { label: t("home.delivered"), value: format.count(delivered) },
        { label: t("home.workOrdersOpen"), value: format.count(home.workOrders.open + home.workOrders.accepted) },
      ],
    },
    {
      key: "result",
      icon: <TrophyOutlined />,
      name: t("home.result"),
      to: "/reports",
      headline: format.count(home.goals),
      unit: t("home.goals"),
      small: [
        { label: t("home.workOrdersDone"), value: format.count(home.workOrders.done) },
        { label: t("home.goalRate"), value: home.enrolled > 0 ? format.percent(home.goals / home.enrolled) : "–" },
      ],
    },
  ];
}

/** The loop as a picture: five stations, and the way back along which results become data. */
export function Loop({ home }: { home: Home }) {
  const { t } = useTranslation();
  const stations = useStations(home);
  return (
    <section className="zk-loop" aria-label={t("home.loopTitle")}>
      <ol>
        {stations.map((station) => (
          <li key={station.key} className={`zk-station zk-station-${station.key}`}>
            <Link to={station.to}>
              <span className="zk-station-head">
                <span className="zk-station-icon">{station.icon}</span>
                <span className="zk-station-name">{station.name}</span>
              </span>
              <span className="zk-station-number">
                {station.headline}
                <small>{station.unit}</small>
              </span>
              <span className="zk-station-small">
                {station.small.map((small) => (
                  <span key={small.label}>
                    {small.label} <b>{small.value}</b>
                  </span>
                ))}
              </span>
            </Link>
          </li>
        ))}
      </ol>
      <div className="zk-return">
        <svg viewBox="0 0 1000 46" preserveAspectRatio="none" aria-hidden="true" focusable="false">
          <path d="M900 0 V22 Q900 40 882 40 H118 Q100 40 100 22 V4" vectorEffect="non-scaling-stroke" />
        </svg>
        <i aria-hidden="true" />
        <span>{t("home.return")}</span>
      </div>
    </section>
  );
}
