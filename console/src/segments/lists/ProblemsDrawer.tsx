import { Drawer } from "antd";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../../api/client";
import { useLanguage } from "../../i18n/useLanguage";
import { Answer } from "../../layout/States";
import { useListProblems } from "../queries";
import { ProblemsTable } from "./ProblemsTable";

/** The rows of a list's newest upload that brought no customer. */
export function ProblemsDrawer({ list, close }: { list: Schemas["CustomerListRow"]; close: () => void }) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const query = useListProblems(list.key);
  return (
    <Drawer
      open
      onClose={close}
      size={560}
      title={`${t("customerLists.problems")} · ${pick(list.nameZh, list.nameEn)}`}
    >
      <Answer query={query} rows={8}>
        {(problems) => <ProblemsTable problems={problems} name={list.key} />}
      </Answer>
    </Drawer>
  );
}
