import { Button, Table, type TableColumnsType } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useFormat } from "../format/useFormat";
import { Answer, Nothing } from "../layout/States";
import { SearchBox } from "./SearchBox";
import type { SearchState } from "./useUrlState";

type Query<T> = { data: T[] | undefined; error: unknown; isPending: boolean; refetch: () => unknown };
export type Emptiness = { title: ReactNode; hint?: ReactNode; action?: ReactNode };

/** A list that the server answers whole: searched and filtered here, a row leads to its page. */
export function WholeList<T extends object>(props: {
  query: Query<T>;
  columns: TableColumnsType<T>;
  rowKey: keyof T & string;
  minWidth: number;
  empty: Emptiness;
  /** Where a row leads. */
  to?: (row: T) => string;
  /** With a search box: what of a row is searched, and the filters beside it. */
  search?: {
    url: SearchState;
    hint: string;
    texts: (row: T) => string[];
    passes?: (row: T) => boolean;
    filters?: ReactNode;
    /** When nothing fits; else what an empty list says. */
    none?: Emptiness;
  };
  /** Rows a page, for lists that may be long. */
  pageSize?: number;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const { search, to } = props;
  const q = (search?.url.values.q ?? "").toLowerCase();
  const fits = (row: T) =>
    !search ||
    ((search.passes?.(row) ?? true) && (!q || search.texts(row).some((text) => text.toLowerCase().includes(q))));
  return (
    <Answer query={props.query} rows={8}>
      {(rows) => {
        const shown = rows.filter(fits);
        const nothing =
          rows.length > 0 && search
            ? {
                ...(search.none ?? { title: t("common.noMatch"), hint: t("common.noMatchHint") }),
                action: <Button onClick={search.url.clear}>{t("common.reset")}</Button>,
              }
            : props.empty;
        return (
          <section className="zk-card zk-card-flush">
            {search && (
              <div className="zk-toolbar">
                <SearchBox
                  value={search.url.values.q ?? ""}
                  onSearch={(text) => search.url.set({ q: text })}
                  placeholder={search.hint}
                />
                {search.filters}
                <span className="zk-count">{t("common.total", { number: format.count(shown.length) })}</span>
              </div>
            )}
            <Table
              size="middle"
              rowKey={props.rowKey}
              columns={props.columns}
              dataSource={shown}
              pagination={
                props.pageSize
                  ? { defaultPageSize: props.pageSize, size: "small", hideOnSinglePage: true, showSizeChanger: false }
                  : false
              }
              scroll={{ x: props.minWidth }}
              onRow={to ? (row) => ({ onClick: () => navigate(to(row)), className: "zk-row-link" }) : undefined}
              locale={{ emptyText: <Nothing {...nothing} /> }}
            />
          </section>
        );
      }}
    </Answer>
  );
}
