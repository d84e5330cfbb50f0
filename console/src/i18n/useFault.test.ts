import { expect, it } from "vitest";
import { faultText } from "./useFault";

const refused = {
  message: 'must be a date written yyyy-MM-dd, but is a value of the shape "9999" (4 characters)',
  code: "date",
  values: ["yyyy-MM-dd", 'a value of the shape "9999" (4 characters)'],
};

it("says a refusal in Chinese from its code and values, and in English as the server does", () => {
  expect(faultText(refused, "zh")).toBe('应为 yyyy-MM-dd 格式的日期，实际为 形如 "9999" 的值（4 个字符）');
  expect(faultText(refused, "en")).toBe(refused.message);
});

it("says where in a mapping file it is", () => {
  expect(faultText({ message: "(line 3) is missing", code: "missing", values: [], line: 3 }, "zh")).toBe(
    "（第 3 行）缺少此项",
  );
});

it("shows the server's sentence where there is no other", () => {
  expect(faultText({ message: "is odd", code: "" }, "zh")).toBe("is odd");
  expect(faultText({ message: "is odd" }, "zh")).toBe("is odd");
});
