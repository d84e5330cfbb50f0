import { beforeEach, expect, it } from "vitest";
import { campaignOf, Person } from "./person";
import { openStore } from "./storage";

const MINUTE = 60_000;
let now = 0;
let person: Person;

beforeEach(() => {
  localStorage.clear();
  now = Date.UTC(2026, 0, 1);
  person = new Person(
    openStore(() => localStorage),
    () => now,
  );
});

it("ends a visit after half an hour of silence, not before", () => {
  const first = person.session();
  expect(first.isNew).toBe(true);
  now += 29 * MINUTE;
  expect(person.session()).toEqual({ id: first.id, isNew: false });
  now += 29 * MINUTE;
  expect(person.session().id).toBe(first.id);
  now += 30 * MINUTE;
  expect(person.session().isNew).toBe(true);
});

it("remembers how the browser first came, whatever later visits say", () => {
  const at = (search: string) => ({ href: `https://bank/${search}`, search });
  const first = person.firstTouch(
    at("?utm_source=wechat&utm_campaign=spring&channel_code=KM01"),
    "https://mp.weixin.qq.com/",
  );
  expect(first).toMatchObject({ campaign: { source: "wechat", name: "spring" }, channelCode: "KM01" });
  expect(person.firstTouch(at("?utm_source=sms"), "")).toEqual(first);
  expect(campaignOf("?a=1")).toBeUndefined();
});

it("is somebody else after a reset", () => {
  const before = person.anonymousId;
  person.identify("U1", { customerNo: "C00000001" });
  person.reset();
  expect(person.userId).toBeNull();
  expect(person.traits).toEqual({});
  expect(person.anonymousId).not.toBe(before);
});

it("does not carry one user's traits over to the next", () => {
  person.identify("U1", { customerNo: "C00000001" });
  person.identify(null, { city: "昆明" });
  expect(person.traits).toEqual({ customerNo: "C00000001", city: "昆明" });
  person.identify("U2", {});
  expect(person.traits).toEqual({});
});

it("works where the browser lets it keep nothing", () => {
  const store = openStore(() => {
    throw new Error("denied");
  });
  const secret = new Person(store, () => now);
  expect(secret.anonymousId).toBe(secret.anonymousId);
});
