import { decide, type Message } from "./decide";
import type { Fields } from "./person";
import { banner, popup, type Reported, type Showing } from "./show";
import { readJson, type Store } from "./storage";

type Teller = {
  server: string;
  writeKey: string;
  who: () => Fields | null;
  track: (event: string, properties: Fields) => void;
};

const PLACE = "data-zhike-placement";
const FINISHED_MAX = 50;
/** Calls that come together ask once. */
const TOGETHER_MS = 150;

/** Shows what the server decided, each message once, and reports what became of it. */
export class Messages {
  private timer = 0;
  /** By contact: the banner that holds it, or null for a popup. */
  private showing = new Map<string, HTMLElement | null>();
  private seen = new Set<string>();
  private turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly teller: Teller,
    private readonly visit: Store,
    private readonly popupAt: string | false,
    private readonly open: (message: Message) => boolean,
  ) {}

  /** Soon, for wherever the page shows something: popups at its own placement, banners in elements that name theirs. */
  refresh(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.everywhere(), TOGETHER_MS);
  }

  async everywhere(): Promise<void> {
    const places = [...document.querySelectorAll<HTMLElement>(`[${PLACE}]`)];
    const named = new Set(places.map((place) => place.getAttribute(PLACE) ?? ""));
    for (const place of places) await this.at(place.getAttribute(PLACE) ?? "", place);
    if (this.popupAt && !named.has(this.popupAt)) await this.at(this.popupAt);
  }

  /** Asks for one placement; into an element of the page, or over it. */
  async at(placement: string, place?: HTMLElement): Promise<void> {
    const who = this.teller.who();
    if (!who || !placement) return;
    const waiting = await decide(this.teller.server, this.teller.writeKey, who, placement);
    const finished = new Set(this.finished());
    const next = waiting.find((one) => !finished.has(one.contactId) && !this.stands(one.contactId));
    if (!next) return;
    this.showing.set(next.contactId, place ? banner(place, next, this.reports()) : null);
    if (!place) this.turn = this.turn.then(() => popup(next, this.reports()));
  }

  /** Somebody else is here now. */
  forget(): void {
    clearTimeout(this.timer);
    this.showing.clear();
    for (const host of document.querySelectorAll("[data-zhike=banner],[data-zhike=popup]")) host.remove();
    this.turn = Promise.resolve();
  }

  /** A page that draws itself anew throws banners away; those come again. */
  private stands(contactId: string): boolean {
    const host = this.showing.get(contactId);
    return host === null || host?.isConnected === true;
  }

  private reports(): Showing {
    return { open: this.open, report: (what, message) => this.report(what, message) };
  }

  private report(what: Reported, message: Message): void {
    if (what === "shown" && this.seen.has(message.contactId)) return;
    this.seen.add(message.contactId);
    // The server learns of it a moment later; until then this visit remembers.
    if (what !== "shown")
      this.visit.set("finished", JSON.stringify([...this.finished(), message.contactId].slice(-FINISHED_MAX)));
    this.teller.track(`message_${what}`, {
      contactId: message.contactId,
      placement: message.placement,
      title: message.title,
    });
  }

  private finished(): string[] {
    return readJson<string[]>(this.visit, "finished") ?? [];
  }
}
