import { Tag, Tooltip } from "antd";
import { useWords } from "../i18n/useWords";
import "./tracking.css";

const HARMLESS = new Set(["unplanned_event", "unplanned", "personal"]);

/** "missing:amount" in words: what is wrong, and with which property. */
export function useViolationWord() {
  const words = useWords();
  return (violation: string): { what: string; property: string } => {
    const colon = violation.indexOf(":");
    const code = colon < 0 ? violation : violation.slice(0, colon);
    return { what: words("violation", code), property: colon < 0 ? "" : violation.slice(colon + 1) };
  };
}

export function ViolationTags({ violations }: { violations: string[] }) {
  const word = useViolationWord();
  return (
    <span className="zk-violations">
      {violations.map((violation) => {
        const { what, property } = word(violation);
        const code = violation.split(":")[0] ?? "";
        return (
          <Tooltip key={violation} title={violation}>
            <Tag color={HARMLESS.has(code) ? "gold" : "red"} variant="filled">
              {what}
              {property && <b> {property}</b>}
            </Tag>
          </Tooltip>
        );
      })}
    </span>
  );
}
