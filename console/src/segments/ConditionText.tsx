import { useTranslation } from "react-i18next";
import { fromExpression } from "./builder/draft";
import { type Said, say } from "./said/say";
import { pieces } from "./said/speaker";
import { useSpeaker } from "./said/useSpeaker";
import "./segment.css";

/** Conditions as people say them, each on a line, groups set in. */
export function ConditionText({ expression }: { expression: unknown }) {
  const speaker = useSpeaker();
  return (
    <div className="zk-condition-text">
      <SaidLines said={say(speaker, fromExpression(expression))} />
    </div>
  );
}

export function SaidLines({ said }: { said: Said }) {
  const { t } = useTranslation();
  const not = said.not && <em className="zk-said-except">{t("segments.not")}</em>;
  if (said.kind === "json")
    return (
      <span>
        {not} <code>{said.json}</code>
      </span>
    );
  if (said.kind === "line")
    return (
      <span>
        {not}{" "}
        {pieces(said.text).map((piece, at) =>
          // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a sentence have no other name
          piece.strong ? <b key={at}>{piece.text}</b> : <span key={at}>{piece.text}</span>,
        )}
      </span>
    );
  return (
    <div className={said.not ? "zk-said zk-said-not" : "zk-said"}>
      <em>
        {said.not ? `${t("segments.not")} · ` : ""}
        {said.joint === "and" ? t("segments.and") : t("segments.or")}
      </em>
      <ul>
        {said.parts.map((part) => (
          <li key={part.id}>
            <SaidLines said={part} />
          </li>
        ))}
      </ul>
    </div>
  );
}
