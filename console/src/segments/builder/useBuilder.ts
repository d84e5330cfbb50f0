import { createContext, useContext } from "react";
import type { Schemas } from "../../api/client";
import type { FieldError } from "../../api/problem";
import type { Group } from "./draft";
import type { Edit } from "./edits";

/** What every editor of the draft needs. */
export type Builder = {
  root: Group;
  vocabulary: Schemas["Vocabulary"];
  /** Ids of what is not finished. */
  unfinished: ReadonlySet<string>;
  /** What the server refuses, by the id of the condition. */
  refusals: ReadonlyMap<string, FieldError[]>;
  /** Edits under one label that follow closely are one step of undo. */
  edit: (change: Edit, label?: string) => void;
  dragged: string | undefined;
  drag: (id: string | undefined) => void;
};

export const BuilderContext = createContext<Builder | null>(null);

export function useBuilder(): Builder {
  const builder = useContext(BuilderContext);
  if (!builder) throw new Error("an editor of conditions stands outside the builder");
  return builder;
}
