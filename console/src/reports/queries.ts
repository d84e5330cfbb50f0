import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "../api/client";

export function useReport(journey: string, run: string) {
  return useQuery({
    queryKey: ["reports", journey, run],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/reports/{journey}", { params: { path: { journey }, query: { run } }, signal })),
  });
}

/** Which people a number of the report counts. */
export type Measure = { measure: string; arm?: string; channel?: string; decision?: string; node?: string };

export function reportPeople(journey: string, run: string, asked: Measure) {
  return (page: number, size: number, signal: AbortSignal) =>
    unwrap(
      api.GET("/api/v1/reports/{journey}/people", {
        params: { path: { journey }, query: { run, ...asked, page, size } },
        signal,
      }),
    );
}
