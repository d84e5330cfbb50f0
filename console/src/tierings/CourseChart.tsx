import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { ShareCourse } from "../charts/ShareCourse";
import { tierColour } from "./flow";

/** What part of the customers stood in each tier, date by date. */
export function CourseChart(props: {
  course: Schemas["CourseDay"][];
  tiers: string[];
  named: (code: string) => string;
}) {
  const { t } = useTranslation();
  const { course, tiers, named } = props;
  const days = useMemo(() => course.map((day) => day.asOf), [course]);
  const series = useMemo(
    () =>
      tiers.map((code, place) => ({
        name: named(code),
        colour: tierColour(tiers, code),
        counts: course.map((day) => day.customers[place] ?? 0),
      })),
    [course, tiers, named],
  );
  return <ShareCourse days={days} series={series} label={t("tierings.course")} />;
}
