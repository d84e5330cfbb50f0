import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Checkbox, Select, Table, type TableColumnsType } from "antd";
import { useTranslation } from "react-i18next";
import { nodesOf, type PlanNode, type Step, textOf, textsOf, writeValues } from "./document";
import { BothField, ChoiceField, Faulty, NumberField, TextField, ViolationField } from "./fields";
import { usePlanDraft } from "./usePlanDraft";

const TYPES = ["text", "integer", "number", "money", "flag", "date", "instant", "list", "object", "any"];
const WITH_RANGE = new Set(["number", "integer", "money"]);
const WITH_VALUES = new Set(["text", "integer"]);
const PRIVACY = ["plain", "mask", "hash", "never"];
const SEPARATORS = [",", "，", "、", ";"];

type Row = { at: PlanNode; steps: Step[]; index: number };

function Values({ at, steps }: Row) {
  const { t } = useTranslation();
  const draft = usePlanDraft();
  const faults = draft.faults(...steps, "values");
  const texts = textsOf(at, "values");
  return (
    <Faulty faults={faults}>
      {texts.length > 0 || WITH_VALUES.has(textOf(at, "type")) ? (
        <Select
          mode="tags"
          value={texts}
          open={false}
          suffixIcon={null}
          tokenSeparators={SEPARATORS}
          status={faults.length > 0 ? "error" : undefined}
          aria-label={t("tracking.form.values")}
          placeholder={t("tracking.form.anyValue")}
          onChange={(next: string[]) => draft.write([...steps, "values"], writeValues(at, next))}
        />
      ) : (
        <span className="zk-soft">–</span>
      )}
    </Faulty>
  );
}

function Range({ at, steps }: Row) {
  const { t } = useTranslation();
  const hasRange = WITH_RANGE.has(textOf(at, "type")) || at.at_least !== undefined || at.at_most !== undefined;
  if (!hasRange) return <span className="zk-soft">–</span>;
  return (
    <div className="zk-plan-range">
      <NumberField at={at} steps={steps} field="at_least" label={t("tracking.form.atLeast")} placeholder="≥" />
      <NumberField at={at} steps={steps} field="at_most" label={t("tracking.form.atMost")} placeholder="≤" />
    </div>
  );
}

function Required({ at, steps }: Row) {
  const { t } = useTranslation();
  const draft = usePlanDraft();
  return (
    <Faulty faults={draft.faults(...steps, "required")}>
      <Checkbox
        checked={at.required === true}
        aria-label={t("tracking.isRequired")}
        onChange={(event) => draft.write([...steps, "required"], event.target.checked)}
      />
    </Faulty>
  );
}

function useColumns(holder: readonly Step[], inherited: string): TableColumnsType<Row> {
  const { t } = useTranslation();
  const draft = usePlanDraft();
  return [
    {
      title: t("tracking.property"),
      width: 146,
      render: (_, row) => <TextField {...row} field="property" label={t("tracking.property")} code />,
    },
    {
      title: t("tracking.form.name"),
      width: 196,
      render: (_, row) => <BothField {...row} field="name" label={t("tracking.form.name")} />,
    },
    {
      title: t("tracking.form.type"),
      width: 92,
      render: (_, row) => (
        <ChoiceField {...row} field="type" label={t("tracking.form.type")} group="propertyType" codes={TYPES} />
      ),
    },
    { title: t("tracking.isRequired"), width: 54, align: "center", render: (_, row) => <Required {...row} /> },
    { title: t("tracking.form.values"), width: 220, render: (_, row) => <Values {...row} /> },
    { title: t("tracking.form.range"), width: 150, render: (_, row) => <Range {...row} /> },
    {
      title: t("tracking.form.onViolation"),
      width: 116,
      render: (_, row) => <ViolationField at={row.at} steps={row.steps} inherited={inherited} />,
    },
    {
      title: t("tracking.form.privacy"),
      width: 106,
      render: (_, row) => (
        <ChoiceField
          {...row}
          field="privacy"
          label={t("tracking.form.privacy")}
          group="privacy"
          codes={PRIVACY}
          otherwise={t("tracking.form.byPattern")}
        />
      ),
    },
    {
      width: 40,
      render: (_, row) => (
        <Button
          size="small"
          type="text"
          icon={<DeleteOutlined />}
          aria-label={t("tracking.form.removeProperty")}
          onClick={() => draft.remove(holder, row.index)}
        />
      ),
    },
  ];
}

/** The properties of one event, edited where they stand. */
export function PropertiesTable({ event, steps, inherited }: { event: PlanNode; steps: Step[]; inherited: string }) {
  const { t } = useTranslation();
  const draft = usePlanDraft();
  const holder = [...steps, "properties"];
  const own = textOf(event, "on_violation") || inherited;
  const rows = nodesOf(event, "properties").map((at, index) => ({ at, index, steps: [...holder, index] }));
  const faults = draft.faults(...holder).filter((fault) => fault.field.endsWith(".properties"));
  return (
    <Faulty faults={faults}>
      <Table
        size="small"
        className="zk-plan-properties"
        rowKey="index"
        columns={useColumns(holder, own)}
        dataSource={rows}
        pagination={false}
        scroll={{ x: 1080 }}
        locale={{ emptyText: t("tracking.form.noProperties") }}
        footer={() => (
          <Button
            size="small"
            icon={<PlusOutlined />}
            onClick={() => draft.addLast(holder, { property: "", type: "text" })}
          >
            {t("tracking.form.addProperty")}
          </Button>
        )}
      />
    </Faulty>
  );
}
