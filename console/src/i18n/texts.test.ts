import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { texts as en } from "./en/texts";
import { texts as zh } from "./zh/texts";

const SOURCE = join(import.meta.dirname, "..");

function flat(texts: object, prefix = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(texts)) {
    if (typeof value === "string") found.set(prefix + key, value);
    else for (const [inner, text] of flat(value as object, `${prefix}${key}.`)) found.set(inner, text);
  }
  return found;
}

const holes = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map((match) => match[1]).sort();

it("says everything in both languages, with the same holes to fill", () => {
  const chinese = flat(zh);
  const english = flat(en);
  expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort());
  for (const [key, text] of chinese)
    expect({ key, holes: holes(english.get(key) ?? "") }).toEqual({ key, holes: holes(text) });
});

it("keeps texts out of the pages", () => {
  const pages = readdirSync(SOURCE, { recursive: true, encoding: "utf8" }).filter(
    (file) => /\.tsx$/.test(file) && !file.includes("test"),
  );
  const guilty = pages.filter((file) => /[\u4e00-\u9fff]/.test(readFileSync(join(SOURCE, file), "utf8")));
  expect(pages.length).toBeGreaterThan(40);
  expect(guilty).toEqual([]);
});
