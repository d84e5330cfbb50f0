import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { AutoComplete, Button, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../../api/client";
import { useLanguage } from "../../i18n/useLanguage";
import { useWords } from "../../i18n/useWords";
import type { Expression } from "./draft";
import { ItemSelect } from "./fields";
import { freeType, needsValue, shapeOf, whereOperatorsOf } from "./operators";
import { useBuilder } from "./useBuilder";
import { ValueEditor } from "./ValueEditor";
import { testsOf, type WhereTest, whereOf } from "./where";

type Item = Schemas["VocabularyItem"];

/** What every event has beside its own properties. */
const EVENT_COLUMNS = ["channel", "source", "type", "session_id", "properties."];

/** An event or the transactions, and what must hold of each one. */
export function ActEditor({
  act,
  change,
  open,
}: {
  act: Expression;
  change: (next: Expression) => void;
  open: boolean;
}) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const { vocabulary } = useBuilder();
  const event = vocabulary.events.find((one) => one.name === act.event);
  const tests = testsOf(act.where);
  const setTests = (next: WhereTest[]) => {
    const { where: _, ...rest } = act;
    const where = whereOf(next);
    const { event: name, ...others } = rest;
    change({ event: name, ...(where ? { where } : {}), ...others });
  };
  return (
    <>
      <Select
        showSearch={{ optionFilterProp: "search" }}
        value={(act.event as string) || undefined}
        onChange={(name: string) => {
          const { where: _, ...rest } = act;
          change({ ...rest, event: name });
        }}
        placeholder={t("builder.choose")}
        status={open && !act.event ? "error" : undefined}
        options={vocabulary.events.map((one) => ({
          value: one.name,
          label: pick(one.nameZh, one.nameEn) || one.name,
          search: `${one.name} ${one.nameZh} ${one.nameEn}`,
        }))}
        popupMatchSelectWidth={false}
        style={{ minWidth: 150 }}
      />
      {tests.map((test, at) => (
        <WhereRow
          // biome-ignore lint/suspicious/noArrayIndexKey: tests have no name but their place
          key={at}
          test={test}
          taken={tests.filter((other) => other !== test && other.field === test.field).map((other) => other.op)}
          properties={event?.properties ?? []}
          open={open}
          change={(next) => setTests(tests.map((one, place) => (place === at ? next : one)))}
          remove={() => setTests(tests.filter((_, place) => place !== at))}
        />
      ))}
      <Button
        type="link"
        size="small"
        icon={<PlusOutlined />}
        disabled={!act.event || tests.some((test) => test.field === "")}
        onClick={() => setTests([...tests, { field: "", op: "eq", value: undefined }])}
      >
        {t("segments.addWhere")}
      </Button>
    </>
  );
}

function WhereRow(props: {
  test: WhereTest;
  taken: string[];
  properties: Item[];
  open: boolean;
  change: (next: WhereTest) => void;
  remove: () => void;
}) {
  const { test, properties, change } = props;
  const { t } = useTranslation();
  const words = useWords();
  const item = properties.find((one) => one.key === test.field);
  const operators = [...new Set([...whereOperatorsOf(item), test.op])].filter((op) => !props.taken.includes(op));
  const choose = (field: string) => {
    const known = properties.find((one) => one.key === field);
    change({
      field,
      op: known ? (whereOperatorsOf(known)[0] ?? "eq") : test.op,
      value: known ? undefined : test.value,
    });
  };
  return (
    <div className="zk-where">
      <span className="zk-soft">{t("segments.where")}</span>
      {properties.length > 0 ? (
        <ItemSelect items={properties} value={test.field} onChange={choose} open={props.open} width={130} />
      ) : (
        <AutoComplete
          value={test.field}
          onChange={choose}
          options={EVENT_COLUMNS.map((value) => ({ value }))}
          placeholder={t("segments.property")}
          status={props.open && !test.field ? "error" : undefined}
          style={{ width: 170 }}
        />
      )}
      <Select
        value={test.op}
        onChange={(op: string) =>
          change({ ...test, op, value: needsValue(op) && shapeOf(op) === shapeOf(test.op) ? test.value : undefined })
        }
        options={operators.map((op) => ({ value: op, label: words("operator", op) }))}
        popupMatchSelectWidth={false}
        style={{ minWidth: 96 }}
      />
      <ValueEditor
        item={item ?? { type: freeType(test.op, test.value) }}
        op={test.op}
        value={test.value}
        onChange={(value) => change({ ...test, value })}
        invalid={props.open && test.value === undefined}
      />
      <Button
        type="text"
        size="small"
        icon={<DeleteOutlined />}
        onClick={props.remove}
        aria-label={t("segments.remove")}
      />
    </div>
  );
}
