import { useTranslation } from "react-i18next";
import { useWords } from "../i18n/useWords";

/** What an entry forbids, in words; empty scopes mean everything. */
export function Scope({ row }: { row: { channels: string[]; purposes: string[]; lines: string[] } }) {
  const { t } = useTranslation();
  const words = useWords();
  const parts = [
    row.channels.length > 0 &&
      t("compliance.channelsOnly", { list: row.channels.map((one) => words("channel", one)).join("、") }),
    row.purposes.length > 0 &&
      t("compliance.purposesOnly", { list: row.purposes.map((one) => words("consentPurpose", one)).join("、") }),
    row.lines.length > 0 && t("compliance.linesOnly", { list: row.lines.join("、") }),
  ].filter((part) => part !== false);
  return <span>{parts.length > 0 ? parts.join("；") : t("compliance.everything")}</span>;
}
