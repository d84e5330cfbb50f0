import { DatePicker, Table, type TableColumnsType, Tag } from "antd";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useFormat } from "../format/useFormat";
import { useLanguage } from "../i18n/useLanguage";
import { Figures } from "../layout/Figures";
import { Page } from "../layout/Page";
import { Answer, Nothing } from "../layout/States";
import { useUrlState } from "../tables/useUrlState";
import { Alerts } from "./Alerts";
import { type EventQuality, type SourceQuality, useQuality } from "./queries";
import { VolumeChart } from "./VolumeChart";
import { Wrong } from "./Wrong";
import "./tracking.css";

const FILTERS = ["day", "source"] as const;
/** From where on the alerts of a plan speak unless it says otherwise. */
const BAD = { late: 0.2, other: 0.05 };
const ROWS = 20;

function Share({ part, whole, bad = BAD.other }: { part: number; whole: number; bad?: number }) {
  const format = useFormat();
  if (whole === 0 || part === 0) return <span className="zk-soft">–</span>;
  const share = part / whole;
  return <span className={share > bad ? "zk-share-bad" : undefined}>{format.percent(share)}</span>;
}

/** The volume beside what the same weekdays let expect. */
function Against({ compared, expected }: { compared: number; expected: number | null | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (expected == null) return <span className="zk-soft">{t("tracking.noExpectation")}</span>;
  if (expected === 0) return <span className="zk-soft">0</span>;
  const change = compared / expected - 1;
  const isFar = Math.abs(change) > 0.5;
  return (
    <span>
      {format.count(expected)}{" "}
      <small className={isFar ? "zk-share-bad" : "zk-soft"}>
        {change > 0 ? "+" : ""}
        {format.percent(change)}
      </small>
    </span>
  );
}

function Sources({ rows }: { rows: SourceQuality[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const share = (title: string, part: (row: SourceQuality) => number, bad = BAD.other) => ({
    title,
    align: "right" as const,
    width: 96,
    render: (_: unknown, row: SourceQuality) => <Share part={part(row)} whole={row.events} bad={bad} />,
  });
  const columns: TableColumnsType<SourceQuality> = [
    { title: t("tracking.source"), dataIndex: "source", render: (source: string) => source || t("tracking.noSource") },
    { title: t("tracking.volume"), dataIndex: "events", align: "right", width: 100, render: format.count },
    {
      title: t("tracking.expected"),
      key: "expected",
      align: "right",
      width: 150,
      render: (_, row) => <Against compared={row.compared} expected={row.expected} />,
    },
    share(t("tracking.violating"), (row) => row.violating),
    share(t("tracking.late"), (row) => row.late, BAD.late),
    share(t("tracking.skewed"), (row) => row.skewed),
    share(t("tracking.unknown"), (row) => row.unplanned),
    { title: t("tracking.duplicates"), dataIndex: "duplicates", align: "right", width: 96, render: format.count },
    { title: t("tracking.refused"), dataIndex: "refused", align: "right", width: 96, render: format.count },
    { title: t("tracking.quarantined"), dataIndex: "quarantined", align: "right", width: 96, render: format.count },
  ];
  return (
    <section className="zk-card zk-card-flush zk-block">
      <div className="zk-toolbar">
        <h2 className="zk-h2 zk-track-head">{t("tracking.bySource")}</h2>
      </div>
      <Table size="middle" rowKey="source" columns={columns} dataSource={rows} pagination={false} scroll={{ x: 980 }} />
    </section>
  );
}

function Events({ rows }: { rows: EventQuality[] }) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const format = useFormat();
  const columns: TableColumnsType<EventQuality> = [
    {
      title: t("tracking.event"),
      dataIndex: "name",
      render: (name: string, row) => (
        <Link
          to={`/tracking/events/${encodeURIComponent(name)}?source=${encodeURIComponent(row.source)}`}
          className="zk-two"
        >
          {pick(row.nameZh, row.nameEn) || name}
          <small>{[name, row.source, row.owner].filter(Boolean).join(" · ")}</small>
        </Link>
      ),
    },
    {
      title: t("tracking.state"),
      dataIndex: "isPlanned",
      width: 100,
      render: (isPlanned: boolean) =>
        !isPlanned && (
          <Tag color="gold" variant="filled">
            {t("tracking.notPlanned")}
          </Tag>
        ),
    },
    { title: t("tracking.volume"), dataIndex: "events", align: "right", width: 100, render: format.count },
    {
      title: t("tracking.expected"),
      key: "expected",
      align: "right",
      width: 160,
      render: (_, row) => <Against compared={row.compared} expected={row.expected} />,
    },
    {
      title: t("tracking.violating"),
      key: "violating",
      align: "right",
      width: 100,
      render: (_, row) => <Share part={row.violating} whole={row.events} />,
    },
    {
      title: t("tracking.late"),
      key: "late",
      align: "right",
      width: 100,
      render: (_, row) => <Share part={row.late} whole={row.events} bad={BAD.late} />,
    },
    { title: t("tracking.quarantined"), dataIndex: "quarantined", align: "right", width: 100, render: format.count },
  ];
  return (
    <section className="zk-card zk-card-flush zk-block">
      <div className="zk-toolbar">
        <h2 className="zk-h2 zk-track-head">{t("tracking.byEvent")}</h2>
      </div>
      <Table
        size="middle"
        rowKey={(row) => `${row.source}/${row.type}/${row.name}`}
        columns={columns}
        dataSource={rows}
        pagination={{ pageSize: ROWS, size: "small", hideOnSinglePage: true, showSizeChanger: false }}
        scroll={{ x: 860 }}
        locale={{ emptyText: <Nothing title={t("tracking.quietDay")} hint={t("tracking.quietDayHint")} /> }}
      />
    </section>
  );
}

const total = (rows: SourceQuality[], value: (row: SourceQuality) => number) =>
  rows.reduce((sum, row) => sum + value(row), 0);

function Totals({ rows }: { rows: SourceQuality[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const events = total(rows, (row) => row.events);
  const share = (part: number) => (events > 0 ? format.percent(part / events) : "–");
  const expected = rows.some((row) => row.expected != null) ? total(rows, (row) => row.expected ?? 0) : null;
  return (
    <Figures
      items={[
        {
          key: "events",
          label: t("tracking.arrived"),
          value: format.count(events),
          note:
            expected === null ? t("tracking.noExpectation") : t("tracking.expects", { number: format.count(expected) }),
        },
        { key: "violating", label: t("tracking.violating"), value: share(total(rows, (row) => row.violating)) },
        { key: "late", label: t("tracking.late"), value: share(total(rows, (row) => row.late)) },
        { key: "skewed", label: t("tracking.skewed"), value: share(total(rows, (row) => row.skewed)) },
        { key: "unknown", label: t("tracking.unknown"), value: share(total(rows, (row) => row.unplanned)) },
        {
          key: "lost",
          label: t("tracking.lost"),
          value: format.count(total(rows, (row) => row.duplicates + row.refused)),
          note: t("tracking.lostNote", {
            duplicates: format.count(total(rows, (row) => row.duplicates)),
            refused: format.count(total(rows, (row) => row.refused)),
          }),
        },
      ]}
    />
  );
}

/** How good a day's events are: volume against the same weekdays, shares of what is wrong, and the alerts that follow. */
export function Component() {
  const { t } = useTranslation();
  const url = useUrlState(FILTERS);
  const day = url.values.day;
  const quality = useQuality(day);
  const shown = day ?? quality.data?.day;
  return (
    <Page
      title={t("tracking.qualityTitle")}
      subtitle={t("tracking.qualitySubtitle")}
      actions={
        <DatePicker
          allowClear={false}
          value={shown ? dayjs(shown) : null}
          onChange={(chosen) => url.set({ day: chosen?.format("YYYY-MM-DD") })}
        />
      }
    >
      <Answer query={quality} rows={10}>
        {({ sources, events }) => (
          <>
            <Totals rows={sources} />
            <Alerts />
            <section className="zk-card zk-block">
              <h2>{t("tracking.volumeTitle")}</h2>
              <VolumeChart day={day} source="" name="" />
            </section>
            <Sources rows={sources} />
            <Events rows={events} />
            <Wrong day={day} source="" name="" />
          </>
        )}
      </Answer>
    </Page>
  );
}
