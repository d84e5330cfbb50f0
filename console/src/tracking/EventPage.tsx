import { Table, type TableColumnsType, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import type { Schemas } from "../api/client";
import { useFormat } from "../format/useFormat";
import { useLanguage } from "../i18n/useLanguage";
import { useWords } from "../i18n/useWords";
import { Page } from "../layout/Page";
import { Answer, Nothing } from "../layout/States";
import { useUrlState } from "../tables/useUrlState";
import { useShape } from "./queries";
import { VolumeChart } from "./VolumeChart";
import { Wrong } from "./Wrong";
import "./tracking.css";

type Property = Schemas["DiscoveredProperty"];

const FILTERS = ["source"] as const;
const FITS: Record<string, string[]> = {
  number: ["integer", "number"],
  money: ["integer", "number", "text"],
  instant: ["instant", "integer", "date"],
  date: ["date"],
  text: ["text", "date", "instant"],
  object: ["any"],
};

/** The engine reads a text that looks like a date as one, so a planned text may arrive as a date. */
function isOther(property: Property, type: string): boolean {
  const planned = property.planned?.type;
  return !!planned && planned !== "any" && planned !== type && !FITS[planned]?.includes(type);
}

function usePlannedColumn(): TableColumnsType<Property>[number] {
  const { t } = useTranslation();
  const words = useWords();
  return {
    title: t("tracking.asPlanned"),
    key: "planned",
    render: (_, { planned }) =>
      planned ? (
        <span className="zk-violations">
          <Tag variant="filled">{words("propertyType", planned.type)}</Tag>
          {planned.required && (
            <Tag color="blue" variant="filled">
              {t("tracking.isRequired")}
            </Tag>
          )}
          {planned.privacy !== "none" && (
            <Tag color="purple" variant="filled">
              {words("privacy", planned.privacy)}
            </Tag>
          )}
          {planned.onViolation !== "mark" && (
            <Tag color="orange" variant="filled">
              {words("onViolation", planned.onViolation)}
            </Tag>
          )}
          {planned.values.length > 0 && <small className="zk-soft">{planned.values.join(" · ")}</small>}
          {planned.atLeast != null && <small className="zk-soft">≥ {planned.atLeast}</small>}
          {planned.atMost != null && <small className="zk-soft">≤ {planned.atMost}</small>}
        </span>
      ) : (
        <span className="zk-soft">{t("tracking.notPlanned")}</span>
      ),
  };
}

function useColumns(): TableColumnsType<Property> {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const words = useWords();
  const format = useFormat();
  const planned = usePlannedColumn();
  return [
    {
      title: t("tracking.property"),
      dataIndex: "property",
      render: (name: string, row) => (
        <span className="zk-two">
          {pick(row.planned?.nameZh, row.planned?.nameEn) || name}
          <small>{name}</small>
        </span>
      ),
    },
    planned,
    {
      title: t("tracking.asSeen"),
      dataIndex: "types",
      width: 170,
      render: (types: string[], row) =>
        types.length === 0
          ? "–"
          : types.map((type) => (
              <Tag key={type} color={isOther(row, type) ? "red" : "default"} variant="filled">
                {words("propertyType", type)}
              </Tag>
            )),
    },
    {
      title: t("tracking.samples"),
      dataIndex: "samples",
      render: (samples: string[]) =>
        samples.map((one) => (
          <span className="zk-sample" key={one}>
            {one}
          </span>
        )),
    },
    { title: t("tracking.volume"), dataIndex: "events", align: "right", width: 100, render: format.count },
    { title: t("tracking.lastSeen"), dataIndex: "lastSeen", width: 155, render: format.instant },
  ];
}

/** One event: its volume, its properties as planned beside as seen, and what is wrong with it today. */
export function Component() {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const { name = "" } = useParams();
  const source = useUrlState(FILTERS).values.source ?? "";
  const shape = useShape(name, source);
  const columns = useColumns();
  const found = shape.data;
  return (
    <Page
      title={pick(found?.nameZh, found?.nameEn) || name}
      subtitle={[name, source, found?.owner, pick(found?.descriptionZh, found?.descriptionEn)]
        .filter(Boolean)
        .join(" · ")}
      crumbs={[{ label: t("tracking.planTitle"), to: "/tracking" }, { label: name }]}
    >
      <section className="zk-card zk-block">
        <h2>{t("tracking.volumeTitle")}</h2>
        <VolumeChart day={undefined} source={source} name={name} />
      </section>
      <Answer query={shape}>
        {({ properties }) => (
          <section className="zk-card zk-card-flush zk-block">
            <Table
              size="middle"
              rowKey="property"
              columns={columns}
              dataSource={properties}
              pagination={false}
              scroll={{ x: 980 }}
              locale={{
                emptyText: <Nothing title={t("tracking.noProperties")} hint={t("tracking.noPropertiesHint")} />,
              }}
            />
          </section>
        )}
      </Answer>
      <Wrong day={undefined} source={source} name={name} />
    </Page>
  );
}
