import { expect, it } from "vitest";
import { happening } from "./happening";

it("names a page and leaves out what every page sends", () => {
  expect(happening('{"name":"安心贷","path":"/demo","referrer":"","title":"安心贷","url":"http://x"}')).toEqual({
    name: "安心贷",
    facts: [],
  });
});

it("lists what was said with an event, and leaves alone what is no object", () => {
  expect(happening('{"amount":50000,"product":"安心贷","contactId":"7"}')?.facts).toEqual([
    ["amount", "50000"],
    ["product", "安心贷"],
  ]);
  expect(happening('{"cut')).toBeNull();
  expect(happening("first-hundred-days")).toBeNull();
});
