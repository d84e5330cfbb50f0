import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { App as AntApp, ConfigProvider } from "antd";
import { RouterProvider } from "react-router";
import { ApiProblem } from "./api/problem";
import { SESSION_KEY } from "./api/session";
import { antdLocale } from "./i18n/language";
import { useLanguage } from "./i18n/useLanguage";
import { theme } from "./layout/theme";
import { router } from "./routes";

const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (problem) => {
      // A session that ended shows the sign-in page, whatever was asked.
      if (problem instanceof ApiProblem && problem.status === 401) client.setQueryData(SESSION_KEY, null);
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: false,
      retry: (failures, problem) =>
        failures < 2 && (!(problem instanceof ApiProblem) || problem.status === 0 || problem.status >= 502),
    },
  },
});

export function App() {
  const { language } = useLanguage();
  return (
    <ConfigProvider theme={theme} locale={antdLocale(language)} componentSize="middle">
      <AntApp>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </AntApp>
    </ConfigProvider>
  );
}
