import { GlobalOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../i18n/useLanguage";

export function LanguageSwitch() {
  const { language, change } = useLanguage();
  const { t } = useTranslation();
  const other = language === "zh" ? "en" : "zh";
  return (
    <Button type="text" icon={<GlobalOutlined />} onClick={() => void change(other)} aria-label={t("shell.language")}>
      {t("shell.otherLanguage")}
    </Button>
  );
}
