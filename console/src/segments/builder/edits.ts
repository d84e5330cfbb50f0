import { emptyGroup, type Group, type Node, newId, nodesOf } from "./draft";

/** Changes of a draft. Each gives a new tree, or the same one where there is nothing to do. */
export type Edit = (root: Group) => Group;

/** One node changed; undefined removes it. The root stays a group. */
export function replaceIn(group: Group, id: string, change: (before: Node) => Node | undefined): Group {
  if (group.id === id) {
    const changed = change(group);
    return changed?.kind === "group" ? changed : group;
  }
  let touched = false;
  const children: Node[] = [];
  for (const child of group.children) {
    const after = child.id === id ? change(child) : child.kind === "group" ? replaceIn(child, id, change) : child;
    touched ||= after !== child;
    if (after) children.push(after);
  }
  return touched ? { ...group, children } : group;
}

export const remove =
  (id: string): Edit =>
  (root) =>
    replaceIn(root, id, () => undefined);

export const insert =
  (groupId: string, at: number, node: Node): Edit =>
  (root) =>
    replaceIn(root, groupId, (before) =>
      before.kind === "group"
        ? { ...before, children: [...before.children.slice(0, at), node, ...before.children.slice(at)] }
        : before,
    );

export const append =
  (groupId: string, node: Node): Edit =>
  (root) =>
    insert(groupId, Number.MAX_SAFE_INTEGER, node)(root);

/** Not once becomes not at all, and back. */
export const negate =
  (id: string): Edit =>
  (root) =>
    replaceIn(root, id, (node) => ({ ...node, not: node.not > 0 ? node.not - 1 : 1 }));

/** The same once more, behind itself, under ids of its own. */
export const duplicate =
  (id: string): Edit =>
  (root) => {
    const place = placeOf(root, id);
    return place ? insert(place.group.id, place.at + 1, renewed(place.node))(root) : root;
  };

/** To stand before what is now at a place of a group. A group cannot be moved into itself. */
export const move =
  (id: string, groupId: string, at: number): Edit =>
  (root) => {
    const place = placeOf(root, id);
    if (!place || [...nodesOf(place.node)].some((node) => node.id === groupId)) return root;
    const same = place.group.id === groupId;
    if (same && (at === place.at || at === place.at + 1)) return root;
    return insert(groupId, same && place.at < at ? at - 1 : at, place.node)(remove(id)(root));
  };

/** One place up or down among its neighbours. */
export const shift =
  (id: string, by: -1 | 1): Edit =>
  (root) => {
    const place = placeOf(root, id);
    if (!place) return root;
    const to = place.at + by;
    if (to < 0 || to >= place.group.children.length) return root;
    return move(id, place.group.id, by > 0 ? to + 1 : to)(root);
  };

/** Into a new group in its place, of the other joint: the way to write "this, or …". */
export const wrap =
  (id: string): Edit =>
  (root) => {
    const place = placeOf(root, id);
    if (!place) return root;
    const group: Group = { ...emptyGroup(place.group.op === "and" ? "or" : "and"), children: [place.node] };
    return replaceIn(root, id, () => group);
  };

/** What was in the group takes its place; only where that means the same. */
export const unwrap =
  (id: string): Edit =>
  (root) => {
    const place = placeOf(root, id);
    if (!place || !mayUnwrap(place.node, place.group)) return root;
    const inner = (place.node as Group).children;
    return replaceIn(root, place.group.id, (before) => ({
      ...(before as Group),
      children: (before as Group).children.flatMap((child) => (child.id === id ? inner : [child])),
    }));
  };

export function mayUnwrap(node: Node, parent: Group): boolean {
  return node.kind === "group" && node.not === 0 && (node.op === parent.op || node.children.length === 1);
}

export function placeOf(root: Group, id: string): { group: Group; at: number; node: Node } | undefined {
  for (const [at, node] of root.children.entries()) {
    if (node.id === id) return { group: root, at, node };
    const inner = node.kind === "group" ? placeOf(node, id) : undefined;
    if (inner) return inner;
  }
  return undefined;
}

function renewed(node: Node): Node {
  return node.kind === "group"
    ? { ...node, id: newId(), children: node.children.map(renewed) }
    : { ...node, id: newId(), body: structuredClone(node.body) };
}
