import { CheckCircleFilled, CloseCircleFilled, LoadingOutlined, MinusCircleOutlined } from "@ant-design/icons";
import { Alert, Progress } from "antd";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { useFormat } from "../format/useFormat";
import { useWords } from "../i18n/useWords";
import { palette } from "../layout/theme";

type Step = Schemas["SetupStep"];

function StepMark({ state }: { state: string }) {
  switch (state.toLowerCase()) {
    case "done":
    case "succeeded":
      return <CheckCircleFilled style={{ color: palette.green }} />;
    case "running":
      return <LoadingOutlined style={{ color: palette.primary }} />;
    case "failed":
      return <CloseCircleFilled style={{ color: palette.red }} />;
    default:
      return <MinusCircleOutlined style={{ color: palette.grey }} />;
  }
}

/** What the first start is doing: the demo bank comes in step by step. */
export function SetupProgress({ setup }: { setup: Schemas["Setup"] }) {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const share = (step: Step) => (step.total > 0 ? Math.min(100, Math.round((step.done / step.total) * 100)) : 0);
  return (
    <section className="zk-card" style={{ marginBottom: 16 }}>
      <h2>
        {t("home.setupTitle")}
        <small>{t("home.setupHint")}</small>
      </h2>
      {setup.failure && (
        <Alert
          type="error"
          showIcon
          title={t("home.setupFailed")}
          description={setup.failure}
          style={{ marginBottom: 12 }}
        />
      )}
      <div className="zk-bars" style={{ gridTemplateColumns: "18px max-content minmax(80px, 1fr) max-content" }}>
        {setup.steps.map((step) => (
          <SetupRow key={step.name} step={step} share={share(step)} label={words("setup", step.name)}>
            {step.total > 0
              ? `${format.count(step.done)} / ${format.count(step.total)}`
              : words("jobState", step.state)}
          </SetupRow>
        ))}
      </div>
    </section>
  );
}

function SetupRow({ step, share, label, children }: { step: Step; share: number; label: string; children: string }) {
  return (
    <>
      <StepMark state={step.state} />
      <span>{label}</span>
      <Progress
        percent={step.state.toLowerCase() === "done" ? 100 : share}
        showInfo={false}
        size="small"
        status={step.state.toLowerCase() === "failed" ? "exception" : "normal"}
      />
      <b>{children}</b>
    </>
  );
}
