import { HomeOutlined } from "@ant-design/icons";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, Outlet, useLocation } from "react-router";
import { useSession } from "../../api/session";
import { Mark } from "../../layout/Mark";
import { Failed, Loading } from "../../layout/States";
import "./phone.css";

/** The frame of the phone pages: one column, large targets, nothing beside the work. */
export function Component() {
  const { t } = useTranslation();
  const session = useSession();
  const location = useLocation();
  if (session.isPending) return <Loading />;
  if (session.error) return <Failed problem={session.error} retry={() => void session.refetch()} />;
  if (!session.data) return <Navigate to={`/sign-in?to=${encodeURIComponent(location.pathname)}`} replace />;
  return (
    <div className="zk-phone">
      <header>
        <Link to="/m/work-orders" className="zk-phone-brand">
          <Mark size={28} />
          <span>
            {session.data.nameZh}
            <small>{session.data.bank.businessDate}</small>
          </span>
        </Link>
        <Link to="/" className="zk-phone-home" aria-label={t("shell.home")}>
          <HomeOutlined />
        </Link>
      </header>
      <Suspense fallback={<Loading />}>
        <Outlet />
      </Suspense>
    </div>
  );
}
