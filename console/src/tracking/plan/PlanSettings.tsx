import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Collapse, Select } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useWords } from "../../i18n/useWords";
import { useDiscovered } from "../queries";
import { nodeOf, nodesOf, textOf, textsOf } from "./document";
import { OTHER_PROPERTIES } from "./EventsTable";
import { BothField, ChoiceField, Faulty, Labelled, NumberField, ON_VIOLATION, TextField } from "./fields";

import { usePlanDraft } from "./usePlanDraft";

const EVERY_SOURCE = "*";
const UNPLANNED = ["keep", "mark", "quarantine"];
const FOUND = ["plain", "mask", "hash", "never"];
const FOUND_KINDS = ["id_number", "card_number", "phone"] as const;
const BY_NAME = ["mask", "hash", "never"];
const SHARES = [
  ["violations", 5],
  ["late", 20],
  ["duplicates", 10],
  ["skewed", 5],
  ["unknown", 5],
] as const;

function Sources() {
  const { t } = useTranslation();
  const draft = usePlanDraft();
  const known = new Set(
    useDiscovered()
      .data?.map((event) => event.source)
      .filter(Boolean),
  );
  const faults = draft.faults("sources");
  return (
    <Faulty faults={faults}>
      <Select
        mode="tags"
        value={textsOf(draft.plan, "sources")}
        status={faults.length > 0 ? "error" : undefined}
        aria-label={t("tracking.form.sources")}
        placeholder={t("tracking.form.everySource")}
        onChange={(next: string[]) => draft.write(["sources"], next)}
        options={[
          { value: EVERY_SOURCE, label: t("tracking.form.everySource") },
          ...[...known].map((value) => ({ value, label: value })),
        ]}
      />
    </Faulty>
  );
}

function About({ isNew }: { isNew: boolean }) {
  const { t } = useTranslation();
  const { plan } = usePlanDraft();
  const shared = { at: plan, steps: [] };
  return (
    <div className="zk-plan-settings">
      {isNew && (
        <Labelled label={t("common.key")} hint={t("tracking.form.keyHint")}>
          <TextField {...shared} field="key" label={t("common.key")} code />
        </Labelled>
      )}
      <Labelled label={t("tracking.form.planName")}>
        <BothField {...shared} field="name" label={t("tracking.form.planName")} />
      </Labelled>
      <Labelled label={t("common.owner")}>
        <TextField {...shared} field="owner" label={t("common.owner")} />
      </Labelled>
      <Labelled label={t("tracking.form.sources")}>
        <Sources />
      </Labelled>
      <div className="zk-plan-wide">
        <Labelled label={t("tracking.form.description")}>
          <BothField {...shared} field="description" label={t("tracking.form.description")} long />
        </Labelled>
      </div>
    </div>
  );
}

function Rules() {
  const { t } = useTranslation();
  const words = useWords();
  const { plan } = usePlanDraft();
  const shared = { at: plan, steps: [] };
  const otherwise = (word: string) => t("tracking.form.usually", { word });
  return (
    <div className="zk-plan-settings">
      <Labelled label={t("tracking.form.unplanned")} hint={t("tracking.form.unplannedHint")}>
        <ChoiceField
          {...shared}
          field="unplanned"
          label={t("tracking.form.unplanned")}
          group="unplanned"
          codes={UNPLANNED}
          otherwise={otherwise(words("unplanned", "mark"))}
        />
      </Labelled>
      <Labelled label={t("tracking.form.otherProperties")} hint={t("tracking.form.otherPropertiesHint")}>
        <ChoiceField
          {...shared}
          field="other_properties"
          label={t("tracking.form.otherProperties")}
          group="unplanned"
          codes={OTHER_PROPERTIES}
          otherwise={otherwise(words("unplanned", "keep"))}
        />
      </Labelled>
      <Labelled label={t("tracking.form.onViolation")} hint={t("tracking.form.onViolationHint")}>
        <ChoiceField
          {...shared}
          field="on_violation"
          label={t("tracking.form.onViolation")}
          group="violating"
          codes={ON_VIOLATION}
          otherwise={otherwise(words("violating", "mark"))}
        />
      </Labelled>
    </div>
  );
}

function PrivacyRules() {
  const { t } = useTranslation();
  const words = useWords();
  const draft = usePlanDraft();
  const privacy = nodeOf(draft.plan, "privacy");
  const holder = ["privacy", "properties"];
  return (
    <>
      <p className="zk-soft">{t("tracking.form.foundHint")}</p>
      <div className="zk-plan-settings">
        {FOUND_KINDS.map((kind) => (
          <Labelled key={kind} label={words("personalKind", kind)}>
            <ChoiceField
              at={nodeOf(privacy, "found")}
              steps={["privacy", "found"]}
              field={kind}
              label={words("personalKind", kind)}
              group="privacy"
              codes={FOUND}
              otherwise={t("tracking.form.usually", { word: words("privacy", "mask") })}
            />
          </Labelled>
        ))}
      </div>
      <p className="zk-soft zk-plan-gap">{t("tracking.form.byNameHint")}</p>
      <div className="zk-plan-names">
        {nodesOf(privacy, "properties").map((at, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a rule has no other name than its place
          <div key={index} className="zk-plan-name">
            <TextField at={at} steps={[...holder, index]} field="property" label={t("tracking.property")} code />
            <ChoiceField
              at={at}
              steps={[...holder, index]}
              field="rule"
              label={t("tracking.form.privacy")}
              group="privacy"
              codes={BY_NAME}
            />
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={t("tracking.form.remove")}
              onClick={() => draft.remove(holder, index)}
            />
          </div>
        ))}
      </div>
      <Button
        size="small"
        icon={<PlusOutlined />}
        onClick={() => draft.addLast(holder, { property: "", rule: "mask" })}
      >
        {t("tracking.form.addName")}
      </Button>
    </>
  );
}

function Alerts() {
  const { t } = useTranslation();
  const words = useWords();
  const { plan } = usePlanDraft();
  const at = nodeOf(plan, "alerts");
  const shared = { at, steps: ["alerts"] };
  const low = words("qualityMeasure", "volume_low");
  const high = words("qualityMeasure", "volume_high");
  return (
    <div className="zk-plan-settings">
      <Labelled label={t("tracking.form.eventsMin")} hint={t("tracking.form.eventsMinHint")}>
        <NumberField {...shared} field="events_min" label={t("tracking.form.eventsMin")} placeholder="100" min={1} />
      </Labelled>
      <Labelled label={low} hint={t("tracking.form.ofExpected")}>
        <NumberField {...shared} field="volume_low" label={low} scale={100} suffix="%" placeholder="50" min={0} />
      </Labelled>
      <Labelled label={high} hint={t("tracking.form.ofExpected")}>
        <NumberField {...shared} field="volume_high" label={high} scale={100} suffix="%" placeholder="200" min={100} />
      </Labelled>
      {SHARES.map(([field, otherwise]) => {
        const label = words("qualityMeasure", field);
        return (
          <Labelled key={field} label={label} hint={t("tracking.form.moreThan")}>
            <NumberField
              {...shared}
              field={field}
              label={label}
              scale={100}
              suffix="%"
              min={0}
              max={100}
              placeholder={String(otherwise)}
            />
          </Labelled>
        );
      })}
    </div>
  );
}

/** What holds for the whole plan. Folded, so that the events are at hand; unfolds where something is wrong. */
export function PlanSettings({ isNew }: { isNew: boolean }) {
  const { t } = useTranslation();
  const words = useWords();
  const { plan, faults } = usePlanDraft();
  const found = nodeOf(nodeOf(plan, "privacy"), "found");
  const rule = (kind: (typeof FOUND_KINDS)[number]) =>
    `${words("personalKind", kind)} ${words("privacy", textOf(found, kind) || "mask")}`;
  const wrong = (...fields: string[]) => fields.some((field) => faults(field).length > 0);
  const part = (key: string, extra: string, isWrong: boolean, children: ReactNode) => ({
    key,
    label: t(`tracking.form.parts.${key}` as never),
    extra: <span className={isWrong ? "zk-plan-fault" : "zk-soft"}>{isWrong ? t("tracking.form.toMend") : extra}</span>,
    children,
  });
  return (
    <Collapse
      className="zk-block zk-plan-parts"
      defaultActiveKey={isNew ? ["about"] : []}
      items={[
        part(
          "about",
          [
            textOf(plan, "owner"),
            textsOf(plan, "sources")
              .map((one) => (one === EVERY_SOURCE ? t("tracking.form.everySource") : one))
              .join("、"),
          ]
            .filter(Boolean)
            .join(" · "),
          wrong("key", "name", "description", "owner", "sources"),
          <About isNew={isNew} />,
        ),
        part(
          "rules",
          `${t("tracking.form.unplanned")} ${words("unplanned", textOf(plan, "unplanned") || "mark")}`,
          wrong("unplanned", "on_violation", "other_properties"),
          <Rules />,
        ),
        part("privacy", FOUND_KINDS.map(rule).join(" · "), wrong("privacy"), <PrivacyRules />),
        part("alerts", "", wrong("alerts"), <Alerts />),
      ]}
    />
  );
}
