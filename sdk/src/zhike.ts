import type { Message } from "./decide";
import { channelHere, contextOf, pageHere } from "./environment";
import { Messages } from "./messages";
import { type Fields, Person } from "./person";
import { type Event, Queue, type Sender } from "./queue";
import { newId, openStore, type Store } from "./storage";

export type Options = {
  /** Where Zhike is; without it, where this script came from. */
  server?: string;
  /** Channel of every event: h5, web, app, mini_programme; found out when not said. */
  channel?: string;
  /** The placement whose messages pop up; false shows none. */
  popups?: string | false;
  /** Called when a message's button is pressed; false keeps the page where it is. */
  open?: (message: Message) => boolean | undefined;
};
type Callback = () => void;
type Call = { type: string; fields: Fields; options?: Fields; done?: Callback };

const WAITING_MAX = 200;
const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Callers leave arguments out from the left of the callback: (name), (name, properties), (name, callback) … */
function tail(rest: unknown[]): { fields: Fields; options?: Fields; done?: Callback } {
  const done = rest.find((one): one is Callback => typeof one === "function");
  const [fields, options] = rest.filter((one) => typeof one !== "function");
  return { fields: isFields(fields) ? fields : {}, options: isFields(options) ? options : undefined, done };
}

function sender(server: string): Sender {
  return async (body, keepalive) => {
    const answer = await fetch(`${server}/v1/batch`, {
      method: "POST",
      headers: { "Content-Type": "text/plain" },
      body,
      keepalive,
      credentials: "omit",
    });
    return { status: answer.status, retryAfter: Number(answer.headers.get("Retry-After")) || 0 };
  };
}

/** The calls of analytics.js on Zhike's own endpoint, and the messages that Zhike decides to show. */
export class Zhike {
  readonly VERSION = VERSION;
  initialized = false;
  private readonly store: Store = openStore(() => window.localStorage);
  private readonly person = new Person(this.store, () => Date.now());
  private readonly listeners = new Map<string, ((...told: unknown[]) => void)[]>();
  private queue: Queue | null = null;
  private messages: Messages | null = null;
  private channel = "";
  private early: Call[] = [];

  constructor(private readonly home: string) {}

  /** load(key, {server}); also as other libraries name it: load({writeKey, cdnURL}) and load(key, "https://…", {…}). */
  load(
    writeKey: string | { writeKey: string; cdnURL?: string },
    given: Options | string = {},
    more: Options = {},
  ): this {
    if (this.initialized) return this;
    const named: { writeKey: string; cdnURL?: string } = typeof writeKey === "string" ? { writeKey } : writeKey;
    const options: Options = typeof given === "string" ? { ...more, server: given } : given;
    const key = named.writeKey;
    const server = (options.server ?? named.cdnURL ?? this.home).replace(/\/+$/, "");
    this.channel = options.channel ?? channelHere();
    this.queue = new Queue(this.store, key, sender(server), (text) => this.tell("error", new Error(text)));
    this.messages = new Messages(
      { server, writeKey: key, who: () => this.who(), track: (event, properties) => this.report(event, properties) },
      openStore(() => window.sessionStorage),
      options.popups ?? "home",
      (message) => options.open?.(message) !== false,
    );
    this.initialized = true;
    const leave = () => this.queue?.beacon(`${server}/v1/batch`);
    window.addEventListener("pagehide", leave);
    document.addEventListener(
      "visibilitychange",
      () => document.visibilityState === "hidden" && void this.queue?.flush(true),
    );
    for (const call of this.early.splice(0)) this.enqueue(call);
    this.messages.refresh();
    this.tell("ready");
    return this;
  }

  /** identify("U1", {…}) after sign-in; identify({…}) only adds what is known. */
  identify(userId?: unknown, ...rest: unknown[]): this {
    const named = typeof userId === "string" || typeof userId === "number" ? String(userId) : null;
    const { fields, ...more } = tail(named === null ? [userId, ...rest] : rest);
    this.person.identify(named, fields);
    this.enqueue({ type: "identify", fields: { traits: this.person.traits }, ...more });
    this.messages?.refresh();
    return this;
  }

  track(event: string, ...rest: unknown[]): this {
    const { fields, ...more } = tail(rest);
    this.enqueue({ type: "track", fields: { event, properties: fields }, ...more });
    return this;
  }

  /** page(), page("name"), page("category", "name"), each with properties. */
  page(...given: unknown[]): this {
    return this.view("page", given);
  }

  screen(...given: unknown[]): this {
    return this.view("screen", given);
  }

  group(groupId: unknown, ...rest: unknown[]): this {
    const { fields, ...more } = tail(rest);
    this.enqueue({ type: "group", fields: { groupId: String(groupId), traits: fields }, ...more });
    return this;
  }

  alias(userId: unknown, previousId?: unknown, ...rest: unknown[]): this {
    const previous = typeof previousId === "string" ? previousId : (this.person.userId ?? this.person.anonymousId);
    const { options, done } = tail(rest);
    this.enqueue({ type: "alias", fields: { userId: String(userId), previousId: previous }, options, done });
    return this;
  }

  /** At sign-out: what is queued still belongs to who was there, what follows does not. */
  reset(): this {
    this.person.reset();
    this.messages?.forget();
    this.tell("reset");
    return this;
  }

  /** Asks for a placement's message now; into an element it becomes a banner, else a popup. */
  show(placement: string, into?: string | HTMLElement): Promise<void> {
    const place = typeof into === "string" ? document.querySelector<HTMLElement>(into) : into;
    return this.messages?.at(placement, place ?? undefined) ?? Promise.resolve();
  }

  flush(): Promise<void> {
    return this.queue?.flush() ?? Promise.resolve();
  }

  user() {
    const { person } = this;
    return {
      id: () => person.userId,
      traits: () => person.traits,
      anonymousId: (id?: string) => {
        if (id) person.anonymousId = id;
        return person.anonymousId;
      },
    };
  }

  getAnonymousId = () => this.person.anonymousId;
  getUserId = () => this.person.userId ?? "";
  getUserTraits = () => this.person.traits;
  getSessionId = () => this.person.session().id;

  setAnonymousId(id?: string): string {
    this.person.anonymousId = id ?? newId();
    return this.person.anonymousId;
  }

  ready(callback: Callback): this {
    if (this.initialized) callback();
    else this.on("ready", callback);
    return this;
  }

  on(what: string, callback: (...told: unknown[]) => void): this {
    this.listeners.set(what, [...(this.listeners.get(what) ?? []), callback]);
    return this;
  }

  once(what: string, callback: (...told: unknown[]) => void): this {
    const first = (...told: unknown[]) => {
      this.off(what, first);
      callback(...told);
    };
    return this.on(what, first);
  }

  off(what: string, callback?: (...told: unknown[]) => void): this {
    this.listeners.set(what, callback ? (this.listeners.get(what) ?? []).filter((one) => one !== callback) : []);
    return this;
  }

  /** A link, or several, whose clicks are events; the queue outlives the page, so nothing has to wait. */
  trackLink(links: Element | ArrayLike<Element> | null, event: string, properties?: Fields): this {
    return this.trackEach(links, "click", event, properties);
  }

  trackForm(forms: Element | ArrayLike<Element> | null, event: string, properties?: Fields): this {
    return this.trackEach(forms, "submit", event, properties);
  }

  debug = () => this;
  timeout = () => this;

  private trackEach(
    on: Element | ArrayLike<Element> | null,
    happens: string,
    event: string,
    properties: Fields = {},
  ): this {
    const all = on === null ? [] : on instanceof Element ? [on] : Array.from(on);
    for (const one of all) one.addEventListener(happens, () => this.track(event, properties));
    return this;
  }

  private view(type: "page" | "screen", given: unknown[]): this {
    const texts = given.filter((one): one is string => typeof one === "string");
    const { fields, ...more } = tail(given.filter((one) => typeof one !== "string"));
    const [category, name] = texts.length > 1 ? texts : [undefined, texts[0]];
    const properties = { ...(type === "page" ? pageHere() : {}), ...(category ? { category } : {}), ...fields };
    this.enqueue({ type, fields: { name: name ?? document.title, properties }, ...more });
    this.messages?.refresh();
    return this;
  }

  /** What became of a message is sent at once: the page may be left by the very click. */
  private report(event: string, properties: Fields): void {
    this.track(event, properties);
    void this.flush();
  }

  /** A page that calls before it loads is heard. */
  private enqueue(call: Call): void {
    if (!this.queue) {
      if (this.early.length < WAITING_MAX) this.early.push(call);
      return;
    }
    const event = this.event(call, this.queue.dropped);
    this.queue.add(event);
    this.tell(call.type, event);
    if (call.done) setTimeout(call.done, 0);
  }

  private event(call: Call, dropped: number): Event {
    const { context, anonymousId, timestamp, integrations } = (call.options ?? {}) as Record<string, unknown>;
    return {
      type: call.type,
      messageId: newId(),
      anonymousId: anonymousId ?? this.person.anonymousId,
      userId: this.person.userId ?? undefined,
      timestamp: timestamp ?? new Date().toISOString(),
      channel: this.channel,
      context: { ...contextOf(this.person, dropped), ...(isFields(context) ? context : {}) },
      ...(integrations === undefined ? {} : { integrations }),
      ...call.fields,
    };
  }

  private who(): Fields | null {
    const { customerNo } = this.person.traits;
    if (typeof customerNo === "string" && customerNo) return { customerNo };
    return this.person.userId ? { userId: this.person.userId } : null;
  }

  private tell(what: string, told?: unknown): void {
    for (const listener of this.listeners.get(what) ?? []) listener(told);
  }
}
