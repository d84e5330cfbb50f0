import { Tag } from "antd";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { useFormat } from "../format/useFormat";
import { useLanguage } from "../i18n/useLanguage";
import { useWords } from "../i18n/useWords";
import { Answer, Nothing } from "../layout/States";
import { maturities } from "./maturities";
import { useHoldings, useShelf } from "./queries";

type Holding = Schemas["Holding"];

function Item({ holding, days }: { holding: Holding; days: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useWords();
  const { pick } = useLanguage();
  return (
    <li className={days < 0 ? "zk-due zk-due-late" : days <= 30 ? "zk-due zk-due-soon" : "zk-due"}>
      <time>{format.day(holding.maturesOn)}</time>
      <b>{pick(holding.productName, holding.productNameEn) || words("holdingKind", holding.kind)}</b>
      <span>{format.money(holding.amount)}</span>
      <small>{days < 0 ? t("portrait.overdue", { days: -days }) : t("portrait.inDays", { days })}</small>
    </li>
  );
}

function Calendar({ holdings, asOf }: { holdings: Holding[]; asOf: string }) {
  const { t } = useTranslation();
  const months = maturities(holdings, asOf);
  const due = months.flatMap((month) => month.items);
  if (due.length === 0) return <Nothing title={t("portrait.noMaturities")} hint={t("portrait.noMaturitiesHint")} />;
  return (
    <>
      <ol className="zk-months" aria-hidden="true">
        {months.map((month) => (
          <li key={month.month} className={month.items.length > 0 ? "zk-month-due" : undefined}>
            <i>{month.items.length > 0 ? month.items.length : ""}</i>
            <span>{month.month.slice(5)}</span>
          </li>
        ))}
      </ol>
      <ul className="zk-dues">
        {due.map((one) => (
          <Item key={one.holdingNo} holding={one} days={one.days} />
        ))}
      </ul>
    </>
  );
}

/** What matures in the next twelve months. */
export function Maturities({ id, asOf }: { id: string; asOf: string }) {
  const { t } = useTranslation();
  const query = useHoldings(id);
  return (
    <section>
      <h2 className="zk-h2">
        {t("portrait.maturities")}
        <small>{t("portrait.maturitiesNote")}</small>
      </h2>
      <Answer query={query} rows={3}>
        {(holdings) => <Calendar holdings={holdings} asOf={asOf} />}
      </Answer>
    </section>
  );
}

/** Kinds of products on the shelf that the customer does not hold yet. */
export function Gaps({ id }: { id: string }) {
  const { t } = useTranslation();
  const words = useWords();
  const { pick } = useLanguage();
  const query = useShelf(id);
  return (
    <section>
      <h2 className="zk-h2">
        {t("portrait.gaps")}
        <small>{t("portrait.gapsNote")}</small>
      </h2>
      <Answer query={query} rows={3}>
        {(kinds) => (
          <ul className="zk-shelf">
            {[...kinds]
              .sort((a, b) => Number(a.isHeld) - Number(b.isHeld))
              .map((kind) => (
                <li key={kind.kind} className={kind.isHeld ? "zk-shelf-held" : undefined}>
                  <b>{words("holdingKind", kind.kind)}</b>
                  <span>
                    {kind.products.map((product) => (
                      <Tag key={product.productId} variant="filled" color={product.isHeld ? "green" : undefined}>
                        {pick(product.nameZh, product.nameEn)}
                        {product.riskLevel && ` ${product.riskLevel}`}
                      </Tag>
                    ))}
                  </span>
                  <small>{kind.isHeld ? t("portrait.held") : t("portrait.notHeld")}</small>
                </li>
              ))}
          </ul>
        )}
      </Answer>
    </section>
  );
}
