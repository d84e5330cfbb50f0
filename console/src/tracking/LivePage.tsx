import { PauseOutlined, PlayCircleOutlined } from "@ant-design/icons";
import { Button, Input, Segmented, Select, Table, type TableColumnsType, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useFormat } from "../format/useFormat";
import { useWords } from "../i18n/useWords";
import { Page } from "../layout/Page";
import { Answer, Nothing } from "../layout/States";
import { useUrlState } from "../tables/useUrlState";
import { type Arrival, useArrivals, useDiscovered } from "./queries";
import { Refusals } from "./Refusals";
import { ViolationTags } from "./ViolationTags";
import "./tracking.css";

const FILTERS = ["source", "name", "user", "verdict"] as const;
const VERDICTS = ["kept", "marked", "quarantined"] as const;
const VERDICT_COLOR: Record<string, string> = { kept: "green", marked: "gold", quarantined: "orange" };

function useColumns(): TableColumnsType<Arrival> {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  return [
    {
      title: t("tracking.receivedAt"),
      dataIndex: "receivedAt",
      width: 100,
      render: (at: string) => (
        <span className="zk-num" title={format.instant(at)}>
          {format.time(at)}
        </span>
      ),
    },
    {
      title: t("tracking.verdict"),
      dataIndex: "verdict",
      width: 96,
      render: (verdict: string) => (
        <Tag color={VERDICT_COLOR[verdict] ?? "red"} variant="filled">
          {words("verdict", verdict)}
        </Tag>
      ),
    },
    {
      title: t("tracking.event"),
      dataIndex: "name",
      width: 190,
      render: (name: string, row) => (
        <Link
          to={`/tracking/events/${encodeURIComponent(name)}?source=${encodeURIComponent(row.source)}`}
          className="zk-two"
        >
          {name}
          <small>{[row.source, words("channel", row.channel)].filter(Boolean).join(" · ")}</small>
        </Link>
      ),
    },
    {
      title: t("tracking.who"),
      dataIndex: "user",
      width: 190,
      render: (user: string, row) =>
        row.customerId ? (
          <Link to={`/customers/${row.customerId}`}>{user || row.anonymousId}</Link>
        ) : (
          <span className="zk-two">
            {user || row.anonymousId || "–"}
            {!user && row.anonymousId && <small>{t("tracking.anonymous")}</small>}
          </span>
        ),
    },
    {
      title: t("tracking.reasons"),
      dataIndex: "violations",
      width: 240,
      render: (violations: string[]) => <ViolationTags violations={violations} />,
    },
    {
      title: t("tracking.properties"),
      dataIndex: "properties",
      render: (properties: string) => <code className="zk-props">{properties}</code>,
    },
  ];
}

function pretty(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    // Long properties come cut.
    return json;
  }
}

/** What arrives, as it arrives: whose, with which verdict, and why. */
export function Component() {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const url = useUrlState(FILTERS);
  const [paused, setPaused] = useState(false);
  const arrivals = useArrivals(url.values, paused);
  const sources = [...new Set((useDiscovered().data ?? []).map((event) => event.source).filter(Boolean))];
  const columns = useColumns();
  return (
    <Page
      title={t("tracking.liveTitle")}
      subtitle={t("tracking.liveSubtitle")}
      actions={
        <Button
          type={paused ? "primary" : "default"}
          icon={paused ? <PlayCircleOutlined /> : <PauseOutlined />}
          onClick={() => setPaused(!paused)}
        >
          {paused ? t("tracking.resume") : t("tracking.pause")}
        </Button>
      }
    >
      <Refusals rows={arrivals.data?.refusals ?? []} />
      <section className="zk-card zk-card-flush">
        <div className="zk-toolbar">
          <Select
            allowClear
            style={{ width: 150 }}
            placeholder={t("tracking.source")}
            value={url.values.source}
            onChange={(source: string | undefined) => url.set({ source })}
            options={sources.map((source) => ({ value: source, label: source }))}
          />
          <Input.Search
            allowClear
            style={{ width: 190 }}
            placeholder={t("tracking.eventName")}
            defaultValue={url.values.name}
            onSearch={(name) => url.set({ name })}
          />
          <Input.Search
            allowClear
            style={{ width: 220 }}
            placeholder={t("tracking.userOrDevice")}
            defaultValue={url.values.user}
            onSearch={(user) => url.set({ user })}
          />
          <Segmented
            value={url.values.verdict ?? ""}
            onChange={(verdict) => url.set({ verdict })}
            options={[
              { value: "", label: t("tracking.allVerdicts") },
              ...VERDICTS.map((value) => ({ value, label: words("verdict", value) })),
            ]}
          />
          <span className="zk-count">
            <span className={`zk-live-dot${paused ? " is-paused" : ""}`} />
            {paused
              ? t("tracking.pausedAt", { number: format.count(arrivals.data?.items.length ?? 0) })
              : t("tracking.latest", { number: format.count(arrivals.data?.items.length ?? 0) })}
          </span>
        </div>
        <Answer query={arrivals} rows={8}>
          {({ items }) => (
            <Table
              size="middle"
              rowKey="id"
              columns={columns}
              dataSource={items}
              pagination={{ pageSize: 50, size: "small", hideOnSinglePage: true, showSizeChanger: false }}
              scroll={{ x: 1080 }}
              expandable={{
                expandRowByClick: true,
                expandedRowRender: (row) => <pre className="zk-live-json">{pretty(row.properties)}</pre>,
              }}
              locale={{
                emptyText: (
                  <Nothing
                    title={url.isFiltered ? t("common.noMatch") : t("tracking.quiet")}
                    hint={url.isFiltered ? t("common.noMatchHint") : t("tracking.quietHint")}
                    action={
                      url.isFiltered ? (
                        <Button onClick={url.clear}>{t("common.reset")}</Button>
                      ) : (
                        <Link to="/system/sources">
                          <Button type="primary">{t("tracking.toSources")}</Button>
                        </Link>
                      )
                    }
                  />
                ),
              }}
            />
          )}
        </Answer>
      </section>
    </Page>
  );
}
