import { RedoOutlined, UndoOutlined } from "@ant-design/icons";
import { App, Button, Form, Segmented, Tooltip } from "antd";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useNavigate, useParams } from "react-router";
import type { Schemas } from "../api/client";
import { ApiProblem } from "../api/problem";
import { type Definition, useHistory, useSaveDraft, useSubmit } from "../definitions/queries";
import { Page } from "../layout/Page";
import { Answer, Failed } from "../layout/States";
import { emptyGroup, fromExpression, refusalsByNode } from "./builder/draft";
import { GroupEditor } from "./builder/GroupEditor";
import { JsonView } from "./builder/JsonView";
import { type Builder, BuilderContext } from "./builder/useBuilder";
import { useDraft } from "./builder/useDraft";
import { ConditionText } from "./ConditionText";
import { EstimatePanel } from "./live/EstimatePanel";
import { useLive } from "./live/useLive";
import { Waterfall } from "./live/Waterfall";
import { useVocabulary } from "./queries";
import { type Document, type Names, namesOf, SegmentNames, written } from "./SegmentNames";

/** What another page hands over to begin with. */
export type BuilderStart = { expression?: unknown };

/** Fields of the document that the form of names shows under the same name. */
const IN_FORM = ["key", "refresh", "schedule"] as const;

function useUndoKeys(undo: () => void, redo: () => void) {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.closest("input, textarea");
      if (typing || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
      event.preventDefault();
      if (event.shiftKey) redo();
      else undo();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [undo, redo]);
}

function Editor({ before, vocabulary }: { before: Definition | undefined; vocabulary: Schemas["Vocabulary"] }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const start = useLocation().state as BuilderStart | null;
  const [form] = Form.useForm<Names>();
  const [view, setView] = useState<"form" | "json">("form");
  const [dragged, drag] = useState<string>();
  const document = (before?.document ?? {}) as Document;
  const draft = useDraft(() => {
    const expression = document.expression ?? start?.expression;
    return expression ? fromExpression(expression) : emptyGroup();
  });
  const { root, expression, state, edit } = draft;
  const live = useLive(expression, state);
  const save = useSaveDraft("segment");
  const submit = useSubmit("segment");
  useUndoKeys(draft.undo, draft.redo);

  const refused = save.error instanceof ApiProblem ? save.error.errors : live.refusals;
  const refusals = useMemo(
    () =>
      refusalsByNode(
        root,
        refused.filter(({ field }) => save.error === null || field.startsWith("expression")),
      ),
    [root, refused, save.error],
  );
  const { reset } = save;
  const editAndForget = useCallback<Builder["edit"]>(
    (change, label) => {
      reset();
      edit(change, label);
    },
    [edit, reset],
  );
  const builder = useMemo<Builder>(
    () => ({ root, vocabulary, unfinished: draft.open, refusals, edit: editAndForget, dragged, drag }),
    [root, vocabulary, draft.open, refusals, editAndForget, dragged],
  );

  const store = async (then: "stay" | "submit") => {
    const names = await form.validateFields().catch(() => null);
    if (!names || state !== "ready") return;
    const key = before?.key ?? names.key;
    const saved = await save
      .mutateAsync({
        key,
        document: written(document, key, names, expression),
        revision: before?.status === "draft" ? before.revision : 0,
      })
      .catch((problem: unknown) => {
        const errors = problem instanceof ApiProblem ? problem.errors : [];
        form.setFields(
          IN_FORM.map((name) => ({
            name,
            errors: errors.filter(({ field }) => field === name).map(({ message: why }) => why),
          })),
        );
        return null;
      });
    if (!saved) return;
    if (then === "submit") {
      const done = await submit.mutateAsync({ key, version: saved.version }).catch(() => null);
      if (!done) return;
    }
    void message.success(then === "submit" ? t("segments.submitted") : t("segments.saved"));
    navigate(`/segments/${key}`);
  };

  const busy = save.isPending || submit.isPending;
  return (
    <div className="zk-builder">
      <div>
        <SegmentNames form={form} initial={namesOf(document, before?.key)} fixedKey={before !== undefined} />
        <div className="zk-builder-bar">
          <h2 className="zk-h2">{t("segments.conditions")}</h2>
          <Tooltip title={t("builder.undo")}>
            <Button
              type="text"
              icon={<UndoOutlined />}
              disabled={!draft.mayUndo}
              onClick={draft.undo}
              aria-label={t("builder.undo")}
            />
          </Tooltip>
          <Tooltip title={t("builder.redo")}>
            <Button
              type="text"
              icon={<RedoOutlined />}
              disabled={!draft.mayRedo}
              onClick={draft.redo}
              aria-label={t("builder.redo")}
            />
          </Tooltip>
          <Segmented
            value={view}
            onChange={setView}
            options={[
              { value: "form" as const, label: t("builder.form") },
              { value: "json" as const, label: t("builder.json") },
            ]}
          />
        </div>
        {view === "json" ? (
          <JsonView expression={expression} change={(next) => editAndForget(() => next, "json")} />
        ) : (
          <BuilderContext.Provider value={builder}>
            <GroupEditor group={root} depth={0} />
          </BuilderContext.Provider>
        )}
      </div>
      <div className="zk-builder-side">
        <EstimatePanel live={live} state={state} />
        {live.breakdown && state !== "empty" && !live.problem && (
          <section className="zk-card zk-waterfall">
            <h2>
              {t("builder.waterfall")}
              <small>{t("builder.waterfallHint")}</small>
            </h2>
            <Waterfall breakdown={live.breakdown} old={live.breakdownBusy || state !== "ready"} />
          </section>
        )}
        {live.breakdownProblem && <Failed problem={live.breakdownProblem} />}
        <section className="zk-card">
          <h2>{t("builder.said")}</h2>
          {root.children.length === 0 ? (
            <p className="zk-soft">{t("builder.saidEmpty")}</p>
          ) : (
            <ConditionText expression={expression} />
          )}
        </section>
        {(save.error || submit.error) && <Failed problem={save.error ?? submit.error} />}
        <div className="zk-side-buttons">
          <Button size="large" disabled={state !== "ready"} loading={busy} onClick={() => void store("stay")}>
            {t("segments.saveDraft")}
          </Button>
          <Button
            type="primary"
            size="large"
            disabled={state !== "ready"}
            loading={busy}
            onClick={() => void store("submit")}
          >
            {t("segments.saveAndSubmit")}
          </Button>
        </div>
      </div>
    </div>
  );
}

export function Component() {
  const { t } = useTranslation();
  const { key } = useParams();
  const vocabulary = useVocabulary();
  const history = useHistory("segment", key ?? "", key !== undefined);
  const title = key ? t("segments.builderEdit") : t("segments.builderNew");
  return (
    <Page
      title={title}
      subtitle={t("segments.builderHint")}
      crumbs={[
        { label: t("segments.title"), to: "/segments" },
        ...(key ? [{ label: key, to: `/segments/${key}` }] : []),
        { label: title },
      ]}
    >
      <Answer query={vocabulary} rows={10}>
        {(words) =>
          key ? (
            <Answer query={history} rows={10}>
              {(versions) => <Editor key={key} before={versions[0]} vocabulary={words} />}
            </Answer>
          ) : (
            <Editor before={undefined} vocabulary={words} />
          )
        }
      </Answer>
    </Page>
  );
}
