import { Alert, Button, Empty, Skeleton } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../api/problem";
import { useFault } from "../i18n/useFault";
import { useWords } from "../i18n/useWords";

export function Loading({ rows = 6 }: { rows?: number }) {
  return (
    <div className="zk-loading" aria-busy="true">
      <Skeleton active paragraph={{ rows }} />
    </div>
  );
}

/** A plain sentence for every refusal; the code stays visible for whoever is asked for help. */
export function useProblemText() {
  const { t } = useTranslation();
  const words = useWords();
  return (problem: unknown): string => {
    if (!(problem instanceof ApiProblem)) return t("problems.unexpected");
    if (problem.status === 0) return t("problems.unreachable");
    if (problem.status === 401) return t("problems.signedOut");
    if (problem.status === 403) return t("problems.forbidden");
    if (problem.code === "preparing") return t("problems.preparing");
    const known = words("problem", problem.code);
    if (known !== problem.code) return known;
    if (problem.status >= 500) return t("problems.server");
    return problem.message || t("problems.unexpected");
  };
}

export function Failed({ problem, retry }: { problem: unknown; retry?: () => void }) {
  const { t } = useTranslation();
  const text = useProblemText();
  const fault = useFault();
  const given = problem instanceof ApiProblem ? problem : null;
  return (
    <Alert
      className="zk-failed"
      type={given?.status === 404 ? "warning" : "error"}
      showIcon
      title={text(problem)}
      description={
        given && (given.errors.length > 0 || given.code) ? (
          <>
            {given.errors.map((error) => (
              <div key={`${error.field}:${error.message}`}>
                <code>{error.field}</code> {fault(error)}
              </div>
            ))}
            <small className="zk-soft">{t("problems.code", { code: given.code })}</small>
          </>
        ) : undefined
      }
      action={
        retry &&
        given?.status !== 403 && (
          <Button size="small" onClick={retry}>
            {t("common.retry")}
          </Button>
        )
      }
    />
  );
}

/** Nothing here yet: says what to do about it. */
export function Nothing({ title, hint, action }: { title: ReactNode; hint?: ReactNode; action?: ReactNode }) {
  return (
    <Empty
      className="zk-nothing"
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={
        <>
          <strong>{title}</strong>
          {hint && <div className="zk-soft">{hint}</div>}
        </>
      }
    >
      {action}
    </Empty>
  );
}

type Query<T> = { data: T | undefined; error: unknown; isPending: boolean; refetch: () => unknown };

/** The three faces of a question to the server: waiting, refused, answered. */
export function Answer<T>({
  query,
  rows,
  children,
}: {
  query: Query<T>;
  rows?: number;
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <Failed problem={query.error} retry={() => void query.refetch()} />;
  return <Loading rows={rows} />;
}
