import { useTranslation } from "react-i18next";
import { useKindName } from "./queries";

/** Why the rules did not join two identities. */
export function useWhy() {
  const { t } = useTranslation();
  const name = useKindName();
  return (row: { what: string; limitKind: string }) => {
    if (row.what === "hinted") return t("identity.hintedWhy");
    if (row.what !== "held") return "";
    return row.limitKind === "customer" || row.limitKind === "customer_no"
      ? t("identity.heldCustomers")
      : t("identity.heldWhy", { kind: name(row.limitKind) });
  };
}
