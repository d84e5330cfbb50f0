import { Table } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Schemas } from "../../api/client";
import { History } from "../../definitions/History";
import { useDefinitionName } from "../../definitions/queries";
import { useFormat } from "../../format/useFormat";
import { Answer, Nothing } from "../../layout/States";
import { useSegmentHistory } from "../queries";

/** The versions that were computed, who uses the segment, and how its definition came about. */
export function HistoryView({ segment }: { segment: Schemas["Segment"] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useSegmentHistory(segment.key);
  const change = (count: number | null, sign: string) => (count === null ? "–" : `${sign}${format.count(count)}`);
  return (
    <div className="zk-grid zk-cols-main">
      <section className="zk-card">
        <h2>{t("segments.versions")}</h2>
        <Answer query={query} rows={6}>
          {(points) =>
            points.length === 0 ? (
              <Nothing title={t("segments.noVersions")} hint={t("segments.noMembersHint")} />
            ) : (
              <Table
                size="small"
                rowKey="version"
                dataSource={points}
                pagination={points.length > 15 ? { pageSize: 15, size: "small" } : false}
                columns={[
                  { title: t("tags.version"), dataIndex: "version", width: 80 },
                  { title: t("segments.asOf"), dataIndex: "asOf", render: format.day },
                  { title: t("segmentPage.computedAt"), dataIndex: "computedAt", render: format.instant },
                  {
                    title: t("segments.customers"),
                    dataIndex: "customers",
                    align: "right",
                    render: (count: number) => format.count(count),
                  },
                  {
                    title: t("segmentPage.change"),
                    align: "right",
                    render: (_, row) => (
                      <>
                        <span className="zk-over">{change(row.entered, "+")}</span> /{" "}
                        <span className="zk-under">{change(row.left, "−")}</span>
                      </>
                    ),
                  },
                ]}
              />
            )
          }
        </Answer>
      </section>
      <div>
        <section className="zk-card" style={{ marginBottom: 16 }}>
          <h2>{t("segments.usedBy")}</h2>
          <UsedBy usedBy={segment.usedBy} />
        </section>
        <section className="zk-card">
          <h2>{t("definitions.history")}</h2>
          <History kind="segment" definitionKey={segment.key} />
        </section>
      </div>
    </div>
  );
}

const KINDS = { segment: "/segments", journey: "/strategies" } as const;

export function UsedBy({ usedBy }: { usedBy: string[] }) {
  const { t } = useTranslation();
  const segmentName = useDefinitionName("segment");
  const journeyName = useDefinitionName("journey");
  if (usedBy.length === 0) return <Nothing title={t("segmentPage.usedByNobody")} hint={t("segmentPage.usedByHint")} />;
  return (
    <ul className="zk-used-by">
      {usedBy.map((use) => {
        const [kind = "", key = ""] = use.split("/");
        const known = kind === "segment" || kind === "journey" ? kind : undefined;
        return (
          <li key={use}>
            <small>{known ? t(`segmentPage.usedByKind.${known}`) : kind}</small>
            {known ? (
              <Link to={`${KINDS[known]}/${key}`}>{known === "segment" ? segmentName(key) : journeyName(key)}</Link>
            ) : (
              key
            )}
          </li>
        );
      })}
    </ul>
  );
}
