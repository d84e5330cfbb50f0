import { BulbOutlined } from "@ant-design/icons";
import { Alert, App, Badge, Button, Input, Segmented, Space } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { ApiProblem, type FieldError } from "../../api/problem";
import { usePermission } from "../../api/session";
import { ApprovalBar } from "../../definitions/ApprovalBar";
import { type Definition, useHistory, useSaveDraft } from "../../definitions/queries";
import { toYaml } from "../../format/yaml";
import { useFault } from "../../i18n/useFault";
import { useLanguage } from "../../i18n/useLanguage";
import { Page } from "../../layout/Page";
import { Answer, Failed, useProblemText } from "../../layout/States";
import { useDebounced } from "../../tables/useDebounced";
import { usePlanCheck, useReadPlan, useUnplanned } from "../queries";
import { Adopt, offered } from "./Adopt";
import { bothOf, homelessFaults, inOrder, type PlanNode, textOf } from "./document";
import { EventsTable } from "./EventsTable";
import { PlanSettings } from "./PlanSettings";
import { PlanDraftContext, planDraft } from "./usePlanDraft";
import "../../definitions/source.css";
import "../tracking.css";
import "./plan.css";

const REST_MS = 400;
const FAULTS_SHOWN = 8;
const NEW_PLAN: PlanNode = { key: "", name: { zh: "", en: "" }, sources: [], events: [] };

/** The draft: as a document, and while it is written as YAML, as that text. */
type Written = { plan: PlanNode; text: string | null };

function Faults({ faults }: { faults: FieldError[] }) {
  const say = useFault();
  if (faults.length === 0) return null;
  return (
    <Alert
      className="zk-block"
      type="error"
      showIcon
      title={faults.slice(0, FAULTS_SHOWN).map((fault) => (
        <div key={`${fault.field} ${fault.message}`}>
          <code>{fault.field}</code> {say(fault)}
        </div>
      ))}
    />
  );
}

/** The draft's two faces: the text is read by the server, so the form shows exactly what would be saved. */
function useWritten(start: PlanNode, key: string) {
  const [written, setWritten] = useState<Written>({ plan: start, text: null });
  const read = useReadPlan(key);
  const rested = useDebounced(
    JSON.stringify(written.text === null ? { document: written.plan } : { text: written.text }),
    REST_MS,
  );
  const check = usePlanCheck(key, rested);
  const toForm = async () => {
    if (written.text === null) return true;
    const { document } = await read.mutateAsync({ text: written.text });
    if (document) setWritten({ plan: document as PlanNode, text: null });
    return document !== null;
  };
  return {
    ...written,
    errors: check.data?.errors ?? [],
    reading: read.isPending,
    toForm,
    toText: () => setWritten(({ plan, text }) => ({ plan, text: text ?? toYaml(inOrder(plan)) })),
    writePlan: (plan: PlanNode) => setWritten({ plan, text: null }),
    writeText: (text: string) => setWritten(({ plan }) => ({ plan, text })),
  };
}

function useSave(isNew: boolean, key: string, revision: number) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const save = useSaveDraft("tracking_plan");
  return {
    pending: save.isPending,
    /** What is refused because of a field stands at that field. */
    problem: save.error instanceof ApiProblem && save.error.errors.length > 0 ? null : save.error,
    refused: save.error !== null,
    run: (written: Written) => {
      const ownKey = isNew ? textOf(written.plan, "key") || "-" : key;
      const draft = written.text === null ? { document: inOrder(written.plan) } : { text: written.text };
      save.mutate(
        { key: ownKey, ...draft, revision },
        {
          onSuccess: (saved) => {
            void message.success(t("definitions.draftSaved", { version: saved.version }));
            navigate("/tracking");
          },
        },
      );
    },
  };
}

function Writing({ start, newest, isNew }: { start: PlanNode; newest: Definition | undefined; isNew: boolean }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const navigate = useNavigate();
  const mayEdit = usePermission("EditDefinitions");
  const unplanned = useUnplanned();
  const [adopting, setAdopting] = useState(false);
  const key = newest?.key ?? "";
  const written = useWritten(start, key || "-");
  const save = useSave(isNew, key, newest?.status === "draft" ? newest.revision : 0);
  const isForm = written.text === null;
  const draft = useMemo(() => planDraft(written.plan, written.errors, written.writePlan), [written]);
  const found = useMemo(() => offered(written.plan, unplanned.data ?? []), [written.plan, unplanned.data]);
  const isWaiting = newest?.status === "submitted";
  const toForm = () =>
    written.toForm().then(
      (could) => could || void message.error(t("tracking.form.notYaml")),
      (problem: unknown) => void message.error(problemText(problem)),
    );
  return (
    <PlanDraftContext.Provider value={draft}>
      <div className="zk-plan-bar">
        <Segmented
          value={isForm ? "form" : "yaml"}
          disabled={written.reading}
          onChange={(view) => (view === "form" ? void toForm() : written.toText())}
          options={[
            { value: "form", label: t("tracking.form.asForm") },
            { value: "yaml", label: "YAML" },
          ]}
        />
        {isForm && (
          <Badge count={found.length} size="small">
            <Button icon={<BulbOutlined />} onClick={() => setAdopting(true)}>
              {t("tracking.form.adoptOpen")}
            </Button>
          </Badge>
        )}
        <span className={written.errors.length > 0 ? "zk-plan-fault" : "zk-soft"}>
          {written.errors.length > 0
            ? t("tracking.form.faults", { number: written.errors.length })
            : t("tracking.form.faultless")}
        </span>
        <Space className="zk-plan-save">
          <Button onClick={() => navigate("/tracking")}>{t("common.cancel")}</Button>
          <Button
            type="primary"
            loading={save.pending}
            disabled={!mayEdit || isWaiting}
            onClick={() => save.run(written)}
          >
            {t("definitions.saveDraft")}
          </Button>
        </Space>
      </div>
      {save.problem && <Failed problem={save.problem} />}
      <Faults faults={isForm ? homelessFaults(written.errors) : written.errors} />
      {isForm ? (
        <>
          <PlanSettings isNew={isNew} />
          <EventsTable />
          <Adopt
            open={adopting}
            close={() => setAdopting(false)}
            plan={written.plan}
            found={found}
            change={written.writePlan}
          />
        </>
      ) : (
        <div className="zk-editor">
          <Input.TextArea
            value={written.text ?? ""}
            autoSize={{ minRows: 20, maxRows: 36 }}
            spellCheck={false}
            aria-label="YAML"
            onChange={(event) => written.writeText(event.target.value)}
          />
        </div>
      )}
    </PlanDraftContext.Provider>
  );
}

/** Writes a tracking plan's draft, as a form or as YAML: two views of one document. */
export function Component() {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const { key } = useParams();
  const history = useHistory("tracking_plan", key ?? "", key !== undefined);
  const newest = history.data?.[0];
  const name = bothOf((newest?.document ?? {}) as PlanNode, "name");
  const title = key ? t("tracking.form.title", { name: pick(name.zh, name.en) || key }) : t("tracking.form.newPlan");
  return (
    <Page
      title={title}
      subtitle={t("tracking.form.subtitle")}
      crumbs={[{ label: t("tracking.planTitle"), to: "/tracking" }, { label: key ?? t("tracking.form.newPlan") }]}
    >
      {key === undefined ? (
        <Writing start={NEW_PLAN} newest={undefined} isNew />
      ) : (
        <Answer query={history} rows={10}>
          {() => (
            <>
              <ApprovalBar kind="tracking_plan" definitionKey={key} />
              <Writing key={key} start={(newest?.document ?? NEW_PLAN) as PlanNode} newest={newest} isNew={false} />
            </>
          )}
        </Answer>
      )}
    </Page>
  );
}
