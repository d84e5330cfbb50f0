import { expect, it } from "vitest";
import { toYaml } from "./yaml";

it("writes a definition the way people write it", () => {
  expect(
    toYaml({
      key: "deposit_sum_90d",
      name: { zh: "近90天存入金额", en: "Deposits in 90 days" },
      window_days: 90,
      where: { direction: "credit", kind: ["cash_in", "transfer_in"] },
      bands: [{ to: 1000, zh: "小额", en: "small" }],
      rule: [{ when: { and: [{ tag: "age", op: "at_least", value: 18 }, { segment: "a" }] }, value: true }],
    }),
  ).toBe(`key: deposit_sum_90d
name: {zh: 近90天存入金额, en: Deposits in 90 days}
window_days: 90
where: {direction: credit, kind: [cash_in, transfer_in]}
bands:
  - {to: 1000, zh: 小额, en: small}
rule:
  - when:
      and:
        - {tag: age, op: at_least, value: 18}
        - {segment: a}
    value: true
`);
});

it("quotes what would be read as something else", () => {
  expect(toYaml({ a: "yes", b: "12", c: "x: y", d: "", e: null, f: [], g: "{{customer.name}}" })).toBe(
    'a: "yes"\nb: "12"\nc: "x: y"\nd: ""\ne: null\nf: []\ng: "{{customer.name}}"\n',
  );
});
