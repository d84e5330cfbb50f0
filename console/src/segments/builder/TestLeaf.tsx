import { CloseOutlined } from "@ant-design/icons";
import { Button, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useWords } from "../../i18n/useWords";
import type { LeafProps } from "./BehaviourLeaf";
import type { Expression } from "./draft";
import { DayEditor, ItemSelect } from "./fields";
import { freeType, needsValue, operatorsOf, shapeOf } from "./operators";
import { useBuilder } from "./useBuilder";
import { ValueEditor } from "./ValueEditor";

/** A tag or an attribute against a value; a tag also at another date. */
export function TestLeaf({ form, body, open, change }: LeafProps & { form: "tag" | "attribute" }) {
  const words = useWords();
  const { vocabulary } = useBuilder();
  const items = form === "tag" ? vocabulary.tags : vocabulary.attributes;
  const field = body[form] as string;
  const op = body.op as string;
  const item = items.find((one) => one.key === field);
  const operators = operatorsOf(item ?? { type: freeType(op, body.value), operators: [] });
  const at = body.at === undefined ? {} : { at: body.at };
  const withValue = (nextOp: string, value: unknown): Expression => ({
    [form]: field,
    op: nextOp,
    ...(needsValue(nextOp) ? { value } : {}),
    ...at,
  });
  const choose = (key: string) =>
    change({ [form]: key, op: operatorsOf(items.find((one) => one.key === key))[0] ?? "eq", ...at });
  return (
    <>
      <ItemSelect items={items} value={field} onChange={choose} open={open} />
      <Select
        value={op || undefined}
        disabled={!field}
        onChange={(next: string) => change(withValue(next, shapeOf(next) === shapeOf(op) ? body.value : undefined))}
        options={[...new Set([...operators, ...(op ? [op] : [])])].map((one) => ({
          value: one,
          label: words("operator", one),
        }))}
        popupMatchSelectWidth={false}
        style={{ minWidth: 100 }}
      />
      {field && (
        <ValueEditor
          item={item ?? { type: freeType(op, body.value) }}
          op={op}
          value={op === "in_band" && body.value !== undefined && !Array.isArray(body.value) ? [body.value] : body.value}
          onChange={(value) => change(withValue(op, value))}
          invalid={open}
        />
      )}
      {form === "tag" && field && (
        <AsOf
          at={body.at}
          change={(next) => change(next === undefined ? without(body) : { ...body, at: next })}
          open={open}
        />
      )}
    </>
  );
}

function without(body: Expression): Expression {
  const { at: _, ...rest } = body;
  return rest;
}

/** The day itself goes without saying. */
function AsOf({ at, change, open }: { at: unknown; change: (next: unknown) => void; open: boolean }) {
  const { t } = useTranslation();
  if (at === undefined) {
    return (
      <Button type="link" size="small" onClick={() => change({ days_ago: 30 })}>
        {t("builder.otherDay")}
      </Button>
    );
  }
  return (
    <span className="zk-unit">
      {t("builder.asOfDay")}
      <DayEditor value={at} onChange={change} invalid={open && at === ""} />
      <Button
        type="text"
        size="small"
        icon={<CloseOutlined />}
        aria-label={t("builder.asToday")}
        onClick={() => change(undefined)}
      />
    </span>
  );
}
