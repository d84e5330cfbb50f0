import { Button, type TableColumnsType } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { SearchBox } from "./SearchBox";
import type { PagedQuery } from "./ServerTable";
import { UrlTable } from "./UrlTable";
import type { SearchState } from "./useUrlState";
import type { Emptiness } from "./WholeList";

/** A list whose pages come from the server, its filters in the address; a row opens beside it. */
export function PagedList<T extends object>(props: {
  url: SearchState;
  query: PagedQuery<T>;
  columns: TableColumnsType<T>;
  rowKey: keyof T & string;
  minWidth: number;
  searchHint: string;
  filters: ReactNode;
  /** Whether a filter is set: then an empty list says something else. */
  narrowed: boolean;
  open: (row: T) => void;
  empty: Emptiness;
  none: Emptiness;
}) {
  const { t } = useTranslation();
  const { url, narrowed } = props;
  return (
    <UrlTable
      url={url}
      query={props.query}
      columns={props.columns}
      rowKey={props.rowKey}
      minWidth={props.minWidth}
      onRow={props.open}
      filters={
        <>
          {props.filters}
          <SearchBox value={url.values.q ?? ""} onSearch={(q) => url.set({ q })} placeholder={props.searchHint} />
        </>
      }
      empty={
        narrowed ? { ...props.none, action: <Button onClick={url.clear}>{t("common.reset")}</Button> } : props.empty
      }
    />
  );
}
