import { Button, Select, type TableColumnsType, Tag } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useSearchParams } from "react-router";
import type { Schemas } from "../api/client";
import { usePermission } from "../api/session";
import { useFormat } from "../format/useFormat";
import { useLanguage } from "../i18n/useLanguage";
import { useWords } from "../i18n/useWords";
import { Page } from "../layout/Page";
import { useSegments } from "../segments/queries";
import { flattenOutlets, useOrg } from "../system/queries";
import { SearchBox } from "../tables/SearchBox";
import { ServerTable } from "../tables/ServerTable";
import { useUrlState } from "../tables/useUrlState";
import { useCustomers } from "./queries";
import { TagFilter } from "./TagFilter";

type Row = Schemas["CustomerRow"];
const FILTERS = ["q", "segment", "outlet"] as const;
const TAG_PREFIX = "tag.";
/** Tags that have a column of their own. */
const SHOWN_BESIDE = new Set(["gender", "age", "balance"]);

/** The tag filters of the address: tag.<key>=<value>. */
export function tagFilters(search: URLSearchParams): Record<string, string> {
  return Object.fromEntries(
    [...search]
      .filter(([name]) => name.startsWith(TAG_PREFIX))
      .map(([name, value]) => [name.slice(TAG_PREFIX.length), value]),
  );
}

function useColumns(): TableColumnsType<Row> {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const words = useWords();
  const format = useFormat();
  return useMemo(() => {
    return [
      {
        title: t("customers.customer"),
        dataIndex: "name",
        render: (_, row) => (
          <Link to={`/customers/${row.customerId}`} className="zk-two" onClick={(event) => event.stopPropagation()}>
            {row.name}
            <small>{row.customerNo}</small>
          </Link>
        ),
      },
      {
        title: t("customers.genderAge"),
        dataIndex: "gender",
        width: 100,
        render: (_, row) =>
          [words("gender", row.gender), row.age === null ? "" : t("customers.years", { age: row.age })]
            .filter(Boolean)
            .join(" · "),
      },
      { title: t("customers.openedOn"), dataIndex: "openedOn", width: 120, render: format.day },
      {
        title: t("customers.outlet"),
        dataIndex: "outletName",
        render: (_, row) => (
          <span className="zk-two">
            {row.outletName}
            <small>{row.managerName}</small>
          </span>
        ),
      },
      {
        title: t("customers.balance", { currency: format.currency }),
        dataIndex: "balance",
        align: "right",
        width: 150,
        render: (value: number | null) => format.decimal(value),
      },
      {
        title: t("customers.tags"),
        dataIndex: "tags",
        render: (chips: Row["tags"]) => (
          <span style={{ display: "flex", gap: 4, flexWrap: "wrap" }}>
            {chips
              .filter((chip) => !SHOWN_BESIDE.has(chip.key))
              .map((chip) => (
                <Tag key={chip.key} variant="filled" style={{ margin: 0 }} title={pick(chip.nameZh, chip.nameEn)}>
                  {pick(chip.valueZh, chip.valueEn)}
                </Tag>
              ))}
          </span>
        ),
      },
    ];
  }, [t, pick, words, format]);
}

export function Component() {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const url = useUrlState(FILTERS);
  const segments = useSegments();
  const org = useOrg();
  const mayPickOutlet = usePermission("ViewReports");
  const columns = useColumns();
  const tags = tagFilters(search);
  const query = useCustomers({ ...url.values, tags, page: url.page, size: url.size });
  const filtered = url.isFiltered || Object.keys(tags).length > 0;

  const setTag = (key: string, value: string | undefined) =>
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        if (value !== undefined) after.set(TAG_PREFIX + key, value);
        else after.delete(TAG_PREFIX + key);
        after.delete("page");
        return after;
      },
      { replace: true },
    );

  return (
    <Page title={t("customers.title")} subtitle={t("customers.subtitle")}>
      <section className="zk-card zk-card-flush">
        <div className="zk-toolbar">
          <SearchBox
            value={url.values.q ?? ""}
            onSearch={(q) => url.set({ q })}
            placeholder={t("customers.searchHint")}
            width={280}
          />
          <Select
            allowClear
            showSearch={{ optionFilterProp: "label" }}
            placeholder={t("customers.segment")}
            style={{ minWidth: 170 }}
            value={url.values.segment}
            onChange={(segment?: string) => url.set({ segment })}
            loading={segments.isPending}
            options={segments.data?.map((one) => ({ value: one.key, label: pick(one.nameZh, one.nameEn) }))}
          />
          {mayPickOutlet && (
            <Select
              allowClear
              showSearch={{ optionFilterProp: "label" }}
              placeholder={t("customers.outlet")}
              style={{ minWidth: 170 }}
              value={url.values.outlet}
              onChange={(outlet?: string) => url.set({ outlet })}
              loading={org.isPending}
              options={flattenOutlets(org.data)}
            />
          )}
          <TagFilter chosen={tags} onChange={setTag} />
          {filtered && (
            <Button type="link" onClick={url.clear}>
              {t("common.reset")}
            </Button>
          )}
        </div>
        <ServerTable
          query={query}
          columns={columns}
          rowKey="customerId"
          page={url.page}
          size={url.size}
          onPage={url.setPage}
          onRow={(row) => navigate(`/customers/${row.customerId}`)}
          empty={
            filtered
              ? {
                  title: t("customers.noMatch"),
                  hint: t("customers.noMatchHint"),
                  action: <Button onClick={url.clear}>{t("common.reset")}</Button>,
                }
              : { title: t("customers.empty"), hint: t("customers.emptyHint") }
          }
          minWidth={900}
        />
      </section>
    </Page>
  );
}
