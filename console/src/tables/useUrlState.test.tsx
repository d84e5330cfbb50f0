import { act, renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { MemoryRouter, useLocation } from "react-router";
import { expect, it } from "vitest";
import { useUrlState } from "./useUrlState";

const at = (address: string) =>
  renderHook(() => ({ url: useUrlState(["q", "order"] as const), address: useLocation().search }), {
    wrapper: ({ children }: { children: ReactNode }) => (
      <MemoryRouter initialEntries={[address]}>{children}</MemoryRouter>
    ),
  });

it("reads filters and the page from the address", () => {
  const { result } = at("/x?q=abc&page=3&size=50&other=1");
  expect(result.current.url.values).toEqual({ q: "abc" });
  expect(result.current.url.page).toBe(3);
  expect(result.current.url.size).toBe(50);
});

it("takes nonsense for the first page", () => {
  const { result } = at("/x?page=-2&size=many");
  expect(result.current.url.page).toBe(1);
  expect(result.current.url.size).toBe(20);
});

it("goes back to the first page when a filter changes, and keeps it when something opens beside the rows", () => {
  const { result } = at("/x?q=abc&page=3");
  act(() => result.current.url.show("order", "17"));
  expect(result.current.address).toBe("?q=abc&page=3&order=17");
  act(() => result.current.url.set({ q: "" }));
  expect(result.current.address).toBe("?order=17");
});
