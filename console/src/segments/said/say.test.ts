import i18next from "i18next";
import { describe, expect, it } from "vitest";
import type { Schemas } from "../../api/client";
import { texts as en } from "../../i18n/en/texts";
import { texts as zh } from "../../i18n/zh/texts";
import { fromExpression } from "../builder/draft";
import { EXPRESSIONS } from "../builder/examples.test-data";
import { inOneLine, say } from "./say";
import { pieces, plain, type Speaker, strong } from "./speaker";

const named = (
  key: string,
  nameZh: string,
  nameEn: string,
  type = "money",
  values?: { value: string; zh: string; en: string }[],
) => ({
  key,
  nameZh,
  nameEn,
  type,
  operators: [],
  dimension: "",
  values: values ?? null,
  unitZh: "",
  unitEn: "",
});
const VOCABULARY: Schemas["Vocabulary"] = {
  tags: [
    named("balance", "余额", "Balance"),
    named("stage", "阶段", "Stage", "text", [
      { value: "active", zh: "活跃", en: "active" },
      { value: "sleeping", zh: "沉睡", en: "asleep" },
    ]),
  ],
  attributes: [named("gender", "性别", "Gender", "text", [{ value: "F", zh: "女", en: "female" }])],
  events: [
    { name: "transaction", nameZh: "交易", nameEn: "transaction", properties: [named("amount", "金额", "amount")] },
    { name: "app_login", nameZh: "登录", nameEn: "log-in", properties: [] },
  ],
  segments: [named("rich", "高净值", "Wealthy", "segment")],
  lists: [named("vip", "贵宾名单", "VIP", "list")],
  operators: [],
};

async function speakerOf(language: "zh" | "en"): Promise<Speaker> {
  const texts = language === "zh" ? zh : en;
  const i18n = i18next.createInstance();
  await i18n.init({
    lng: language,
    resources: { [language]: { translation: texts } },
    interpolation: { escapeValue: false },
  });
  return {
    text: (key, holes) => {
      const said = String(i18n.t(key as never, holes as never));
      if (said === key) throw new Error(`no text ${key}`);
      return said;
    },
    operator: (op) => (texts.words.operator as Record<string, string>)[op] ?? op,
    pick: (one, other) => (language === "zh" ? one || other : other || one) ?? "",
    value: (value) => String(value),
    vocabulary: VOCABULARY,
  };
}

const told = (speaker: Speaker, expression: unknown) => inOneLine(speaker, say(speaker, fromExpression(expression)));

describe.each(["zh", "en"] as const)("in %s", async (language) => {
  const speaker = await speakerOf(language);

  it.each(EXPRESSIONS)("says %s in words, with no hole left and no JSON", (_, expression) => {
    const text = told(speaker, expression);
    expect(text).not.toMatch(/[{}"?]|undefined|\[object/);
    expect(text.length).toBeGreaterThan(4);
  });

  it("shows what it does not know as it stands", () => {
    expect(told(speaker, { score: "churn" })).toBe('{"score":"churn"}');
  });
});

describe("the sentences", async () => {
  const chinese = await speakerOf("zh");
  const english = await speakerOf("en");
  it.each([
    [
      { changed: { tag: "stage", from: "active", to: "sleeping", within_days: 30 } },
      "近 30 天内，阶段 由 活跃 变为 沉睡",
      "within 30 days, Stage changed from active to asleep",
    ],
    [
      { did: { event: "transaction", sum: { of: "amount", at_least: 1000, less_than: 5000 }, within_days: 30 } },
      "近 30 天内做过 交易，金额合计 不少于 1000且小于 5000",
      "within 30 days did transaction, sum of amount at least 1000 and less than 5000",
    ],
    [
      { and: [{ segment: "rich" }, { not: { or: [{ list: "vip" }, { attribute: "gender", op: "eq", value: "F" }] } }] },
      "（属于客群 高净值，且 不满足：（在名单 贵宾名单 中 或 性别 等于 女））",
      "(in segment Wealthy and not: (on list VIP or Gender is female))",
    ],
  ])("say %j", (expression, inChinese, inEnglish) => {
    expect(told(chinese, expression)).toBe(inChinese);
    expect(told(english, expression)).toBe(inEnglish);
  });

  it("set names and values off, wherever they stand", () => {
    expect(pieces(`a ${strong("b")} c ${strong("d")}`)).toEqual([
      { text: "a ", strong: false },
      { text: "b", strong: true },
      { text: " c ", strong: false },
      { text: "d", strong: true },
    ]);
    expect(plain(`a ${strong("b")}`)).toBe("a b");
  });
});
