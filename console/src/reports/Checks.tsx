import { CheckCircleFilled, WarningFilled } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { useFormat } from "../format/useFormat";
import { palette } from "../layout/theme";

/** Whether the comparison itself can be trusted. */
export function Checks({ srm }: { srm: Schemas["ReportSrm"] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <section className="zk-card">
      <h2>{t("reports.checks")}</h2>
      <p className="zk-check">
        {srm.ok ? (
          <CheckCircleFilled style={{ color: palette.green }} />
        ) : (
          <WarningFilled style={{ color: palette.red }} />
        )}
        <span>
          <strong>{srm.ok ? t("reports.srmOk") : t("reports.srmBad")}</strong>
          <br />
          <span className="zk-soft">
            {t("reports.srmDetail", {
              expected: format.decimal(srm.expectedHoldoutPercent, 0),
              contact: format.count(srm.contact),
              holdout: format.count(srm.holdout),
              p: format.decimal(srm.pValue, 3),
            })}
          </span>
        </span>
      </p>
    </section>
  );
}
