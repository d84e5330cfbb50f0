import { Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../../api/client";
import { useFormat } from "../../format/useFormat";
import { fromExpression } from "../builder/draft";
import { inOneLine, say } from "../said/say";
import { useSpeaker } from "../said/useSpeaker";
import { fallOf } from "./fall";
import "./live.css";

/** How many customers each top-level condition takes away, from all of them down to those for whom all hold. */
export function Waterfall({ breakdown, old }: { breakdown: Schemas["Breakdown"]; old: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const speaker = useSpeaker();
  /** A condition stands in a group of its own when it is read; the group says nothing here. */
  const words = (part: unknown) => {
    const root = fromExpression(part);
    const [only] = root.children;
    return inOneLine(speaker, say(speaker, root.not === 0 && root.children.length === 1 && only ? only : root));
  };
  return (
    <ol className={old ? "zk-fall zk-fall-old" : "zk-fall"}>
      <li>
        <div className="zk-fall-head">
          <span>{t("builder.waterfallStart")}</span>
          <b>{format.count(breakdown.total)}</b>
        </div>
        <div className="zk-fall-bar">
          <i style={{ width: "100%" }} />
        </div>
      </li>
      {fallOf(breakdown).map((step) => (
        <li key={step.at}>
          <Tooltip
            placement="left"
            title={
              step.removed === 0
                ? t("builder.waterfallNothing")
                : t("builder.waterfallAlone", { alone: format.count(step.alone), without: format.count(step.without) })
            }
          >
            <div className="zk-fall-head">
              <span className="zk-fall-words">{words(breakdown.steps[step.at]?.part)}</span>
              <em className={step.removed === 0 ? "zk-fall-none" : undefined}>−{format.count(step.removed)}</em>
              <b>{format.count(step.left)}</b>
            </div>
            <div className="zk-fall-bar">
              <i style={{ width: `${step.leftShare * 100}%` }} />
              <s style={{ width: `${step.removedShare * 100}%` }} />
            </div>
          </Tooltip>
        </li>
      ))}
    </ol>
  );
}
