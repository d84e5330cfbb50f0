/** The browser's store where it lets us, else memory: a page in a private window loses only what it would lose anyway. */
export type Store = {
  get(key: string): string | null;
  set(key: string, value: string): boolean;
  remove(key: string): void;
  keys(): string[];
};

const PREFIX = "zhike.";

function memory(): Store {
  const held = new Map<string, string>();
  return {
    get: (key) => held.get(key) ?? null,
    set: (key, value) => Boolean(held.set(key, value)),
    remove: (key) => void held.delete(key),
    keys: () => [...held.keys()],
  };
}

export function openStore(area: () => Storage): Store {
  try {
    const storage = area();
    storage.setItem(`${PREFIX}probe`, "1");
    storage.removeItem(`${PREFIX}probe`);
    return {
      get: (key) => storage.getItem(PREFIX + key),
      set(key, value) {
        try {
          storage.setItem(PREFIX + key, value);
          return true;
        } catch {
          return false;
        }
      },
      remove: (key) => storage.removeItem(PREFIX + key),
      keys: () =>
        Object.keys(storage)
          .filter((key) => key.startsWith(PREFIX))
          .map((key) => key.slice(PREFIX.length)),
    };
  } catch {
    return memory();
  }
}

export function readJson<T>(store: Store, key: string): T | null {
  try {
    return JSON.parse(store.get(key) ?? "null") as T | null;
  } catch {
    return null;
  }
}

export function newId(): string {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
