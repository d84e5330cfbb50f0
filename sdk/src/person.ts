import { newId, readJson, type Store } from "./storage";

export type Fields = Record<string, unknown>;
export type Touch = { at: string; url: string; referrer: string; campaign?: Fields; channelCode?: string };

const SESSION_GAP_MS = 30 * 60_000;
const UTM = /^utm_(.+)$/;
/** Parameters that Chinese channels put their code in. */
const CHANNEL_CODES = ["channel_code", "channelCode", "channelcode", "qdh", "qudao"];

/** utm_campaign is called name in the standard context. */
export function campaignOf(search: string): Fields | undefined {
  const found: Fields = {};
  new URLSearchParams(search).forEach((value, key) => {
    const name = UTM.exec(key)?.[1];
    if (name && value) found[name === "campaign" ? "name" : name] = value.slice(0, 200);
  });
  return Object.keys(found).length > 0 ? found : undefined;
}

export function channelCodeOf(search: string): string | undefined {
  const asked = new URLSearchParams(search);
  return CHANNEL_CODES.map((name) => asked.get(name))
    .find(Boolean)
    ?.slice(0, 200);
}

/** Who is in front of the page, as far as the page knows, and in which visit. */
export class Person {
  constructor(
    private readonly store: Store,
    private readonly now: () => number,
  ) {}

  get anonymousId(): string {
    const known = this.store.get("anonymousId");
    if (known) return known;
    const made = newId();
    this.store.set("anonymousId", made);
    return made;
  }

  set anonymousId(id: string) {
    this.store.set("anonymousId", id);
  }

  get userId(): string | null {
    return this.store.get("userId");
  }

  get traits(): Fields {
    return readJson<Fields>(this.store, "traits") ?? {};
  }

  /** Another user's traits are not carried over. */
  identify(userId: string | null, traits: Fields): void {
    const kept = userId && this.userId && userId !== this.userId ? {} : this.traits;
    if (userId) this.store.set("userId", userId);
    this.store.set("traits", JSON.stringify({ ...kept, ...traits }));
  }

  /** Somebody else may come now: nothing that is sent from here on belongs to who was there. */
  reset(): void {
    for (const key of ["anonymousId", "userId", "traits", "session"]) this.store.remove(key);
  }

  /** The visit that goes on, or a new one after half an hour of silence. */
  session(): { id: string; isNew: boolean } {
    const now = this.now();
    const last = readJson<{ id: string; at: number }>(this.store, "session");
    const goesOn = last !== null && now - last.at < SESSION_GAP_MS && now >= last.at;
    const id = goesOn ? last.id : newId();
    this.store.set("session", JSON.stringify({ id, at: now }));
    return { id, isNew: !goesOn };
  }

  /** How this browser first came here; later visits do not change it. */
  firstTouch(location: { href: string; search: string }, referrer: string): Touch {
    const known = readJson<Touch>(this.store, "firstTouch");
    if (known) return known;
    const touch: Touch = {
      at: new Date(this.now()).toISOString(),
      url: location.href.slice(0, 500),
      referrer: referrer.slice(0, 500),
      campaign: campaignOf(location.search),
      channelCode: channelCodeOf(location.search),
    };
    this.store.set("firstTouch", JSON.stringify(touch));
    return touch;
  }
}
