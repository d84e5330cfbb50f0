import { CopyOutlined } from "@ant-design/icons";
import { App, Button, Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import "./source.css";

/** A document to read and to copy. */
export function Source({ text }: { text: string }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    void message.success(t("common.copied"));
  };
  return (
    <div className="zk-source">
      <Tooltip title={t("common.copy")}>
        <Button
          size="small"
          type="text"
          icon={<CopyOutlined />}
          onClick={() => void copy()}
          aria-label={t("common.copy")}
        />
      </Tooltip>
      <pre>{text}</pre>
    </div>
  );
}
