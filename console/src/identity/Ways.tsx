import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type Permission, usePermission } from "../api/session";
import { KindIcon } from "./kinds";
import "./identity.css";

/** Where identities come from, and where each is set up; who may not is told whom to ask. */
const WAYS = [
  { way: "files", kind: "customer_no", to: "/batch-sources", needs: "RunJobs" },
  { way: "pages", kind: "device", to: "/system/sources", needs: "Administer" },
  { way: "servers", kind: "user_id", to: "/system/sources", needs: "Administer" },
] as const satisfies { way: string; kind: string; to: string; needs: Permission }[];

function Way({ way, kind, to, needs }: (typeof WAYS)[number]) {
  const { t } = useTranslation();
  const may = usePermission(needs);
  return (
    <section className="zk-card zk-id-way">
      <h2>
        <KindIcon kind={kind} /> {t(`identity.ways.${way}`)}
      </h2>
      <p className="zk-soft">{t(`identity.waysHint.${way}`)}</p>
      {may ? (
        <Link to={to}>
          <Button type={way === "files" ? "primary" : "default"}>{t(`identity.waysTo.${way}`)}</Button>
        </Link>
      ) : (
        <small className="zk-soft">{t("identity.askAdministrator")}</small>
      )}
    </section>
  );
}

export function Ways() {
  const { t } = useTranslation();
  return (
    <>
      <p className="zk-id-lead">{t("identity.empty")}</p>
      <div className="zk-id-ways">
        {WAYS.map((one) => (
          <Way key={one.way} {...one} />
        ))}
      </div>
    </>
  );
}
