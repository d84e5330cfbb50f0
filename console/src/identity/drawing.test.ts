import { expect, it } from "vitest";
import type { Schemas } from "../api/client";
import { draw } from "./drawing";

const member = (id: string, kind: string, role: string, sharedSince: string | null = null) => ({
  id,
  kind,
  kindZh: kind,
  kindEn: kind,
  value: id,
  role,
  firstSeen: "2026-01-01T00:00:00Z",
  sharedSince,
  events: 0,
});
const link = (a: string, b: string, decision = ""): Schemas["IdentityLink"] => ({
  a,
  b,
  aKind: "anonymous_id",
  aValue: a,
  bKind: "user_id",
  bValue: b,
  rules: ["signed_in"],
  sources: ["h5"],
  first: "2026-01-01T00:00:00Z",
  last: "2026-01-02T00:00:00Z",
  times: 2,
  eventId: "e",
  decision,
  reason: "",
  decidedBy: "",
});
const graph: Schemas["IdentityGraph"] = {
  identities: [member("1", "customer_no", "key"), member("2", "user_id", "key"), member("3", "device", "carrier", "x")],
  links: [link("2", "1"), link("3", "2"), link("3", "9"), link("2", "8", "apart"), link("2", "7", "together")],
  changes: [],
};

it("sets the customer number left, devices right, and what is not the customer's beyond", () => {
  const { dots } = draw(graph);
  const x = (id: string) => dots.find((dot) => dot.id === id)?.at.x ?? -1;
  expect(x("1")).toBeLessThan(x("2"));
  expect(x("2")).toBeLessThan(x("3"));
  expect(x("3")).toBeLessThan(x("9"));
  expect(dots.find((dot) => dot.id === "9")?.role).toBe("outside");
});

it("says of every link whether it is followed, and draws it from the stronger end", () => {
  const { lines } = draw(graph);
  expect(lines.map((line) => line.standing)).toEqual(["followed", "followed", "outside", "apart", "outside"]);
  expect(lines[0]).toMatchObject({ from: "1", to: "2" });
});
