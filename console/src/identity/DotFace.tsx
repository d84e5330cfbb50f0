import { Tag } from "antd";
import { useTranslation } from "react-i18next";
import { useFormat } from "../format/useFormat";
import type { Dot } from "./drawing";
import { KindIcon } from "./kinds";
import { useKindName } from "./queries";
import "./identity.css";

/** What stands on the card of one identity. */
export function DotFace({ dot }: { dot: Omit<Dot, "at"> }) {
  const { t } = useTranslation();
  const name = useKindName();
  const format = useFormat();
  return (
    <>
      <span className="zk-dot-icon">
        <KindIcon kind={dot.kind} />
      </span>
      <span className="zk-dot-text">
        <small>
          {name(dot.kind)}
          {dot.events > 0 && <em> · {t("identity.eventsBy", { n: format.count(dot.events) })}</em>}
        </small>
        <b>{dot.value}</b>
      </span>
      {dot.sharedSince && (
        <Tag
          color="gold"
          variant="filled"
          className="zk-status"
          title={t("identity.sharedSince", { at: format.instant(dot.sharedSince) })}
        >
          {t("identity.shared")}
        </Tag>
      )}
    </>
  );
}
