import { PlusOutlined } from "@ant-design/icons";
import { Button, Checkbox, Dropdown, Segmented } from "antd";
import { Fragment, useState } from "react";
import { useTranslation } from "react-i18next";
import { Nothing } from "../../layout/States";
import { emptyGroup, type Group, leafOf, type Node } from "./draft";
import { append, move, replaceIn } from "./edits";
import { Actions, DEPTH_MAX, Handle, Refusals } from "./Frame";
import { emptyOf, FORM_GROUPS, type Form } from "./forms";
import { Leaf } from "./Leaf";
import { useBuilder } from "./useBuilder";
import "./builder.css";

type Hinted = keyof typeof import("../../i18n/zh/segmentation").builder.hints;
const HINTED: readonly string[] = [
  "changed",
  "first_time",
  "regularly",
  "stopped",
  "restarted",
  "sequence",
  "sample",
  "top",
  "near",
  "lookalike",
];

function AddMenu({ group, depth }: { group: Group; depth: number }) {
  const { t } = useTranslation();
  const { edit } = useBuilder();
  const add = (child: Node) => edit(append(group.id, child));
  const heads = Object.keys(FORM_GROUPS) as (keyof typeof FORM_GROUPS)[];
  const items = heads.map((head) => ({
    key: head,
    type: "group" as const,
    label: t(`builder.heads.${head}`),
    children: FORM_GROUPS[head].map((form: Form) => ({
      key: form,
      label: (
        <span className="zk-add-form">
          {t(`builder.forms.${form}`)}
          {HINTED.includes(form) && <small>{t(`builder.hints.${form as Hinted}`)}</small>}
        </span>
      ),
      onClick: () => add(leafOf(emptyOf(form))),
    })),
  }));
  return (
    <div className="zk-add">
      <Dropdown menu={{ items, className: "zk-add-menu" }} trigger={["click"]}>
        <Button size="small" icon={<PlusOutlined />}>
          {t("segments.addCondition")}
        </Button>
      </Dropdown>
      {depth < DEPTH_MAX && (
        <Button size="small" type="text" onClick={() => add(emptyGroup(group.op === "and" ? "or" : "and"))}>
          {t("segments.addGroup")}
        </Button>
      )}
    </div>
  );
}

/** Where a dragged condition can be let go. */
function Slot({ group, at }: { group: Group; at: number }) {
  const { edit, dragged, drag } = useBuilder();
  const [over, setOver] = useState(false);
  if (!dragged) return null;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: whoever has no mouse moves by the menu of the condition
    <div
      className={over ? "zk-slot zk-slot-over" : "zk-slot"}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        edit(move(dragged, group.id, at));
        drag(undefined);
      }}
    />
  );
}

/** A group of conditions that all, or any, must hold; groups nest. */
export function GroupEditor({ group, depth }: { group: Group; depth: number }) {
  const { t } = useTranslation();
  const { edit, dragged } = useBuilder();
  const set = (next: Partial<Pick<Group, "op" | "not">>) =>
    edit((root) => replaceIn(root, group.id, (before) => ({ ...(before as Group), ...next })));
  const classes = [`zk-group zk-group-${group.op}`];
  if (group.not > 0) classes.push("zk-group-not");
  if (dragged === group.id) classes.push("zk-dragged");
  return (
    <div className={classes.join(" ")}>
      <div className="zk-group-head">
        {depth > 0 && <Handle id={group.id} />}
        <Segmented
          size="small"
          value={group.op}
          onChange={(op) => set({ op: op as Group["op"] })}
          options={[
            { value: "and", label: t("segments.and") },
            { value: "or", label: t("segments.or") },
          ]}
        />
        <Checkbox checked={group.not > 0} onChange={(event) => set({ not: event.target.checked ? 1 : 0 })}>
          {t("segments.not")}
        </Checkbox>
        {depth > 0 && <Actions node={group} depth={depth} />}
      </div>
      <div className="zk-group-body" data-joint={group.op === "and" ? t("segments.andShort") : t("segments.orShort")}>
        {group.children.length === 0 && depth === 0 && (
          <Nothing title={t("builder.emptyTitle")} hint={t("builder.emptyHint")} />
        )}
        {group.children.map((child, at) => (
          <Fragment key={child.id}>
            <Slot group={group} at={at} />
            {child.kind === "group" ? (
              <GroupEditor group={child} depth={depth + 1} />
            ) : (
              <Leaf leaf={child} depth={depth} />
            )}
          </Fragment>
        ))}
        <Slot group={group} at={group.children.length} />
        <Refusals id={group.id} />
        <AddMenu group={group} depth={depth} />
      </div>
    </div>
  );
}
