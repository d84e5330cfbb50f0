import { Button, Drawer, Space, Table, type TableColumnsType, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../format/useFormat";
import { useWords } from "../../i18n/useWords";
import { Nothing } from "../../layout/States";
import type { Unplanned } from "../queries";
import { adopt, lacking, type PlanNode, textsOf } from "./document";

const ROWS = 20;
const PROPERTIES_SHOWN = 12;

/** What arrives and this draft lacks, of the sources it covers. */
export function offered(plan: PlanNode, found: readonly Unplanned[]): Unplanned[] {
  const sources = textsOf(plan, "sources");
  const covers = (source: string) => sources.length === 0 || sources.includes("*") || sources.includes(source);
  const byName = new Map(found.map((one) => [one.name, one]));
  return lacking(
    plan,
    found.filter((one) => one.sources.some(covers)),
  ).flatMap(({ name, properties }) => {
    const whole = byName.get(name);
    const left = new Set(properties.map(({ property }) => property));
    return whole ? [{ ...whole, properties: whole.properties.filter(({ property }) => left.has(property)) }] : [];
  });
}

function Properties({ row, take }: { row: Unplanned; take: (properties: Unplanned["properties"]) => void }) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <div className="zk-plan-offered">
      {row.properties.slice(0, PROPERTIES_SHOWN).map((one) => (
        <div key={one.property}>
          <code>{one.property}</code>
          <Tag variant="filled">{words("propertyType", one.type)}</Tag>
          {one.samples.slice(0, 3).map((sample) => (
            <span className="zk-sample" key={sample}>
              {sample}
            </span>
          ))}
          {row.isPlanned && row.properties.length > 1 && (
            <Button size="small" type="link" onClick={() => take([one])}>
              {t("tracking.form.adopt")}
            </Button>
          )}
        </div>
      ))}
      {row.properties.length > PROPERTIES_SHOWN && (
        <small className="zk-soft">
          {t("tracking.form.moreProperties", { number: row.properties.length - PROPERTIES_SHOWN })}
        </small>
      )}
    </div>
  );
}

/** Events and properties that came by themselves; one click puts them into the draft with the types they came with. */
export function Adopt(props: {
  open: boolean;
  close: () => void;
  plan: PlanNode;
  found: Unplanned[];
  change: (plan: PlanNode) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const take = (row: Unplanned, properties = row.properties) => props.change(adopt(props.plan, { ...row, properties }));
  const columns: TableColumnsType<Unplanned> = [
    {
      title: t("tracking.event"),
      width: 210,
      render: (_, row) => (
        <span className="zk-two">
          <b className="zk-plan-code">{row.name}</b>
          <small>
            {row.isPlanned ? t("tracking.form.isPlannedLacks") : row.sources.join("、")} ·{" "}
            {format.instant(row.lastSeen)}
          </small>
        </span>
      ),
    },
    { title: t("tracking.volume"), dataIndex: "events", align: "right", width: 80, render: format.count },
    {
      title: t("tracking.form.properties"),
      render: (_, row) => <Properties row={row} take={(properties) => take(row, properties)} />,
    },
    {
      width: 90,
      align: "right",
      render: (_, row) => (
        <Button size="small" type="primary" ghost onClick={() => take(row)}>
          {t("tracking.form.adopt")}
        </Button>
      ),
    },
  ];
  return (
    <Drawer
      open={props.open}
      onClose={props.close}
      size={820}
      title={t("tracking.form.discovered")}
      extra={
        props.found.length > 0 && (
          <Space>
            <Button type="primary" onClick={() => props.change(props.found.reduce(adopt, props.plan))}>
              {t("tracking.form.adoptAll", { number: props.found.length })}
            </Button>
          </Space>
        )
      }
    >
      <p className="zk-soft">{t("tracking.form.discoveredHint")}</p>
      <Table
        size="small"
        rowKey="name"
        columns={columns}
        dataSource={props.found}
        pagination={{ pageSize: ROWS, size: "small", hideOnSinglePage: true, showSizeChanger: false }}
        locale={{
          emptyText: (
            <Nothing title={t("tracking.form.nothingDiscovered")} hint={t("tracking.form.nothingDiscoveredHint")} />
          ),
        }}
      />
    </Drawer>
  );
}
