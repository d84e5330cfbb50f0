import { describe, expect, it } from "vitest";
import { compact, count, day, instant, money, percent, points, time } from "./numbers";

describe("numbers as a bank reads them", () => {
  it("groups whole numbers and shows a dash for none", () => {
    expect(count(1234567, "zh")).toBe("1,234,567");
    expect(count(null, "zh")).toBe("–");
    expect(count("49102", "en")).toBe("49,102");
  });

  it("writes a one-character currency sign, else the ISO code", () => {
    expect(money(-1234.5, "zh", "CNY", 2)).toBe("−¥1,234.50");
    expect(money(1234, "en", "CZK")).toBe("CZK\u00a01,234");
  });

  it("shortens headlines by 万 and 亿 in Chinese and by M in English", () => {
    expect(compact(38_204_117, "zh")).toBe("3,820 万");
    expect(compact(1_234_000_000, "zh")).toBe("12.3 亿");
    expect(compact(38_204_117, "en")).toBe("38.2 M");
    expect(compact(812, "zh")).toBe("812");
  });

  it("writes shares as per cent and differences as points with a sign", () => {
    expect(percent(0.3634, "zh")).toBe("36.3%");
    expect(points(-0.0123, "zh")).toBe("−1.2");
    expect(points(0.00001, "zh")).toBe("±0.0");
    expect(points(0.05, "en")).toBe("+5.0");
  });

  it("keeps a business day where it is and shows an instant on the bank's clock", () => {
    expect(day("1994-03-31T00:00:00Z")).toBe("1994-03-31");
    expect(instant("1994-03-31T16:30:00Z")).toBe("1994-04-01 00:30");
    expect(instant("1994-03-31T16:30:00Z", "Europe/Prague")).toBe("1994-03-31 18:30");
    expect(time("1994-03-31T16:30:07Z")).toBe("00:30:07");
    expect(instant(null)).toBe("–");
  });
});
