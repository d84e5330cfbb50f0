import { Breadcrumb } from "antd";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

export type Crumb = { label: ReactNode; to?: string };

/** The frame of every page: where one is, what it is about, what can be done here. */
export function Page(props: {
  title: ReactNode;
  documentTitle?: string;
  subtitle?: ReactNode;
  crumbs?: Crumb[];
  actions?: ReactNode;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const name = props.documentTitle ?? (typeof props.title === "string" ? props.title : "");
  useEffect(() => {
    document.title = name ? `${name} · ${t("common.product")}` : t("common.product");
  }, [name, t]);
  return (
    <main className="zk-page">
      {props.crumbs && props.crumbs.length > 0 && (
        <Breadcrumb
          className="zk-crumbs"
          items={props.crumbs.map((crumb) => ({
            title: crumb.to ? <Link to={crumb.to}>{crumb.label}</Link> : crumb.label,
          }))}
        />
      )}
      <header className="zk-page-head">
        <div className="zk-page-title">
          <h1>{props.title}</h1>
          {props.subtitle && <p>{props.subtitle}</p>}
        </div>
        {props.actions && <div className="zk-page-actions">{props.actions}</div>}
      </header>
      {props.children}
    </main>
  );
}
