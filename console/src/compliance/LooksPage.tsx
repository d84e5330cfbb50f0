import { Alert, DatePicker, Progress, type TableColumnsType } from "antd";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Schemas } from "../api/client";
import { useFormat } from "../format/useFormat";
import { useWords } from "../i18n/useWords";
import { Page } from "../layout/Page";
import { Answer, Nothing } from "../layout/States";
import { SearchBox } from "../tables/SearchBox";
import { UrlTable } from "../tables/UrlTable";
import { useUrlState } from "../tables/useUrlState";
import { useLooks, usePersonalKey, useQuotas } from "./queries";
import "./compliance.css";

type Row = Schemas["LookView"];
const FILTERS = ["staff", "day"] as const;
const PERCENT = 100;

function Quotas() {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const query = useQuotas();
  return (
    <section className="zk-card zk-quota-card">
      <h2>{t("compliance.quotas")}</h2>
      <Answer query={query} rows={2}>
        {(rows) =>
          rows.length === 0 ? (
            <Nothing title={t("compliance.noQuotas")} hint={t("compliance.noQuotasHint")} />
          ) : (
            <div className="zk-quotas">
              {rows.map((one) => (
                <div key={one.staff}>
                  <b>{one.staff}</b> <span className="zk-soft">{words("role", one.role)}</span>
                  <Progress
                    percent={one.perDay === 0 ? PERCENT : Math.min(PERCENT, (one.used / one.perDay) * PERCENT)}
                    status={one.used >= one.perDay ? "exception" : "normal"}
                    showInfo={false}
                  />
                  <span className="zk-soft">
                    {t("compliance.used", { used: one.used, perDay: one.perDay })} ·{" "}
                    {t("compliance.renews", { at: format.instant(one.renewsAt) })}
                  </span>
                </div>
              ))}
            </div>
          )
        }
      </Answer>
    </section>
  );
}

function KeyState() {
  const { t } = useTranslation();
  const { data } = usePersonalKey();
  if (!data) return null;
  const rotating = data.keys.length > 1;
  return (
    <Alert
      showIcon
      style={{ marginBottom: 16 }}
      type={data.warning ? "error" : rotating ? "warning" : "info"}
      title={t("compliance.key")}
      description={
        data.warning ||
        (rotating
          ? t("compliance.keyRotating", { keys: data.keys.join("、") })
          : t("compliance.keyFine", { key: data.keys[0] ?? "" }))
      }
    />
  );
}

export function Component() {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const url = useUrlState(FILTERS);
  const query = useLooks({ ...url.values, page: url.page, size: url.size });
  const columns: TableColumnsType<Row> = [
    { title: t("compliance.when"), dataIndex: "at", width: 160, render: format.instant },
    {
      title: t("compliance.who"),
      dataIndex: "staff",
      width: 160,
      render: (staff: string, row) => (
        <>
          {staff} <span className="zk-soft">{words("role", row.role)}</span>
        </>
      ),
    },
    {
      title: t("customers.one"),
      dataIndex: "customerId",
      width: 120,
      render: (id: string) => <Link to={`/customers/${id}`}>{id}</Link>,
    },
    { title: t("compliance.reason"), dataIndex: "purpose" },
    {
      title: t("compliance.fields"),
      dataIndex: "fields",
      width: 260,
      render: (fields: string[]) => fields.map((one) => words("personalField", one)).join("、"),
    },
  ];
  return (
    <Page title={t("compliance.looksTitle")} subtitle={t("compliance.looksSubtitle")}>
      <KeyState />
      <Quotas />
      <UrlTable
        url={url}
        query={query}
        columns={columns}
        rowKey={(row) => `${row.at}/${row.staff}/${row.customerId}`}
        filters={
          <>
            <SearchBox
              value={url.values.staff ?? ""}
              onSearch={(staff) => url.set({ staff })}
              placeholder={t("system.filterStaff")}
              width={220}
            />
            <DatePicker
              value={url.values.day ? dayjs(url.values.day) : null}
              onChange={(day) => url.set({ day: day?.format("YYYY-MM-DD") })}
            />
          </>
        }
        reset
        empty={{ title: t("compliance.noLooks"), hint: t("compliance.noLooksHint") }}
        minWidth={860}
      />
    </Page>
  );
}
