import { expect, it } from "vitest";
import { placeholder, readDraft, writeDocument } from "./document";

const SHIPPED = {
  key: "nudge",
  channel: "push",
  name: { zh: "提醒", en: "Reminder" },
  title: { zh: "您好", en: "Hello" },
  body: "只有中文",
  url: "bank://accounts",
  owner: "retail",
};
const FIELDS = ["title", "body", "url"];

it("takes a document apart and puts it together again", () => {
  const draft = readDraft(SHIPPED, FIELDS);
  expect(draft.texts.body).toEqual({ zh: "只有中文", en: "" });
  expect(draft.rest).toEqual({ owner: "retail" });
  expect(writeDocument(draft, FIELDS)).toEqual({
    ...SHIPPED,
    body: { zh: "只有中文" },
    url: { zh: "bank://accounts" },
  });
});

it("leaves out texts that are empty, and those of another channel", () => {
  const draft = { ...readDraft(SHIPPED, FIELDS), channel: "sms" };
  draft.texts = { ...draft.texts, text: { zh: " ", en: "" } };
  expect(Object.keys(writeDocument(draft, ["text"]))).toEqual(["key", "channel", "name", "owner"]);
});

it("puts a format before values that need one", () => {
  expect(placeholder("tags.balance", "money")).toBe("{{money tags.balance}}");
  expect(placeholder("customer.opened_on", "")).toBe("{{day customer.opened_on}}");
  expect(placeholder("customer.salutation", "")).toBe("{{customer.salutation}}");
});
