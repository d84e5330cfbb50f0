import { DeleteOutlined, HolderOutlined, MoreOutlined } from "@ant-design/icons";
import { Button, Dropdown, type MenuProps } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Node } from "./draft";
import { duplicate, type Edit, mayUnwrap, negate, placeOf, remove, shift, unwrap, wrap } from "./edits";
import { useBuilder } from "./useBuilder";

export const DEPTH_MAX = 6;

type JsonToggle = { asJson: boolean; toggle: () => void };

/** The handle by which a condition or a group is dragged. */
export function Handle({ id }: { id: string }) {
  const { t } = useTranslation();
  const { drag } = useBuilder();
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: whoever has no mouse moves by the menu beside
    <span
      className="zk-handle"
      draggable
      title={t("builder.drag")}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", id);
        const card = event.currentTarget.closest(".zk-leaf, .zk-group");
        if (card) event.dataTransfer.setDragImage(card, 12, 12);
        // Slots open only after the browser has taken its picture of the card.
        setTimeout(() => drag(id));
      }}
      onDragEnd={() => drag(undefined)}
    >
      <HolderOutlined />
    </span>
  );
}

/** What can be done with a condition or a group, whatever it says. */
export function Actions({ node, depth, json }: { node: Node; depth: number; json?: JsonToggle }) {
  const { t } = useTranslation();
  const { root, edit } = useBuilder();
  const place = placeOf(root, node.id);
  if (!place) return null;
  const item = (key: string, label: string, change: Edit, disabled = false) => ({
    key,
    label,
    disabled,
    onClick: () => edit(change),
  });
  const items: MenuProps["items"] = [
    item("up", t("builder.moveUp"), shift(node.id, -1), place.at === 0),
    item("down", t("builder.moveDown"), shift(node.id, 1), place.at === place.group.children.length - 1),
    { type: "divider" },
    item("duplicate", t("builder.duplicate"), duplicate(node.id)),
    item("negate", node.not > 0 ? t("builder.affirm") : t("builder.negate"), negate(node.id)),
    item("wrap", t("builder.wrap"), wrap(node.id), depth >= DEPTH_MAX),
    ...(node.kind === "group"
      ? [item("unwrap", t("builder.unwrap"), unwrap(node.id), !mayUnwrap(node, place.group))]
      : []),
    ...(json
      ? [{ key: "json", label: json.asJson ? t("builder.writeForm") : t("builder.writeJson"), onClick: json.toggle }]
      : []),
  ];
  return (
    <span className="zk-actions">
      <Dropdown menu={{ items }} trigger={["click"]} placement="bottomRight">
        <Button type="text" size="small" icon={<MoreOutlined />} aria-label={t("builder.more")} />
      </Dropdown>
      <Button
        type="text"
        size="small"
        icon={<DeleteOutlined />}
        aria-label={t("segments.remove")}
        onClick={() => edit(remove(node.id))}
      />
    </span>
  );
}

export function Frame(props: { node: Node; depth: number; label: ReactNode; json?: JsonToggle; children: ReactNode }) {
  const { t } = useTranslation();
  const { unfinished, dragged } = useBuilder();
  const { node } = props;
  const classes = ["zk-leaf"];
  if (unfinished.has(node.id)) classes.push("zk-leaf-open");
  if (node.not > 0) classes.push("zk-leaf-not");
  if (dragged === node.id) classes.push("zk-dragged");
  return (
    <div className={classes.join(" ")}>
      <Handle id={node.id} />
      <span className="zk-leaf-kind">
        {node.not > 0 && <em>{t("builder.excluded")}</em>}
        {props.label}
      </span>
      <div className="zk-leaf-body">
        {props.children}
        <Refusals id={node.id} />
      </div>
      <Actions node={node} depth={props.depth} json={props.json} />
    </div>
  );
}

/** What the server says is wrong, at the condition that it speaks of. */
export function Refusals({ id }: { id: string }) {
  const { refusals } = useBuilder();
  const found = refusals.get(id);
  if (!found) return null;
  return (
    <ul className="zk-refusals" role="alert">
      {found.map((refusal) => (
        <li key={`${refusal.field}:${refusal.message}`}>
          {refusal.field && <code>{refusal.field}</code>} {refusal.message}
        </li>
      ))}
    </ul>
  );
}
