import { Table, type TableColumnsType, Tag } from "antd";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { useFormat } from "../format/useFormat";
import { useLanguage } from "../i18n/useLanguage";
import { useWords } from "../i18n/useWords";
import { oneDecides } from "./because";
import { happening } from "./happening";

type Rows = Schemas["BecauseRows"];
type Row = Schemas["BecauseRow"];
type Part = Schemas["BecausePart"];

/** What rows a part counts, in words: the window, the tests, how many, how much. */
function PartWords({ part, rows }: { part: Part; rows: Rows }) {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const { pick, language } = useLanguage();
  return (
    <div className="zk-because-part">
      <header>
        <b>{t(`portrait.part.${part.name as "rows"}`)}</b>
        <span>
          {t("portrait.counted", { number: format.count(part.rows) })}
          {part.sum !== null &&
            Number(part.sum) !== 0 &&
            ` · ${t("portrait.sum", { amount: format.money(part.sum, 2) })}`}
        </span>
      </header>
      <p>
        <Tag variant="filled">{t(`portrait.fact.${rows.fact as "transactions"}`)}</Tag>
        {rows.fact !== "holdings" && (
          <Tag variant="filled">
            {part.from
              ? t("portrait.window", { from: format.day(part.from), to: format.day(part.to) })
              : t("portrait.windowAll", { to: format.day(part.to) })}
          </Tag>
        )}
        {part.tests.map((test) => (
          <Tag key={`${test.column}:${test.operator}`} variant="filled" color="blue">
            {pick(test.columnZh, test.columnEn)} {words("operator", test.operator)}{" "}
            {(language === "zh" ? test.valuesZh : test.valuesEn).join("、")}
          </Tag>
        ))}
      </p>
    </div>
  );
}

function useColumns(rows: Rows): TableColumnsType<Row> {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const { pick } = useLanguage();
  const one = oneDecides(rows.aggregate);
  const columns: TableColumnsType<Row> = [
    {
      title: t("customers.bookedOn"),
      key: "day",
      width: 138,
      render: (_, row) => (row.at ? format.instant(row.at) : format.day(row.day)),
    },
    {
      title: t("customers.transactionKind"),
      key: "kind",
      render: (_, row, at) => (
        <span className="zk-two">
          <span>
            {rows.fact === "holdings" ? words("holdingKind", row.kind) : pick(row.kindZh, row.kindEn)}
            {rows.parts.length > 1 &&
              row.parts.map((part) => (
                <Tag key={part} variant="filled" style={{ marginLeft: 6 }}>
                  {t(`portrait.part.${rows.parts[part]?.name as "rows"}`)}
                </Tag>
              ))}
            {one && at === 0 && (
              <Tag variant="filled" color="green" style={{ marginLeft: 6 }}>
                {t("portrait.decides")}
              </Tag>
            )}
          </span>
          <small>{said(row, words)}</small>
        </span>
      ),
    },
  ];
  if (rows.fact !== "events")
    columns.push({
      title: t("customers.amount", { currency: format.currency }),
      key: "amount",
      align: "right",
      width: 130,
      render: (_, row) => (
        <span className={row.direction === "credit" ? "zk-in" : "zk-out"}>
          {row.direction === "credit" ? "+" : row.direction === "debit" ? "−" : ""}
          {format.decimal(row.amount)}
        </span>
      ),
    });
  // What is aggregated is shown where it is not the amount that stands there already.
  if (rows.column !== "" && rows.column !== "amount")
    columns.push({
      title: pick(rows.columnZh, rows.columnEn),
      key: "value",
      align: "right",
      width: 130,
      render: (_, row) =>
        row.value !== "" && Number.isFinite(Number(row.value))
          ? format.decimal(row.value)
          : words("channel", row.value),
    });
  return columns;
}

function said(row: Row, words: ReturnType<typeof useWords>): string {
  const facts = row.detail === "" ? [] : (happening(row.detail)?.facts ?? []);
  return [
    words("purpose", row.purpose),
    row.channel === "unknown" ? "" : words("channel", row.channel),
    row.product,
    ...facts.map(([key, value]) => `${words("property", key)} ${value}`),
  ]
    .filter((text) => text !== "")
    .join(" · ");
}

/** The facts that a measure counted, those that decide first. */
export function BecauseFacts({ rows }: { rows: Rows }) {
  const { t } = useTranslation();
  const format = useFormat();
  const columns = useColumns(rows);
  return (
    <>
      <p className="zk-because-how">
        {t(`portrait.aggregate.${rows.aggregate as "sum"}`, { defaultValue: rows.aggregate })}
      </p>
      {rows.parts.map((part) => (
        <PartWords key={part.name} part={part} rows={rows} />
      ))}
      {rows.total === 0 ? (
        <p className="zk-soft">{t("portrait.countedNone")}</p>
      ) : (
        <>
          {rows.total > rows.items.length && (
            <p className="zk-soft zk-small">
              {t("portrait.countedMost", { number: format.count(rows.total), shown: rows.items.length })}
            </p>
          )}
          <Table
            size="small"
            rowKey="id"
            columns={columns}
            dataSource={rows.items}
            pagination={false}
            scroll={{ x: 480 }}
          />
        </>
      )}
    </>
  );
}
