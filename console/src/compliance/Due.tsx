import { Tag } from "antd";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { useFormat } from "../format/useFormat";

const SOON_DAYS = 3;

/** The last day for an answer, and how much is left of the time while the request is open. */
export function Due({ request }: { request: Schemas["RequestView"] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const days = request.daysLeft;
  const isOpen = request.closedAt === null;
  return (
    <>
      {format.day(request.dueOn)}{" "}
      {isOpen && (
        <Tag variant="filled" color={days < 0 ? "red" : days <= SOON_DAYS ? "orange" : "default"}>
          {days < 0
            ? t("compliance.daysLate", { days: -days })
            : days === 0
              ? t("compliance.dueToday")
              : t("compliance.daysLeft", { days })}
        </Tag>
      )}
    </>
  );
}
