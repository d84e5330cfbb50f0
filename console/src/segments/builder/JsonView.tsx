import { Alert, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { fromExpression, type Group, isPlain, toExpression } from "./draft";

/** The draft as JSON. What is typed becomes the draft as soon as it is valid. */
export function JsonView({ expression, change }: { expression: unknown; change: (root: Group) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(() => JSON.stringify(expression, null, 2));
  const [wrong, setWrong] = useState("");
  const [own, setOwn] = useState(() => JSON.stringify(expression));
  // The draft changed elsewhere (undo, say): its text is shown anew.
  const now = JSON.stringify(expression);
  if (now !== own) {
    setOwn(now);
    setText(JSON.stringify(expression, null, 2));
    setWrong("");
  }
  const type = (next: string) => {
    setText(next);
    try {
      const parsed: unknown = JSON.parse(next);
      if (!isPlain(parsed)) throw new Error(t("builder.jsonNoObject"));
      setWrong("");
      const root = fromExpression(parsed);
      setOwn(JSON.stringify(toExpression(root)));
      change(root);
    } catch (problem) {
      setWrong(problem instanceof Error ? problem.message : String(problem));
    }
  };
  return (
    <div className="zk-json-view">
      <p className="zk-soft">{t("builder.jsonHint")}</p>
      <Input.TextArea
        value={text}
        onChange={(event) => type(event.target.value)}
        autoSize={{ minRows: 16, maxRows: 36 }}
        spellCheck={false}
        status={wrong ? "error" : undefined}
        aria-label={t("builder.json")}
      />
      {wrong && <Alert type="warning" showIcon title={t("builder.jsonWrong", { message: wrong })} />}
    </div>
  );
}
