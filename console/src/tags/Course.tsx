import { Segmented } from "antd";
import dayjs from "dayjs";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { useSession } from "../api/session";
import { ShareCourse } from "../charts/ShareCourse";
import { Trend } from "../charts/Trend";
import { useFormat } from "../format/useFormat";
import { useLanguage } from "../i18n/useLanguage";
import { Answer, Nothing } from "../layout/States";
import { seriesOf } from "./course";
import { useTagHistory } from "./queries";

const SPANS = { quarter: 90, year: 365, two: 730 } as const;
type Span = keyof typeof SPANS;

function Drawn({ days }: { days: Schemas["TagDay"][] }) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const format = useFormat();
  const series = useMemo(() => seriesOf(days, pick), [days, pick]);
  const dates = useMemo(() => days.map((day) => day.asOf), [days]);
  return (
    <div className="zk-grid zk-cols-main" style={{ marginBottom: 0 }}>
      <ShareCourse days={dates} series={series} label={t("tags.course")} />
      <Trend
        days={dates}
        values={days.map((day) => day.coverage)}
        format={(value) => format.percent(value, 1)}
        label={t("tags.coverage")}
      />
    </div>
  );
}

/** How a tag's bands and its coverage went, date by date, of the viewer's part of the bank. */
export function Course({ tagKey }: { tagKey: string }) {
  const { t } = useTranslation();
  const today = useSession().data?.bank.businessDate;
  const [span, setSpan] = useState<Span>("year");
  const from = today ? dayjs(today).subtract(SPANS[span], "day").format("YYYY-MM-DD") : undefined;
  const query = useTagHistory(tagKey, from);
  return (
    <section className="zk-card" style={{ marginBottom: 16 }}>
      <h2>
        {t("tags.course")}
        <small>{t("tags.courseHint")}</small>
        <Segmented
          size="small"
          value={span}
          onChange={setSpan}
          options={(Object.keys(SPANS) as Span[]).map((value) => ({ value, label: t(`tags.spans.${value}`) }))}
          style={{ marginLeft: "auto" }}
        />
      </h2>
      <Answer query={query} rows={5}>
        {(days) =>
          days.length < 2 ? <Nothing title={t("tags.noCourse")} hint={t("tags.noCourseHint")} /> : <Drawn days={days} />
        }
      </Answer>
    </section>
  );
}
