import { Button, type TableColumnsType } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Schemas } from "../api/client";
import { usePermission } from "../api/session";
import { useFormat } from "../format/useFormat";
import { useWords } from "../i18n/useWords";
import { ServerTable } from "../tables/ServerTable";
import type { UrlState } from "../tables/useUrlState";
import { DecideDialog, type Deciding } from "./DecideDialog";
import { IdentityName } from "./kinds";
import { useSuggestions } from "./queries";
import { useWhy } from "./useWhy";

type Row = Schemas["IdentitySuggestion"];

function Side(props: { kind: string; value: string; customerNo: string }) {
  const { t } = useTranslation();
  return (
    <span className="zk-two">
      <IdentityName kind={props.kind} value={props.value} />
      {props.customerNo ? (
        <Link to={`/customers/${props.customerNo}?view=identity`}>{props.customerNo}</Link>
      ) : (
        <small>{t("identity.notCustomer")}</small>
      )}
    </span>
  );
}

/** What the rules could not tell: a person confirms or refuses, with a reason. */
export function Suggestions({ url }: { url: Pick<UrlState<string>, "page" | "size" | "setPage"> }) {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const why = useWhy();
  const mayDecide = usePermission("EditDefinitions");
  const query = useSuggestions(url.page, url.size);
  const [deciding, setDeciding] = useState<Deciding | null>(null);
  const columns: TableColumnsType<Row> = [
    {
      title: t("identity.sideA"),
      key: "a",
      render: (_, row) => <Side kind={row.aKind} value={row.aValue} customerNo={row.aCustomerNo} />,
    },
    {
      title: t("identity.sideB"),
      key: "b",
      render: (_, row) => <Side kind={row.bKind} value={row.bValue} customerNo={row.bCustomerNo} />,
    },
    { title: t("identity.why"), key: "why", render: (_, row) => why(row) },
    {
      title: t("identity.rule"),
      key: "rule",
      width: 190,
      render: (_, row) => (
        <span className="zk-two">
          <span>
            {words("identityRule", row.rule)} · {row.source}
          </span>
          <small>{format.instant(row.observedAt)}</small>
        </span>
      ),
    },
    ...(mayDecide
      ? [
          {
            title: t("common.actions"),
            key: "actions",
            width: 230,
            render: (_: unknown, row: Row) => (
              <span className="zk-id-actions">
                <Button size="small" type="primary" onClick={() => setDeciding({ pair: row, word: "together" })}>
                  {t("identity.together")}
                </Button>
                <Button size="small" onClick={() => setDeciding({ pair: row, word: "apart" })}>
                  {t("identity.refuse")}
                </Button>
              </span>
            ),
          },
        ]
      : []),
  ];
  return (
    <>
      <ServerTable
        query={query}
        columns={columns}
        rowKey={(row) => `${row.a}:${row.b}`}
        page={url.page}
        size={url.size}
        onPage={url.setPage}
        empty={{ title: t("identity.noSuggestions"), hint: t("identity.noSuggestionsHint") }}
        minWidth={980}
      />
      <DecideDialog deciding={deciding} close={() => setDeciding(null)} />
    </>
  );
}
