import type { Schemas } from "../../api/client";

type Tag = Schemas["PortraitTag"];
type Piece = Schemas["PortraitPiece"];
type Tiering = Pick<Schemas["TieringRow"], "key" | "tag" | "nameZh" | "nameEn">;

/** Pieces that are shown before somebody asks for all. */
export const PIECES_SHOWN = 6;

/** Nearer to everybody than this a tag says nothing of a segment. */
const DISTANCE_MIN = 1e-4;

/** Tags that tell the segment apart, in the server's order, by name and dimension. */
export function tagsShown(tags: Tag[], wanted: { q: string; dimension: string; names: (tag: Tag) => string }): Tag[] {
  const q = wanted.q.trim().toLowerCase();
  return tags.filter(
    (tag) =>
      tag.distance > DISTANCE_MIN &&
      (wanted.dimension === "" || tag.dimension === wanted.dimension) &&
      (q === "" || `${tag.key} ${wanted.names(tag)}`.toLowerCase().includes(q)),
  );
}

/** Of many pieces those that distinguish most, in the tag's own order. */
export function piecesShown(pieces: Piece[], all: boolean): Piece[] {
  const there = pieces.filter((piece) => piece.customers > 0 || piece.customersAll > 0);
  if (all || there.length <= PIECES_SHOWN) return there;
  const most = new Set([...there].sort((a, b) => Math.abs(b.lift) - Math.abs(a.lift)).slice(0, PIECES_SHOWN));
  return there.filter((piece) => most.has(piece));
}

/** Where the people of a piece are listed: by the tag's band, word or flag. A number without bands is only told apart into
 * some and none, which the list of customers cannot filter. */
export function peopleOf(
  segment: string,
  tag: Pick<Tag, "key" | "pieces">,
  piece: Pick<Piece, "value" | "customers">,
): string | null {
  const unbanded = tag.pieces.length === 2 && tag.pieces[0]?.value === "none" && tag.pieces[1]?.value === "some";
  if (unbanded || piece.customers === 0 || piece.value === "") return null;
  return `/customers?${new URLSearchParams({ segment, [`tag.${tag.key}`]: piece.value })}`;
}

/** For each tiering whose tag the portrait has: the pieces that anybody is in, tiers in their order, those in none last. */
export function tieredBy(tierings: readonly Tiering[], portrait: Schemas["Portrait"]) {
  return tierings.flatMap((tiering) => {
    const tag = portrait.tags.find((one) => one.key === tiering.tag);
    const used = (tag?.pieces ?? []).filter((piece) => piece.customersAll > 0);
    const pieces = [...used.filter((piece) => piece.value !== ""), ...used.filter((piece) => piece.value === "")];
    return pieces.length > 1 ? [{ tiering, pieces }] : [];
  });
}
