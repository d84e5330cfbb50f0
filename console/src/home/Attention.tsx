import { WarningOutlined } from "@ant-design/icons";
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useFormat } from "../format/useFormat";
import { useWords } from "../i18n/useWords";
import { useAttention } from "./queries";

/** What of the arriving events asks for a person, each with the page where it is seen to. Nothing when all is well. */
export function Attention() {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const found = useAttention().data;
  if (!found) return null;
  const newest = found.newest;
  const about = newest ? `${newest.event || newest.source} ${words("qualityMeasure", newest.measure)}` : "";
  const items = [
    {
      to: "/tracking/quality",
      count: found.openAlerts,
      text: t("home.openAlerts", { number: format.count(found.openAlerts), about }),
    },
    {
      to: "/tracking/quality",
      count: found.refusedToday,
      text: t("home.refusedToday", { number: format.count(found.refusedToday) }),
    },
    {
      to: "/tracking?state=unplanned",
      count: found.unplannedEvents,
      text: t("home.unplannedEvents", { number: format.count(found.unplannedEvents) }),
    },
  ].filter(({ count }) => count > 0);
  if (items.length === 0) return null;
  return (
    <Alert
      className="zk-attention"
      type={found.openAlerts > 0 ? "warning" : "info"}
      showIcon
      icon={<WarningOutlined />}
      title={
        <span className="zk-attention-items">
          <b>{t("home.attention")}</b>
          {items.map(({ to, text }) => (
            <Link key={text} to={to}>
              {text}
            </Link>
          ))}
        </span>
      }
    />
  );
}
