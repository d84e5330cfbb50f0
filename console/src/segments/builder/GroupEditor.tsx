import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Checkbox, Dropdown, Segmented } from "antd";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../../api/client";
import {
  addTo,
  type Condition,
  emptyBehaviour,
  emptyGroup,
  emptyMembership,
  emptyTest,
  type Group,
  replaceIn,
} from "./conditions";
import { BehaviourLeaf, FieldLeaf, MembershipLeaf, VerbatimLeaf } from "./Leaves";
import "./builder.css";

export type BuilderProps = {
  root: Group;
  change: (root: Group) => void;
  vocabulary: Schemas["Vocabulary"];
  unfinished: ReadonlySet<string>;
};

const DEPTH_MAX = 4;

function AddMenu({ group, deeper, props }: { group: Group; deeper: boolean; props: BuilderProps }) {
  const { t } = useTranslation();
  const add = (child: Condition) => props.change(addTo(props.root, group.id, child));
  const items = [
    { key: "tag", label: t("segments.tagCondition"), onClick: () => add(emptyTest("tag")) },
    { key: "attribute", label: t("segments.attributeCondition"), onClick: () => add(emptyTest("attribute")) },
    { key: "did", label: t("segments.didCondition"), onClick: () => add(emptyBehaviour(false)) },
    { key: "did_not", label: t("segments.didNotCondition"), onClick: () => add(emptyBehaviour(true)) },
    { key: "segment", label: t("segments.segmentCondition"), onClick: () => add(emptyMembership("segment")) },
    { key: "list", label: t("segments.listCondition"), onClick: () => add(emptyMembership("list")) },
  ];
  return (
    <div className="zk-add">
      <Dropdown menu={{ items }} trigger={["click"]}>
        <Button size="small" icon={<PlusOutlined />}>
          {t("segments.addCondition")}
        </Button>
      </Dropdown>
      {deeper && (
        <Button size="small" type="text" onClick={() => add(emptyGroup(group.op === "and" ? "or" : "and"))}>
          {t("segments.addGroup")}
        </Button>
      )}
    </div>
  );
}

function Leaf({ condition, props }: { condition: Exclude<Condition, Group>; props: BuilderProps }) {
  const change = (next: Condition) => props.change(replaceIn(props.root, condition.id, () => next));
  const remove = () => props.change(replaceIn(props.root, condition.id, () => undefined));
  const shared = { vocabulary: props.vocabulary, invalid: props.unfinished.has(condition.id), change, remove };
  switch (condition.kind) {
    case "tag":
    case "attribute":
      return <FieldLeaf condition={condition} {...shared} />;
    case "did":
      return <BehaviourLeaf condition={condition} {...shared} />;
    case "segment":
    case "list":
      return <MembershipLeaf condition={condition} {...shared} />;
    case "verbatim":
      return <VerbatimLeaf condition={condition} remove={remove} />;
  }
}

/** A group of conditions that all, or any, must hold; groups nest. */
export function GroupEditor({ group, depth, props }: { group: Group; depth: number; props: BuilderProps }) {
  const { t } = useTranslation();
  const set = (next: Partial<Pick<Group, "op" | "negated">>) =>
    props.change(replaceIn(props.root, group.id, (before) => ({ ...(before as Group), ...next })));
  return (
    <div className={`zk-group zk-group-${group.op}${group.negated ? " zk-group-not" : ""}`}>
      <div className="zk-group-head">
        <Segmented
          size="small"
          value={group.op}
          onChange={(op) => set({ op: op as Group["op"] })}
          options={[
            { value: "and", label: t("segments.and") },
            { value: "or", label: t("segments.or") },
          ]}
        />
        <Checkbox checked={group.negated} onChange={(event) => set({ negated: event.target.checked })}>
          {t("segments.not")}
        </Checkbox>
        {depth > 0 && (
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined />}
            aria-label={t("segments.remove")}
            onClick={() => props.change(replaceIn(props.root, group.id, () => undefined))}
          />
        )}
      </div>
      <div className="zk-group-body" data-joint={group.op === "and" ? t("segments.andShort") : t("segments.orShort")}>
        {group.children.map((child) =>
          child.kind === "group" ? (
            <GroupEditor key={child.id} group={child} depth={depth + 1} props={props} />
          ) : (
            <Leaf key={child.id} condition={child} props={props} />
          ),
        )}
        <AddMenu group={group} deeper={depth < DEPTH_MAX} props={props} />
      </div>
    </div>
  );
}
