/** Numbers, money and dates as people in a bank read them. Everything here is pure: language and currency are handed in. */
export type Language = "zh" | "en";

const LOCALE: Record<Language, string> = { zh: "zh-CN", en: "en-GB" };
const MISSING = "–";

type Amount = number | string | null | undefined;

function numeric(value: Amount): number | null {
  if (value === null || value === undefined || value === "") return null;
  const number = typeof value === "number" ? value : Number(value);
  return Number.isFinite(number) ? number : null;
}

export function count(value: Amount, language: Language): string {
  const number = numeric(value);
  return number === null
    ? MISSING
    : new Intl.NumberFormat(LOCALE[language], { maximumFractionDigits: 0 }).format(number);
}

export function decimal(value: Amount, language: Language, digits = 2): string {
  const number = numeric(value);
  return number === null
    ? MISSING
    : new Intl.NumberFormat(LOCALE[language], { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
        number,
      );
}

/** With the currency's sign; whole units unless asked for cents. */
export function money(value: Amount, language: Language, currency: string, digits = 0): string {
  const number = numeric(value);
  if (number === null) return MISSING;
  const text = decimal(Math.abs(number), language, digits);
  return `${number < 0 ? "−" : ""}${sign(currency)}${text}`;
}

/** One character where a currency has one (¥, $, €); its ISO code where it has not. */
function sign(currency: string): string {
  const symbol = new Intl.NumberFormat("en", { style: "currency", currency, currencyDisplay: "narrowSymbol" })
    .formatToParts(0)
    .find((part) => part.type === "currency")?.value;
  return symbol && symbol.length === 1 ? symbol : `${currency}\u00a0`;
}

/** 1.23 亿, 4.5 万 in Chinese; 123 M, 45 K in English: for headlines only. */
export function compact(value: Amount, language: Language): string {
  const number = numeric(value);
  if (number === null) return MISSING;
  const steps: [number, string][] =
    language === "zh"
      ? [
          [1e8, "亿"],
          [1e4, "万"],
        ]
      : [
          [1e9, "bn"],
          [1e6, "M"],
          [1e5, "k"],
        ];
  for (const [size, unit] of steps) {
    if (Math.abs(number) >= size) {
      const scaled = number / (unit === "k" ? 1e3 : size);
      const digits = Math.abs(scaled) >= 100 ? 0 : Math.abs(scaled) >= 10 ? 1 : 2;
      return `${decimal(scaled, language, digits)} ${unit}`;
    }
  }
  return Number.isInteger(number) ? count(number, language) : decimal(number, language, 1);
}

/** A share between 0 and 1 as per cent. */
export function percent(share: Amount, language: Language, digits = 1): string {
  const number = numeric(share);
  return number === null ? MISSING : `${decimal(number * 100, language, digits)}%`;
}

/** A difference of two shares in percentage points, with its sign. */
export function points(difference: Amount, language: Language, digits = 1): string {
  const number = numeric(difference);
  if (number === null) return MISSING;
  const rounded = Number((number * 100).toFixed(digits));
  const sign = rounded > 0 ? "+" : rounded < 0 ? "−" : "±";
  return `${sign}${decimal(Math.abs(rounded), language, digits)}`;
}

/** A business day: never shifted by a time zone. */
export function day(value: string | null | undefined): string {
  return value ? value.slice(0, 10) : MISSING;
}

function onTheClock(value: string, timeZone: string): ((part: string) => string) | null {
  const at = new Date(value);
  if (Number.isNaN(at.getTime())) return null;
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  }).formatToParts(at);
  return (type) => parts.find((one) => one.type === type)?.value ?? "";
}

/** An instant on the bank's clock, to the minute. */
export function instant(value: string | null | undefined, timeZone = "Asia/Shanghai"): string {
  if (!value) return MISSING;
  const part = onTheClock(value, timeZone);
  return part ? `${part("year")}-${part("month")}-${part("day")} ${part("hour")}:${part("minute")}` : value;
}

/** The time of day on the bank's clock, to the second: for what happens right now. */
export function time(value: string | null | undefined, timeZone = "Asia/Shanghai"): string {
  if (!value) return MISSING;
  const part = onTheClock(value, timeZone);
  return part ? `${part("hour")}:${part("minute")}:${part("second")}` : value;
}
