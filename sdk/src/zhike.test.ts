import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Zhike } from "./zhike";

type Sent = Record<string, unknown> & { properties: Record<string, unknown>; context: Record<string, unknown> };
let sent: Sent[] = [];
let asked: Record<string, unknown>[] = [];
let waiting: object[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  sessionStorage.clear();
  document.body.replaceChildren();
  [sent, asked, waiting] = [[], [], []];
  vi.stubGlobal("fetch", async (url: string, options: { body: string }) => {
    const body = JSON.parse(options.body);
    if (url.endsWith("/v1/decide")) {
      asked.push(body);
      return new Response(JSON.stringify({ messages: waiting }));
    }
    sent.push(...body.batch);
    return new Response('{"success":true}');
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const arrive = () => vi.advanceTimersByTimeAsync(1500);

it("hears calls that came before it was loaded, in their order", async () => {
  const zhike = new Zhike("https://bank");
  zhike.page("home").track("loan_applied", { amount: 5 });
  zhike.load("key");
  await arrive();
  expect(sent.map((event) => [event.type, event.name ?? event.event])).toEqual([
    ["page", "home"],
    ["track", "loan_applied"],
  ]);
  expect(sent[1]).toMatchObject({ properties: { amount: 5 }, anonymousId: zhike.user().anonymousId() });
  expect(sent[1]?.context).toMatchObject({ library: { name: "zhike.js" }, sessionId: zhike.getSessionId() });
});

it("takes the arguments of the standard in all their orders", async () => {
  const zhike = new Zhike("https://bank").load({ writeKey: "key" });
  const done = vi.fn();
  zhike.identify({ city: "昆明" });
  zhike.identify("U1", { customerNo: "C00000001" }, done);
  zhike.page("loans", "steps", { step: 2 });
  zhike.track("pressed", done);
  zhike.group("branch-7", { size: 3 });
  zhike.alias("U2", "U1");
  await arrive();
  expect(done).toHaveBeenCalledTimes(2);
  expect(sent.map((event) => event.type)).toEqual(["identify", "identify", "page", "track", "group", "alias"]);
  expect(sent[0]?.userId).toBeUndefined();
  expect(sent[1]).toMatchObject({ userId: "U1", traits: { city: "昆明", customerNo: "C00000001" } });
  expect(sent[2]).toMatchObject({ name: "steps", properties: { category: "loans", step: 2 } });
  expect(sent[5]).toMatchObject({ userId: "U2", previousId: "U1" });
});

it("asks what to show only when it knows whom, and with the bank's own number where it has one", async () => {
  const zhike = new Zhike("https://bank").load("key");
  zhike.page();
  await arrive();
  expect(asked).toEqual([]);
  zhike.identify("U1", { customerNo: "C00000001" });
  await arrive();
  expect(asked).toEqual([{ customerNo: "C00000001", placement: "home", channel: "in_app" }]);
});

it("shows a message in the page's own place, reports what became of it, and leads nowhere unsafe", async () => {
  waiting = [
    {
      contactId: "7",
      placement: "banner",
      title: "贷款",
      body: "<b>还差</b>一步<script>x()</script>",
      button: "继续",
      url: "javascript:alert(1)",
    },
  ];
  vi.stubGlobal(
    "IntersectionObserver",
    class {
      constructor(private readonly told: (seen: { isIntersecting: boolean }[]) => void) {}
      observe() {
        this.told([{ isIntersecting: true }]);
      }
      disconnect() {}
    },
  );
  document.body.innerHTML = '<div data-zhike-placement="banner"></div>';
  const open = vi.fn();
  const zhike = new Zhike("https://bank").load("key", { popups: false, open });
  zhike.identify("U1");
  await arrive();
  // A page of its own making draws itself anew: the banner comes again, and counts once.
  document.body.innerHTML = '<div data-zhike-placement="banner"></div>';
  zhike.page();
  await arrive();
  const shadow = document.querySelector("[data-zhike=banner]")?.shadowRoot;
  expect(shadow?.querySelector(".body")?.textContent).toBe("还差一步");
  expect(shadow?.querySelector(".body b")).not.toBeNull();
  shadow?.querySelector<HTMLButtonElement>(".go")?.click();
  await arrive();
  expect(open).not.toHaveBeenCalled();
  expect(
    sent.filter((event) => event.type === "track").map((event) => [event.event, event.properties.contactId]),
  ).toEqual([
    ["message_shown", "7"],
    ["message_clicked", "7"],
  ]);
  zhike.page();
  await arrive();
  expect(document.querySelector("[data-zhike=banner]")).toBeNull();
});
