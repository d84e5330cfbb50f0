import { expect, it } from "vitest";
import { toYaml } from "../../format/yaml";
import {
  addFirst,
  adopt,
  faultsAt,
  homelessFaults,
  inOrder,
  lacking,
  nodesOf,
  type PlanNode,
  put,
  remove,
  type Step,
  textsOf,
  writeValues,
} from "./document";

const PLAN: PlanNode = {
  alerts: { events_min: 100, late: 0.2 },
  events: [
    {
      event: "app_login",
      name: { en: "Signed in", zh: "登录" },
      properties: [
        { at_least: 0, name: { en: "Tries", zh: "次数" }, property: "tries", type: "integer", values: [1, 2, "3"] },
        { property: "method", required: true, type: "text", values: ["face", "sms"] },
      ],
      unheard_of: { kept: true },
    },
    { event: "app_logout", name: { en: "Signed out", zh: "退出" }, owner: "渠道部" },
  ],
  key: "retail",
  name: { en: "Retail", zh: "零售" },
  owner: "数字银行部",
  privacy: { found: { phone: "hash" }, properties: [{ property: "pin", rule: "never" }] },
  sources: ["*"],
};

const EDITS: [Step[], unknown][] = [
  [["name"], { zh: "零售渠道", en: "Retail" }],
  [["unplanned"], "quarantine"],
  [["sources"], ["app", "h5"]],
  [["privacy", "found", "phone"], "mask"],
  [["privacy", "properties", 0, "rule"], "hash"],
  [["alerts", "late"], 0.25],
  [["alerts", "violations"], 0.1],
  [["events", 0, "owner"], "零售部"],
  [["events", 1, "on_violation"], "quarantine"],
  [["events", 0, "properties", 0, "required"], true],
  [["events", 0, "properties", 0, "at_most"], 9],
  [["events", 0, "properties", 1, "privacy"], "plain"],
];

const at = (node: unknown, steps: Step[]) =>
  steps.reduce<unknown>((found, step) => (found as Record<Step, unknown> | undefined)?.[step], node);

it("keeps a document whole: what the form does not know, and what nobody touched", () => {
  expect(inOrder(PLAN)).toEqual(PLAN);
  for (const [steps, value] of EDITS) {
    const before = at(PLAN, steps);
    const edited = put(PLAN, steps, value);
    expect(at(edited, steps)).toEqual(value);
    expect(put(edited, steps, before)).toEqual(PLAN);
  }
});

it("takes a field away with the last thing in it, and its holder too", () => {
  const plain = put(PLAN, ["privacy", "found", "phone"], undefined);
  expect(plain.privacy).toEqual({ properties: [{ property: "pin", rule: "never" }] });
  expect(remove(plain, ["privacy", "properties"], 0).privacy).toBeUndefined();
  expect(put(PLAN, ["events", 0, "name"], { zh: "", en: "" })).not.toHaveProperty("events.0.name");
  expect(remove(remove(PLAN, ["events"], 0), ["events"], 0).events).toEqual([]);
});

it("writes fields in the order in which people write them", () => {
  const text = toYaml(inOrder(put(PLAN, ["unplanned"], "mark")));
  const fields = text.split("\n").filter((line) => /^\w/.test(line));
  expect(fields.map((line) => line.split(":")[0])).toEqual([
    "key",
    "name",
    "owner",
    "sources",
    "unplanned",
    "privacy",
    "alerts",
    "events",
  ]);
  expect(text).toContain("- property: tries");
  expect(text).toContain('values: [1, 2, "3"]');
});

it("keeps the kind of allowed values", () => {
  const [login = {}] = nodesOf(PLAN, "events");
  const [tries = {}, method = {}] = nodesOf(login, "properties");
  expect(textsOf(tries, "values")).toEqual(["1", "2", "3"]);
  expect(writeValues({ ...tries, type: "text" }, ["1", "2", "3", "4"])).toEqual([1, 2, "3", "4"]);
  expect(writeValues(tries, ["5", "x"])).toEqual([5, "x"]);
  expect(writeValues(method, ["1"])).toEqual(["1"]);
});

it("finds the faults of a field, of everything within it, and those without a field", () => {
  const errors = [
    { field: "events[1].name.zh", message: "is missing" },
    { field: "events[1].properties[10].values", message: "fit a text" },
    { field: "events[10].event", message: "is missing" },
    { field: "events[1].colour", message: "is not known" },
    { field: "document", message: "line 3" },
  ];
  expect(faultsAt(errors, ["events", 1, "name"])).toHaveLength(1);
  expect(faultsAt(errors, ["events", 1, "properties", 1])).toHaveLength(0);
  expect(faultsAt(errors, ["events", 1])).toHaveLength(3);
  expect(homelessFaults(errors).map(({ field }) => field)).toEqual(["events[1].colour", "document"]);
});

it("adopts what was discovered once, with its types", () => {
  const found = [
    { name: "loan_step_2", properties: [{ property: "loan.amount", type: "number" }] },
    {
      name: "app_login",
      properties: [
        { property: "method", type: "text" },
        { property: "device.os", type: "text" },
      ],
    },
  ];
  expect(lacking(PLAN, found)).toEqual([
    found[0],
    { name: "app_login", properties: [{ property: "device.os", type: "text" }] },
  ]);
  const adopted = lacking(PLAN, found).reduce(adopt, PLAN);
  expect(lacking(adopted, found)).toEqual([]);
  expect((adopted.events as PlanNode[])[0]).toEqual({
    event: "loan_step_2",
    name: { zh: "loan_step_2", en: "Loan step 2" },
    properties: [{ property: "loan.amount", name: { zh: "loan.amount", en: "Loan amount" }, type: "number" }],
  });
  expect(adopted.events).toHaveLength(3);
  expect(addFirst({}, ["events"], { event: "first" })).toEqual({ events: [{ event: "first" }] });
});
