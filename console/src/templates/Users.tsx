import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Definition } from "../definitions/queries";
import { useLanguage } from "../i18n/useLanguage";
import { readDraft } from "./document";

/** The strategies that name a template. */
export function Users({ strategies }: { strategies: Definition[] }) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  if (strategies.length === 0) return <span className="zk-soft">{t("templates.notUsed")}</span>;
  return (
    <span className="zk-links">
      {strategies.map((strategy) => {
        const { name } = readDraft(strategy.document, []);
        return (
          <Link key={strategy.key} to={`/strategies/${strategy.key}`} onClick={(event) => event.stopPropagation()}>
            {pick(name.zh, name.en || name.zh)}
          </Link>
        );
      })}
    </span>
  );
}
