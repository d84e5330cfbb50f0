import { expect, it } from "vitest";
import { problemFrom } from "./problem";

it("reads problem+json with its code and every field", () => {
  const problem = problemFrom(400, {
    title: "Invalid",
    code: "invalid",
    errors: [{ field: "days", message: "must be at least 1" }],
  });
  expect(problem.status).toBe(400);
  expect(problem.code).toBe("invalid");
  expect(problem.message).toBe("Invalid");
  expect(problem.errors).toEqual([{ field: "days", message: "must be at least 1" }]);
});

it("stands an answer that is no problem+json", () => {
  expect(problemFrom(502, "<html>Bad gateway</html>").code).toBe("http_502");
  expect(problemFrom(500, undefined).message).toBe("HTTP 500");
});
