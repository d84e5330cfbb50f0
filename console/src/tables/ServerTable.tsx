import { Table, type TableColumnsType } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../format/useFormat";
import { Failed, Nothing } from "../layout/States";

export type PagedQuery<T> = {
  data: { items: T[]; total: number } | undefined;
  error: unknown;
  isPending: boolean;
  isPlaceholderData?: boolean;
  refetch: () => unknown;
};

export type ServerTableProps<T extends object> = {
  query: PagedQuery<T>;
  columns: TableColumnsType<T>;
  rowKey: (keyof T & string) | ((row: T) => string);
  page: number;
  size: number;
  onPage: (page: number, size: number) => void;
  empty: { title: ReactNode; hint?: ReactNode; action?: ReactNode };
  onRow?: (row: T) => void;
  minWidth?: number;
};

/** A table whose pages come from the server. */
export function ServerTable<T extends object>(props: ServerTableProps<T>) {
  const { t } = useTranslation();
  const format = useFormat();
  const { query, page, size } = props;
  if (query.error && !query.data) {
    return (
      <div style={{ padding: 16 }}>
        <Failed problem={query.error} retry={() => void query.refetch()} />
      </div>
    );
  }
  const total = query.data?.total ?? 0;
  return (
    <Table<T>
      size="middle"
      rowKey={props.rowKey}
      columns={props.columns}
      dataSource={query.data?.items}
      loading={query.isPending || query.isPlaceholderData}
      scroll={{ x: props.minWidth ?? 760 }}
      locale={{ emptyText: query.isPending ? <span /> : <Nothing {...props.empty} /> }}
      pagination={
        total > Math.min(size, 10)
          ? {
              current: page,
              pageSize: size,
              total,
              size: "small",
              showSizeChanger: true,
              pageSizeOptions: [20, 50, 100],
              showTotal: (all) => t("common.total", { number: format.count(all) }),
              onChange: props.onPage,
            }
          : false
      }
      onRow={props.onRow ? (row) => ({ onClick: () => props.onRow?.(row), className: "zk-row-link" }) : undefined}
    />
  );
}
