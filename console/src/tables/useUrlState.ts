import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";

export const PAGE_SIZE = 20;

export type UrlState<K extends string> = {
  values: Partial<Record<K, string>>;
  page: number;
  size: number;
  /** Sets some filters (empty removes) and goes back to the first page. */
  set: (changes: Partial<Record<K, string | undefined>>) => void;
  /** Opens or closes something beside the rows; the page stays. */
  show: (name: K, value: string | undefined) => void;
  setPage: (page: number, size: number) => void;
  clear: () => void;
  isFiltered: boolean;
};

/** What a searched list needs of the address, whatever other filters stand there. */
export type SearchState = Omit<UrlState<"q">, "show">;

/** Filters and the page live in the address, so that a view can be sent to a colleague and Back goes back. */
export function useUrlState<K extends string>(names: readonly K[], defaultSize = PAGE_SIZE): UrlState<K> {
  const [search, setSearch] = useSearchParams();
  const signature = names.join("|");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the names are compared by their text, not by identity
  const values = useMemo(() => {
    const found: Partial<Record<K, string>> = {};
    for (const name of names) {
      const value = search.get(name);
      if (value) found[name] = value;
    }
    return found;
  }, [search, signature]);

  const set = useCallback(
    (changes: Partial<Record<K, string | undefined>>) =>
      setSearch(
        (before) => {
          const after = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changes) as [K, string | undefined][]) {
            if (value) after.set(name, value);
            else after.delete(name);
          }
          after.delete("page");
          return after;
        },
        { replace: true },
      ),
    [setSearch],
  );
  const show = useCallback(
    (name: K, value: string | undefined) =>
      setSearch((before) => {
        const after = new URLSearchParams(before);
        if (value) after.set(name, value);
        else after.delete(name);
        return after;
      }),
    [setSearch],
  );
  const setPage = useCallback(
    (page: number, size: number) =>
      setSearch((before) => {
        const after = new URLSearchParams(before);
        if (page > 1) after.set("page", String(page));
        else after.delete("page");
        if (size !== defaultSize) after.set("size", String(size));
        else after.delete("size");
        return after;
      }),
    [setSearch, defaultSize],
  );
  const clear = useCallback(() => setSearch({}, { replace: true }), [setSearch]);
  return {
    values,
    page: positive(search.get("page"), 1),
    size: positive(search.get("size"), defaultSize),
    set,
    show,
    setPage,
    clear,
    isFiltered: Object.keys(values).length > 0,
  };
}

function positive(text: string | null, otherwise: number): number {
  const number = Number(text);
  return Number.isInteger(number) && number > 0 ? number : otherwise;
}
