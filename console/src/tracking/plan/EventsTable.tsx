import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Badge, Button, Checkbox, Popconfirm, Table, type TableColumnsType } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../format/useFormat";
import { useWords } from "../../i18n/useWords";
import { Nothing } from "../../layout/States";
import { SearchBox } from "../../tables/SearchBox";
import { bothOf, nodesOf, type PlanNode, type Step, textOf } from "./document";
import { BothField, ChoiceField, Labelled, TextField, ViolationField } from "./fields";
import { PropertiesTable } from "./PropertiesTable";
import { usePlanDraft } from "./usePlanDraft";

const PAGE_ROWS = 20;
export const OTHER_PROPERTIES = ["keep", "mark", "drop"];

type Row = { at: PlanNode; steps: Step[]; index: number };

/** What of an event is searched: its names, its owner, and its properties. */
function texts({ at }: Row): string[] {
  const { zh, en } = bothOf(at, "name");
  const properties = nodesOf(at, "properties").map((property) => textOf(property, "property"));
  return [textOf(at, "event"), zh, en, textOf(at, "owner"), ...properties];
}

function useColumns(inherited: string): TableColumnsType<Row> {
  const { t } = useTranslation();
  const format = useFormat();
  const draft = usePlanDraft();
  const owner = textOf(draft.plan, "owner");
  return [
    {
      title: t("tracking.event"),
      width: 200,
      render: (_, row) => <TextField {...row} field="event" label={t("tracking.event")} code />,
    },
    {
      title: t("tracking.form.name"),
      width: 330,
      render: (_, row) => <BothField {...row} field="name" label={t("tracking.form.name")} />,
    },
    {
      title: t("common.owner"),
      width: 160,
      render: (_, row) => <TextField {...row} field="owner" label={t("common.owner")} placeholder={owner} />,
    },
    {
      title: t("tracking.form.onViolation"),
      width: 120,
      render: (_, row) => <ViolationField at={row.at} steps={row.steps} inherited={inherited} />,
    },
    {
      title: t("tracking.form.properties"),
      align: "right",
      width: 80,
      render: (_, row) => {
        const faults = draft.faults(...row.steps, "properties").length;
        return (
          <Badge count={faults} size="small" offset={[4, 2]} title={t("tracking.form.faults", { number: faults })}>
            <span className="zk-plan-count">{format.count(nodesOf(row.at, "properties").length)}</span>
          </Badge>
        );
      },
    },
    {
      width: 44,
      render: (_, row) => (
        <Popconfirm
          title={t("tracking.form.removeEvent", { name: textOf(row.at, "event") })}
          onConfirm={() => draft.remove(["events"], row.index)}
        >
          <Button size="small" type="text" icon={<DeleteOutlined />} aria-label={t("tracking.form.remove")} />
        </Popconfirm>
      ),
    },
  ];
}

function EventFields({ at, steps, inherited }: Row & { inherited: string }) {
  const { t } = useTranslation();
  const words = useWords();
  const { plan } = usePlanDraft();
  return (
    <div className="zk-plan-event">
      <div className="zk-plan-event-head">
        <Labelled label={t("tracking.form.description")}>
          <BothField at={at} steps={steps} field="description" label={t("tracking.form.description")} />
        </Labelled>
        <Labelled label={t("tracking.form.otherProperties")}>
          <ChoiceField
            at={at}
            steps={steps}
            field="other_properties"
            label={t("tracking.form.otherProperties")}
            group="unplanned"
            codes={OTHER_PROPERTIES}
            otherwise={t("tracking.form.inherits", {
              word: words("unplanned", textOf(plan, "other_properties") || "keep"),
            })}
          />
        </Labelled>
      </div>
      <PropertiesTable event={at} steps={steps} inherited={inherited} />
    </div>
  );
}

/** The plan's events; a row opens its properties. */
export function EventsTable() {
  const { t } = useTranslation();
  const format = useFormat();
  const draft = usePlanDraft();
  const [q, setQ] = useState("");
  const [onlyFaulty, setOnlyFaulty] = useState(false);
  const [open, setOpen] = useState<readonly number[]>([]);
  const inherited = textOf(draft.plan, "on_violation") || "mark";
  const columns = useColumns(inherited);
  const all = nodesOf(draft.plan, "events").map((at, index): Row => ({ at, index, steps: ["events", index] }));
  const isFaulty = (row: Row) => draft.faults(...row.steps).length > 0;
  const faulty = all.filter(isFaulty).length;
  const asked = q.toLowerCase();
  const rows = all.filter(
    (row) =>
      (!onlyFaulty || faulty === 0 || isFaulty(row)) &&
      (asked === "" || texts(row).some((text) => text.toLowerCase().includes(asked))),
  );
  const add = () => {
    setQ("");
    draft.addFirst(["events"], { event: "", name: { zh: "", en: "" } });
    setOpen([0]);
  };
  return (
    <section className="zk-card zk-card-flush zk-block">
      <div className="zk-toolbar">
        <SearchBox value={q} onSearch={setQ} placeholder={t("tracking.form.search")} />
        {faulty > 0 && (
          <Checkbox checked={onlyFaulty} onChange={(event) => setOnlyFaulty(event.target.checked)}>
            {t("tracking.form.onlyFaulty", { number: faulty })}
          </Checkbox>
        )}
        <Button icon={<PlusOutlined />} onClick={add}>
          {t("tracking.form.addEvent")}
        </Button>
        <span className="zk-count">{t("common.total", { number: format.count(rows.length) })}</span>
      </div>
      <Table
        size="small"
        className="zk-plan-events"
        rowKey="index"
        columns={columns}
        dataSource={rows}
        scroll={{ x: 1000 }}
        pagination={{ defaultPageSize: PAGE_ROWS, size: "small", hideOnSinglePage: true, showSizeChanger: false }}
        expandable={{
          expandedRowKeys: open,
          onExpandedRowsChange: (keys) => setOpen(keys.map(Number)),
          expandedRowRender: (row) => <EventFields {...row} inherited={inherited} />,
        }}
        locale={{
          emptyText: <Nothing title={t("tracking.form.noEvents")} hint={t("tracking.form.noEventsHint")} />,
        }}
      />
    </section>
  );
}
