import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Drawer, Segmented, type TableColumnsType } from "antd";
import { type ReactNode, useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Schemas } from "../api/client";
import { useFormat } from "../format/useFormat";
import { useWords } from "../i18n/useWords";
import { ServerTable } from "../tables/ServerTable";
import { PAGE_SIZE } from "../tables/useUrlState";

type Person = Schemas["Person"];
export type PeopleQuestion = {
  title: ReactNode;
  /** Names the question for the cache. */
  key: readonly unknown[];
  load: (
    page: number,
    size: number,
    signal: AbortSignal,
    choice?: string,
  ) => Promise<{ items: Person[]; total: number }>;
  /** Views of the same people, such as "ever" and "now"; the first is shown first. */
  choices?: { key: string; label: string }[];
};

const DETAIL_GROUPS = ["arm", "channel", "decision", "outboxState", "workOrderLabel", "stepOutcome"] as const;

function People({ question }: { question: PeopleQuestion }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useWords();
  const [page, setPage] = useState(1);
  const [size, setSize] = useState(PAGE_SIZE);
  const [choice, setChoice] = useState(question.choices?.[0]?.key);
  const query = useQuery({
    queryKey: ["people", ...question.key, choice, page, size],
    queryFn: ({ signal }) => question.load(page, size, signal, choice),
    placeholderData: keepPreviousData,
  });
  /** "sms welcome no_consent": each code in the reader's words, what is no code as it stands. */
  const say = (detail: string) =>
    detail
      .split(" ")
      .map((code) => DETAIL_GROUPS.map((group) => words(group, code)).find((word) => word !== code) ?? code)
      .join(" · ");
  const columns: TableColumnsType<Person> = [
    {
      title: t("people.customer"),
      dataIndex: "name",
      render: (_, row) => (
        <Link to={`/customers/${row.customerId}`} className="zk-two">
          {row.name || row.customerNo}
          <small>{row.customerNo}</small>
        </Link>
      ),
    },
    {
      title: t("people.outlet"),
      dataIndex: "outletName",
      render: (_, row) => (
        <span className="zk-two">
          {row.outletName}
          <small>{row.managerName}</small>
        </span>
      ),
    },
    { title: t("people.when"), dataIndex: "at", width: 150, render: (at: string | null) => format.instant(at) },
    { title: t("people.detail"), dataIndex: "detail", render: say },
  ];
  return (
    <>
      {question.choices && (
        <div className="zk-toolbar">
          <Segmented
            value={choice}
            options={question.choices.map((one) => ({ value: one.key, label: one.label }))}
            onChange={(next) => {
              setChoice(next);
              setPage(1);
            }}
          />
        </div>
      )}
      <ServerTable
        query={query}
        columns={columns}
        rowKey={(row) => `${row.customerId}:${row.at}:${row.detail}`}
        page={page}
        size={size}
        onPage={(nextPage, nextSize) => {
          setPage(nextPage);
          setSize(nextSize);
        }}
        empty={{ title: t("people.none"), hint: t("people.noneHint") }}
        minWidth={560}
      />
    </>
  );
}

/** A drawer with the customers behind a number. `ask` opens it; put `drawer` anywhere in the page. */
export function usePeople() {
  const [question, setQuestion] = useState<PeopleQuestion | null>(null);
  const ask = useCallback((next: PeopleQuestion) => setQuestion(next), []);
  const drawer = (
    <Drawer
      open={question !== null}
      onClose={() => setQuestion(null)}
      title={question?.title}
      size="large"
      destroyOnHidden
      styles={{ body: { padding: 0 } }}
    >
      {question && <People key={JSON.stringify(question.key)} question={question} />}
    </Drawer>
  );
  return { ask, drawer };
}

/** A number that opens its people. */
export function PeopleNumber({
  children,
  onClick,
  label,
}: {
  children: ReactNode;
  onClick: () => void;
  label?: string;
}) {
  return (
    <button type="button" className="zk-link-number" onClick={onClick} aria-label={label}>
      {children}
    </button>
  );
}
