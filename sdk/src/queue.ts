import { newId, readJson, type Store } from "./storage";

export type Event = { messageId: string; type: string; [field: string]: unknown };
export type Sender = (body: string, keepalive: boolean) => Promise<{ status: number; retryAfter: number }>;
type Held = { at: number; events: Event[] };

const EVENTS_MAX = 1000;
const BATCH_EVENTS = 100;
/** The server takes 500 KB a batch and 32 KB an event. */
const BATCH_LETTERS = 150_000;
const EVENT_LETTERS = 15_000;
/** Browsers take 64 KB when a page ends. */
const BEACON_LETTERS = 20_000;
const FLUSH_AFTER_MS = 1000;
const BACKOFF = { firstMs: 1000, mostMs: 60_000 };
/** A queue that its page has not touched for so long belongs to a page that is gone. */
const ORPHANED_MS = 20_000;
const HEARTBEAT_MS = 5000;

/** What is not sent yet, kept in the browser's store until the server has taken it. A message that is sent twice counts
 * once: the server knows messages by their id. */
export class Queue {
  private events: Event[] = [];
  private timer = 0;
  private sending: Promise<void> | null = null;
  private failures = 0;
  private size = BATCH_EVENTS;
  private readonly key = `queue.${newId()}`;
  dropped = 0;

  constructor(
    private readonly store: Store,
    private readonly writeKey: string,
    private readonly send: Sender,
    private readonly problem: (text: string) => void,
  ) {
    this.adopt();
    if (this.events.length > 0) this.later(FLUSH_AFTER_MS);
    setInterval(() => this.beat(), HEARTBEAT_MS);
  }

  get length(): number {
    return this.events.length;
  }

  add(event: Event): void {
    if (JSON.stringify(event).length > EVENT_LETTERS) {
      this.lose(1, `"${String(event.event ?? event.type)}" is larger than an event may be`);
      return;
    }
    this.events.push(event);
    if (this.events.length > EVENTS_MAX)
      this.lose(this.events.splice(0, this.events.length - EVENTS_MAX).length, "too many events wait");
    this.save();
    if (this.failures === 0) this.later(this.events.length >= this.size ? 0 : FLUSH_AFTER_MS);
  }

  /** Sends what waits; resolves when it was taken, or when it has to wait. */
  flush(keepalive = false): Promise<void> {
    clearTimeout(this.timer);
    this.timer = 0;
    this.sending ??= this.drain(keepalive).finally(() => {
      this.sending = null;
    });
    return this.sending;
  }

  /** The page goes away and hears no answer: what it hands over stays in the store, and is sent again if need be. */
  beacon(url: string): void {
    this.save();
    for (let from = 0; from < this.events.length; ) {
      const batch = this.batch(from, BEACON_LETTERS);
      if (batch.length === 0 || !navigator.sendBeacon?.(url, this.body(batch))) return;
      from += batch.length;
    }
  }

  private async drain(keepalive: boolean): Promise<void> {
    while (this.events.length > 0) {
      const batch = this.batch(0, keepalive ? BEACON_LETTERS : BATCH_LETTERS);
      const { status, retryAfter } = await this.send(this.body(batch), keepalive).catch(() => ({
        status: 0,
        retryAfter: 0,
      }));
      if (status >= 200 && status < 300) {
        this.failures = 0;
        this.size = BATCH_EVENTS;
        this.done(batch);
      } else if ((status === 400 || status === 413) && batch.length > 1) {
        // Something in it is wrong: halves find it, and the rest arrives.
        this.size = Math.ceil(batch.length / 2);
      } else if (status === 400 || status === 413 || status === 422) {
        this.done(batch);
        this.lose(batch.length, `the server refuses "${String(batch[0]?.event ?? batch[0]?.type)}" (${status})`);
      } else {
        this.rest(status, retryAfter);
        return;
      }
    }
  }

  /** Busy, broken, unreachable, or the key is not known (yet): everything waits. */
  private rest(status: number, retryAfter: number): void {
    this.failures += 1;
    const grown = Math.min(BACKOFF.mostMs, BACKOFF.firstMs * 2 ** Math.min(this.failures - 1, 10));
    const wait =
      status === 401 || status === 403
        ? BACKOFF.mostMs
        : Math.max(retryAfter * 1000, grown * (0.5 + Math.random() / 2));
    if (status === 401 || status === 403) this.problem(`the server does not know the write key (${status})`);
    this.later(wait);
  }

  private batch(from: number, letters: number): Event[] {
    const taken: Event[] = [];
    let used = 0;
    for (const event of this.events.slice(from, from + this.size)) {
      used += JSON.stringify(event).length;
      if (taken.length > 0 && used > letters) break;
      taken.push(event);
    }
    return taken;
  }

  /** As plain text with the key inside, so that browsers of other origins need not ask first. */
  private body(batch: Event[]): string {
    return JSON.stringify({ batch, sentAt: new Date().toISOString(), writeKey: this.writeKey });
  }

  private done(batch: Event[]): void {
    const sent = new Set(batch.map((event) => event.messageId));
    this.events = this.events.filter((event) => !sent.has(event.messageId));
    this.save();
  }

  private lose(many: number, why: string): void {
    this.dropped += many;
    this.problem(`${many} lost: ${why}`);
  }

  private later(wait: number): void {
    if (this.timer && wait > 0) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), wait);
  }

  private beat(): void {
    const waited = this.events.length;
    this.adopt();
    if (this.events.length > waited) this.later(FLUSH_AFTER_MS);
  }

  private save(): void {
    if (this.events.length === 0) this.store.remove(this.key);
    else this.store.set(this.key, JSON.stringify({ at: Date.now(), events: this.events } satisfies Held));
  }

  /** Takes over what pages left that are gone; pages that are open keep their own. */
  private adopt(): void {
    for (const key of this.store.keys().filter((one) => one.startsWith("queue."))) {
      const held = readJson<Held>(this.store, key);
      if (key === this.key || (held && Date.now() - held.at < ORPHANED_MS)) continue;
      this.store.remove(key);
      this.events.push(...(held?.events ?? []));
    }
    this.save();
  }
}
