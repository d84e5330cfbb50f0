import { Button } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ServerTable, type ServerTableProps } from "./ServerTable";
import type { UrlState } from "./useUrlState";

type Address = Omit<UrlState<never>, "values" | "set" | "show">;

/** A list whose pages come from the server, its page in the address: filters above, and a way out of them where it is wanted. */
export function UrlTable<T extends object>(
  props: { url: Address; filters?: ReactNode; reset?: boolean } & Omit<ServerTableProps<T>, "page" | "size" | "onPage">,
) {
  const { t } = useTranslation();
  const { url, filters, reset, ...table } = props;
  return (
    <section className="zk-card zk-card-flush">
      {filters && (
        <div className="zk-toolbar">
          {filters}
          {reset && url.isFiltered && (
            <Button type="link" onClick={url.clear}>
              {t("common.reset")}
            </Button>
          )}
        </div>
      )}
      <ServerTable {...table} page={url.page} size={url.size} onPage={url.setPage} />
    </section>
  );
}
