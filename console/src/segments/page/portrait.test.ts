import { describe, expect, it } from "vitest";
import type { Schemas } from "../../api/client";
import { PIECES_SHOWN, peopleOf, piecesShown, tagsShown, tieredBy } from "./portrait";

const piece = (value: string, customers: number, lift: number): Schemas["PortraitPiece"] => ({
  value,
  nameZh: value,
  nameEn: value,
  customers,
  customersAll: customers,
  share: 0,
  shareAll: 0,
  index: 1,
  lift,
});
const tag = (key: string, distance: number, pieces: Schemas["PortraitPiece"][] = []): Schemas["PortraitTag"] => ({
  key,
  nameZh: key,
  nameEn: key,
  dimension: key === "age" ? "basic" : "asset",
  distance,
  pieces,
});

describe("tags of a portrait", () => {
  const tags = [tag("balance", 0.5), tag("age", 0.2), tag("gender", 0)];
  const names = (one: Schemas["PortraitTag"]) => one.nameZh;

  it("leave out those in which the segment is as everybody", () => {
    expect(tagsShown(tags, { q: "", dimension: "", names }).map((one) => one.key)).toEqual(["balance", "age"]);
  });

  it("are found by name and by dimension", () => {
    expect(tagsShown(tags, { q: "BAL", dimension: "", names }).map((one) => one.key)).toEqual(["balance"]);
    expect(tagsShown(tags, { q: "", dimension: "basic", names }).map((one) => one.key)).toEqual(["age"]);
  });
});

describe("pieces of a tag", () => {
  const many = Array.from({ length: 10 }, (_, at) => piece(`p${at}`, 5, at % 2 === 0 ? at / 10 : -at / 10));

  it("are those that distinguish most, in the tag's own order", () => {
    const shown = piecesShown(many, false).map((one) => one.value);
    expect(shown).toHaveLength(PIECES_SHOWN);
    expect(shown).toEqual(["p4", "p5", "p6", "p7", "p8", "p9"]);
    expect(piecesShown(many, true)).toHaveLength(10);
  });

  it("leave out those that nobody has", () => {
    expect(piecesShown([piece("a", 0, 0), piece("b", 1, 0)], true).map((one) => one.value)).toEqual(["b"]);
  });

  it("lead to their people where the list of customers can filter them", () => {
    const banded = tag("balance", 1, [piece("", 1, 0), piece("small & new", 3, 0)]);
    expect(peopleOf("rich", banded, piece("small & new", 3, 0))).toBe(
      "/customers?segment=rich&tag.balance=small+%26+new",
    );
    expect(peopleOf("rich", banded, piece("", 1, 0))).toBeNull();
    const unbanded = tag("fees", 1, [piece("none", 1, 0), piece("some", 3, 0)]);
    expect(peopleOf("rich", unbanded, piece("some", 3, 0))).toBeNull();
  });
});

describe("tiers of a portrait", () => {
  const tiering = (key: string, tagKey: string) => ({ key, tag: tagKey, nameZh: key, nameEn: key });
  const stage = tag("stage", 0.1, [piece("", 2, 0), piece("new", 3, 0), piece("lost", 0, 0), piece("active", 5, 0)]);
  const portrait = {
    asOf: "",
    tagDate: "",
    customers: 10,
    total: 10,
    tags: [stage, tag("flat", 0, [piece("a", 9, 0)])],
  };

  it("are those of the tierings whose tag it has, in their order, none last, without what nobody is in", () => {
    const shown = tieredBy(
      [tiering("lifecycle", "stage"), tiering("value", "gone"), tiering("flat", "flat")],
      portrait,
    );
    expect(shown.map((one) => [one.tiering.key, one.pieces.map((each) => each.value)])).toEqual([
      ["lifecycle", ["new", "active", ""]],
    ]);
  });
});
