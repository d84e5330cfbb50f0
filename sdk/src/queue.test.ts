import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type Event, Queue, type Sender } from "./queue";
import { openStore } from "./storage";

const store = openStore(() => localStorage);
let taken: string[] = [];
let problems: string[] = [];
let answer: (batch: Event[]) => number = () => 200;
let calls = 0;

const send: Sender = async (body) => {
  calls += 1;
  const { batch } = JSON.parse(body) as { batch: Event[] };
  const status = answer(batch);
  if (status === 200) taken.push(...batch.map((event) => event.messageId));
  return { status, retryAfter: 0 };
};
const open = () => new Queue(store, "key", send, (text) => problems.push(text));
const event = (messageId: string): Event => ({ messageId, type: "track", event: messageId });

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  [taken, problems, calls] = [[], [], 0];
  answer = () => 200;
});
afterEach(() => vi.useRealTimers());

it("sends what came together in one batch", async () => {
  const queue = open();
  for (let n = 0; n < 30; n++) queue.add(event(`m${n}`));
  await vi.advanceTimersByTimeAsync(1100);
  expect([calls, taken.length, queue.length]).toEqual([1, 30, 0]);
});

it("waits longer and longer while the server is busy, and loses nothing", async () => {
  const queue = open();
  answer = () => 429;
  queue.add(event("a"));
  await vi.advanceTimersByTimeAsync(20_000);
  expect(calls).toBeLessThan(8);
  answer = () => 200;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(taken).toEqual(["a"]);
});

it("finds the one event that the server refuses and sends the rest", async () => {
  const queue = open();
  answer = (batch) => (batch.some((one) => one.messageId === "m3") ? 400 : 200);
  for (let n = 0; n < 8; n++) queue.add(event(`m${n}`));
  await vi.advanceTimersByTimeAsync(5000);
  expect(taken.sort()).toEqual(["m0", "m1", "m2", "m4", "m5", "m6", "m7"]);
  expect(problems.join()).toContain("m3");
  expect(queue.dropped).toBe(1);
});

it("sends what a page left behind that is gone, and leaves an open page its own", async () => {
  answer = () => 0;
  open().add(event("left"));
  vi.clearAllTimers();
  answer = () => 200;
  const next = open();
  expect(next.length).toBe(0);
  await vi.advanceTimersByTimeAsync(40_000);
  expect(taken).toEqual(["left"]);
});

it("hands over at the page's end, and keeps it until the server has said that it has it", async () => {
  const beacons: string[] = [];
  Object.defineProperty(navigator, "sendBeacon", {
    configurable: true,
    value: (_: string, body: string) => Boolean(beacons.push(body)),
  });
  const queue = open();
  for (let n = 0; n < 3; n++) queue.add(event(`m${n}`));
  queue.beacon("/v1/batch");
  expect(JSON.parse(beacons[0] ?? "").batch).toHaveLength(3);
  expect(JSON.parse(beacons[0] ?? "").writeKey).toBe("key");
  expect(queue.length).toBe(3);
});

it("holds at most a thousand, and counts what it had to let go", () => {
  const queue = open();
  answer = () => 0;
  for (let n = 0; n < 1010; n++) queue.add(event(`m${n}`));
  expect([queue.length, queue.dropped]).toEqual([1000, 10]);
  queue.add({ messageId: "big", type: "track", event: "big", text: "x".repeat(20_000) });
  expect(problems.join()).toContain("big");
});
