import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { BehaviourLeaf, type LeafProps } from "./BehaviourLeaf";
import { type Expression, isPlain, type Leaf as LeafNode } from "./draft";
import { replaceIn } from "./edits";
import { Frame } from "./Frame";
import { BEHAVIOURS, type Form, formOf } from "./forms";
import { SequenceLeaf } from "./SequenceLeaf";
import { ChangedLeaf, LookalikeLeaf, MembershipLeaf, NearLeaf, SampleLeaf, TopLeaf } from "./SetLeaves";
import { TestLeaf } from "./TestLeaf";
import { useBuilder } from "./useBuilder";

/** One condition with its editor; what no editor shows whole is edited as JSON. */
export function Leaf({ leaf, depth }: { leaf: LeafNode; depth: number }) {
  const { t } = useTranslation();
  const { edit, unfinished } = useBuilder();
  const [asJson, setAsJson] = useState(false);
  const form = formOf(leaf.body);
  const open = unfinished.has(leaf.id);
  const change = (body: unknown) =>
    edit((root) => replaceIn(root, leaf.id, (before) => ({ ...(before as LeafNode), body })), leaf.id);
  const toggle = form ? { asJson, toggle: () => setAsJson(!asJson) } : undefined;
  /** A behaviour says by its own first word which it is. */
  const labelOf = () => {
    if (!form) return t("builder.jsonLeaf");
    return BEHAVIOURS.some((one) => one === form) ? t("builder.heads.behaviour") : t(`builder.forms.${form}`);
  };
  return (
    <Frame node={leaf} depth={depth} label={labelOf()} json={toggle}>
      {form && !asJson ? (
        <FormBody form={form} body={leaf.body as Expression} open={open} change={change} />
      ) : (
        <JsonBody key={JSON.stringify(leaf.body)} body={leaf.body} change={change} />
      )}
    </Frame>
  );
}

function FormBody({ form, ...props }: LeafProps & { form: Form }) {
  switch (form) {
    case "tag":
    case "attribute":
      return <TestLeaf form={form} {...props} />;
    case "segment":
    case "list":
      return <MembershipLeaf form={form} {...props} />;
    case "changed":
      return <ChangedLeaf {...props} />;
    case "sequence":
      return <SequenceLeaf {...props} />;
    case "sample":
      return <SampleLeaf {...props} />;
    case "top":
      return <TopLeaf {...props} />;
    case "near":
      return <NearLeaf {...props} />;
    case "lookalike":
      return <LookalikeLeaf {...props} />;
    default:
      return <BehaviourLeaf form={form} {...props} />;
  }
}

function JsonBody({ body, change }: { body: unknown; change: (body: unknown) => void }) {
  const { t } = useTranslation();
  const written = JSON.stringify(body, null, 2);
  const [text, setText] = useState(written);
  const parsed = parsedObject(text);
  return (
    <div className="zk-json-leaf">
      <Input.TextArea
        value={text}
        onChange={(event) => setText(event.target.value)}
        autoSize={{ minRows: 2, maxRows: 14 }}
        spellCheck={false}
        status={parsed ? undefined : "error"}
        aria-label={t("builder.json")}
      />
      {text !== written && (
        <Button size="small" disabled={!parsed} onClick={() => change(parsed)}>
          {t("builder.jsonApply")}
        </Button>
      )}
    </div>
  );
}

function parsedObject(text: string): Expression | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isPlain(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
