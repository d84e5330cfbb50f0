import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Input, InputNumber, Select } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../../api/client";
import { useLanguage } from "../../i18n/useLanguage";
import { useWords } from "../../i18n/useWords";
import {
  type Behaviour,
  emptyWhere,
  type FieldTest,
  type Membership,
  type Verbatim,
  type WhereTest,
} from "./conditions";
import { operatorsOf, whereOperatorsOf } from "./operators";
import { ValueEditor } from "./ValueEditor";

type Vocabulary = Schemas["Vocabulary"];
type Item = Schemas["VocabularyItem"];
type LeafProps<T> = {
  condition: T;
  vocabulary: Vocabulary;
  invalid: boolean;
  change: (next: T) => void;
  remove: () => void;
};

/** Names in the reader's language, under their dimension when they have one. */
type Choice = { value?: string; label: string; search?: string; options?: Choice[] };
function useChoices(items: Item[]): Choice[] {
  const { pick } = useLanguage();
  const words = useWords();
  const option = (item: Item) => ({
    value: item.key,
    label: pick(item.nameZh, item.nameEn) || item.key,
    search: `${item.key} ${item.nameZh} ${item.nameEn}`,
  });
  if (!items.some((item) => item.dimension)) return items.map(option);
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(item.dimension ?? "", [...(groups.get(item.dimension ?? "") ?? []), item]);
  return [...groups].map(([dimension, members]) => ({
    label: words("dimension", dimension),
    options: members.map(option),
  }));
}

function Frame({
  label,
  invalid,
  remove,
  children,
}: {
  label: ReactNode;
  invalid: boolean;
  remove: () => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <div className={invalid ? "zk-leaf zk-leaf-open" : "zk-leaf"}>
      <span className="zk-leaf-kind">{label}</span>
      <div className="zk-leaf-body">{children}</div>
      <Button type="text" size="small" icon={<DeleteOutlined />} onClick={remove} aria-label={t("segments.remove")} />
    </div>
  );
}

export function FieldLeaf({ condition, vocabulary, invalid, change, remove }: LeafProps<FieldTest>) {
  const { t } = useTranslation();
  const words = useWords();
  const items = condition.kind === "tag" ? vocabulary.tags : vocabulary.attributes;
  const item = items.find((one) => one.key === condition.field);
  const choices = useChoices(items);
  const operators = operatorsOf(item);
  const choose = (field: string) => {
    const next = items.find((one) => one.key === field);
    const op = operatorsOf(next)[0] ?? "";
    change({ ...condition, field, op, value: undefined });
  };
  return (
    <Frame
      label={condition.kind === "tag" ? t("segments.tagCondition") : t("segments.attributeCondition")}
      invalid={invalid}
      remove={remove}
    >
      <Select
        showSearch={{ optionFilterProp: "search" }}
        value={condition.field || undefined}
        onChange={choose}
        placeholder={t("segments.chooseField")}
        status={invalid && !condition.field ? "error" : undefined}
        options={choices}
        style={{ minWidth: 190 }}
      />
      <Select
        value={condition.op || undefined}
        disabled={!condition.field}
        onChange={(op: string) =>
          change({ ...condition, op, value: shape(op) === shape(condition.op) ? condition.value : undefined })
        }
        options={[...new Set([...operators, ...(condition.op ? [condition.op] : [])])].map((op) => ({
          value: op,
          label: words("operator", op),
        }))}
        style={{ minWidth: 104 }}
      />
      {item ? (
        <ValueEditor
          item={item}
          op={condition.op}
          value={condition.value}
          onChange={(value) => change({ ...condition, value })}
          invalid={invalid}
        />
      ) : (
        condition.value !== undefined && <code className="zk-soft">{JSON.stringify(condition.value)}</code>
      )}
    </Frame>
  );
}

/** Operators of one shape can keep the value when they are exchanged. */
function shape(op: string): string {
  if (["in", "not_in"].includes(op)) return "many";
  if (["between", "in_band", "is_null", "not_null"].includes(op)) return op;
  return "one";
}

function WhereLeaf(props: {
  test: WhereTest;
  properties: Item[];
  invalid: boolean;
  change: (next: WhereTest) => void;
  remove: () => void;
}) {
  const { test, properties, invalid, change } = props;
  const { t } = useTranslation();
  const words = useWords();
  const choices = useChoices(properties);
  const item = properties.find((one) => one.key === test.field);
  return (
    <div className="zk-where">
      <span className="zk-soft">{t("segments.where")}</span>
      {properties.length > 0 ? (
        <Select
          showSearch={{ optionFilterProp: "search" }}
          value={test.field || undefined}
          onChange={(field: string) =>
            change({
              ...test,
              field,
              op: whereOperatorsOf(properties.find((one) => one.key === field))[0] ?? "eq",
              value: undefined,
            })
          }
          placeholder={t("segments.chooseField")}
          options={choices}
          style={{ minWidth: 130 }}
        />
      ) : (
        <Input
          value={test.field}
          onChange={(event) => change({ ...test, field: event.target.value })}
          placeholder={t("segments.property")}
          style={{ width: 130 }}
        />
      )}
      <Select
        value={test.op}
        onChange={(op: string) => change({ ...test, op, value: shape(op) === shape(test.op) ? test.value : undefined })}
        options={[...new Set([...whereOperatorsOf(item ?? { type: "number" }), "in", test.op])].map((op) => ({
          value: op,
          label: words("operator", op),
        }))}
        style={{ minWidth: 96 }}
      />
      <ValueEditor
        item={item ?? { type: "text" }}
        op={test.op}
        value={test.value}
        onChange={(value) => change({ ...test, value })}
        invalid={invalid && test.value === undefined}
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

export function BehaviourLeaf({ condition, vocabulary, invalid, change, remove }: LeafProps<Behaviour>) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const event = vocabulary.events.find((one) => one.name === condition.event);
  const setWhere = (id: string, next: WhereTest | undefined) =>
    change({
      ...condition,
      where: condition.where.flatMap((test) => (test.id === id ? (next ? [next] : []) : [test])),
    });
  return (
    <Frame
      label={condition.never ? t("segments.didNotCondition") : t("segments.didCondition")}
      invalid={invalid}
      remove={remove}
    >
      <Select
        showSearch={{ optionFilterProp: "search" }}
        value={condition.event || undefined}
        onChange={(name: string) => change({ ...condition, event: name, where: [] })}
        placeholder={t("segments.chooseField")}
        status={invalid && !condition.event ? "error" : undefined}
        options={vocabulary.events.map((one) => ({
          value: one.name,
          label: pick(one.nameZh, one.nameEn) || one.name,
          search: `${one.name} ${one.nameZh} ${one.nameEn}`,
        }))}
        style={{ minWidth: 160 }}
      />
      <span className="zk-unit">
        {t("segments.atLeast")}
        <InputNumber
          min={1}
          precision={0}
          value={condition.atLeast}
          onChange={(atLeast) => change({ ...condition, atLeast: atLeast ?? 1 })}
          style={{ width: 64 }}
        />
        {t("segments.times")}
      </span>
      <span className="zk-unit">
        {t("segments.withinDays")}
        <InputNumber
          min={1}
          precision={0}
          value={condition.withinDays}
          placeholder={t("segments.everDays")}
          onChange={(withinDays) => change({ ...condition, withinDays: withinDays ?? null })}
          style={{ width: 76 }}
        />
        {t("segments.daysUnit")}
      </span>
      <Button
        type="link"
        size="small"
        icon={<PlusOutlined />}
        onClick={() => change({ ...condition, where: [...condition.where, emptyWhere()] })}
      >
        {t("segments.addWhere")}
      </Button>
      {condition.where.map((test) => (
        <WhereLeaf
          key={test.id}
          test={test}
          properties={event?.properties ?? []}
          invalid={invalid}
          change={(next) => setWhere(test.id, next)}
          remove={() => setWhere(test.id, undefined)}
        />
      ))}
    </Frame>
  );
}

export function MembershipLeaf({ condition, vocabulary, invalid, change, remove }: LeafProps<Membership>) {
  const { t } = useTranslation();
  const items = condition.kind === "segment" ? vocabulary.segments : vocabulary.lists;
  const choices = useChoices(items);
  return (
    <Frame
      label={condition.kind === "segment" ? t("segments.inSegment") : t("segments.inList")}
      invalid={invalid}
      remove={remove}
    >
      {items.length > 0 ? (
        <Select
          showSearch={{ optionFilterProp: "search" }}
          value={condition.key || undefined}
          onChange={(key: string) => change({ ...condition, key })}
          placeholder={t("segments.chooseField")}
          status={invalid ? "error" : undefined}
          options={choices}
          style={{ minWidth: 220 }}
        />
      ) : (
        <Input
          value={condition.key}
          onChange={(event) => change({ ...condition, key: event.target.value.trim() })}
          placeholder={t("segments.listKey")}
          status={invalid ? "error" : undefined}
          style={{ width: 220 }}
        />
      )}
    </Frame>
  );
}

export function VerbatimLeaf({ condition, remove }: { condition: Verbatim; remove: () => void }) {
  const { t } = useTranslation();
  return (
    <Frame label={t("segments.unsupported")} invalid={false} remove={remove}>
      <code>{JSON.stringify(condition.expression)}</code>
    </Frame>
  );
}
