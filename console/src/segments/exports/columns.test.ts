import { expect, it } from "vitest";
import { grouped, namesOf } from "./columns";
import { isUnderWay } from "./queries";

const column = (key: string, group: string) => ({ key, group, nameZh: `中${key}`, nameEn: key, personal: false });
const COLUMNS = [
  column("customer_no", "bank"),
  column("name", "person"),
  column("outlet", "bank"),
  column("tag.balance", "asset"),
];

it("puts columns under their groups and keeps the order of both", () => {
  expect(grouped(COLUMNS).map(({ group, columns }) => [group, columns.map((one) => one.key)])).toEqual([
    ["bank", ["customer_no", "outlet"]],
    ["person", ["name"]],
    ["asset", ["tag.balance"]],
  ]);
});

it("names what was chosen in its order, and lets a tag that is gone stand for itself", () => {
  expect(namesOf(["outlet", "tag.gone", "name"], COLUMNS, (zh) => zh)).toEqual(["中outlet", "gone", "中name"]);
});

it("asks again only for what becomes something else by itself", () => {
  const states = ["requested", "approved", "refused", "running", "ready", "expired", "failed"];
  expect(states.filter((state) => isUnderWay({ state }))).toEqual(["approved", "running"]);
});
