import { Button, Result } from "antd";
import { useTranslation } from "react-i18next";
import { isRouteErrorResponse, Link, useRouteError } from "react-router";

/** A page that does not exist, or that broke while it was shown. */
export function RouteProblem() {
  const { t } = useTranslation();
  const error = useRouteError();
  const missing = isRouteErrorResponse(error) && error.status === 404;
  return (
    <Result
      status={missing ? "404" : "error"}
      title={missing ? t("problems.noPage") : t("problems.brokenPage")}
      subTitle={missing ? undefined : error instanceof Error ? error.message : undefined}
      extra={[
        <Link key="home" to="/">
          <Button type="primary">{t("problems.toHome")}</Button>
        </Link>,
        <Button key="again" onClick={() => window.location.reload()}>
          {t("problems.reload")}
        </Button>,
      ]}
    />
  );
}
