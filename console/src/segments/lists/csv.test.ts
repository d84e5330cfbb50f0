import { expect, it } from "vitest";
import { csvOf } from "./csv";

it("quotes what must be quoted, and lets no cell become a formula", () => {
  expect(
    csvOf([
      ["a", 'say "b"', "c,d"],
      ["=1+1", "-2", ""],
    ]),
  ).toBe(`\uFEFFa,"say ""b""","c,d"\r\n'=1+1,'-2,\r\n`);
});
