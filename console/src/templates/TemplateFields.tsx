import { Form, Input, InputNumber, Segmented, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import type { FieldError } from "../api/problem";
import { useWords } from "../i18n/useWords";
import { NO_TEXT, type TemplateDraft, type TwoLanguages } from "./document";
import { InsertName } from "./InsertName";
import type { Channel } from "./queries";

type Field = Schemas["TemplateField"];
type Language = "zh" | "en";

/** Texts with at most so many characters stand in one line. */
const LINE_CHARACTERS_MAX = 150;
const DAYS = { showMax: 90, dueMax: 60 };

type Shared = {
  draft: TemplateDraft;
  change: (next: TemplateDraft) => void;
  errors: FieldError[];
  /** Fields that are still empty are found fault with once saving was tried. */
  showEmpty: boolean;
};

function useFault({ errors, showEmpty }: Shared) {
  return (field: string, value: string) => {
    const messages = value === "" && !showEmpty ? [] : errors.filter((one) => one.field === field);
    return messages.length > 0
      ? ({ validateStatus: "error", help: messages.map((one) => <div key={one.message}>{one.message}</div>) } as const)
      : {};
  };
}

function Text(props: Shared & { field: Field; language: Language }) {
  const { t } = useTranslation();
  const { draft, change, field, language } = props;
  const fault = useFault(props);
  const id = `zk-text-${field.name}-${language}`;
  const both = draft.texts[field.name] ?? NO_TEXT;
  const text = both[language];
  const write = (next: string) =>
    change({ ...draft, texts: { ...draft.texts, [field.name]: { ...both, [language]: next } } });
  const used = text.replaceAll(/{{[^{}]*}}/g, "").length;
  const isLine = field.charactersMax <= LINE_CHARACTERS_MAX || field.name === "url";
  return (
    <Form.Item
      label={
        <span className="zk-text-label">
          {language === "zh" ? t("templates.inChinese") : t("templates.inEnglish")}
          <InsertName into={id} text={text} write={write} />
        </span>
      }
      htmlFor={id}
      required={language === "zh" && field.required}
      extra={
        <span className="zk-text-foot">
          <span>{field.name === "text" && language === "zh" && t("templates.signatureHint")}</span>
          <span>{t("templates.characters", { used, max: field.charactersMax })}</span>
        </span>
      }
      {...fault(language === "zh" ? field.name : `${field.name}.en`, text)}
    >
      {isLine ? (
        <Input id={id} value={text} onChange={(event) => write(event.target.value)} />
      ) : (
        <Input.TextArea
          id={id}
          value={text}
          autoSize={{ minRows: 3, maxRows: 16 }}
          onChange={(event) => write(event.target.value)}
        />
      )}
    </Form.Item>
  );
}

function Head(props: Shared & { channels: Channel[]; isNew: boolean }) {
  const { t } = useTranslation();
  const words = useWords();
  const { draft, change } = props;
  const fault = useFault(props);
  const name = (language: Language, text: string): TwoLanguages => ({ ...draft.name, [language]: text });
  return (
    <>
      {props.isNew && (
        <>
          <Form.Item label={t("templates.channel")}>
            <Segmented
              value={draft.channel}
              onChange={(channel) => change({ ...draft, channel })}
              options={props.channels.map(({ channel }) => ({ value: channel, label: words("channel", channel) }))}
            />
          </Form.Item>
          <Form.Item label={t("templates.key")} required extra={t("templates.keyHint")} {...fault("key", draft.key)}>
            <Input
              value={draft.key}
              onChange={(event) => change({ ...draft, key: event.target.value.trim() })}
              aria-label={t("templates.key")}
            />
          </Form.Item>
        </>
      )}
      <div className="zk-form-two">
        <Form.Item label={t("templates.nameZh")} required {...fault("name", draft.name.zh)}>
          <Input
            value={draft.name.zh}
            onChange={(event) => change({ ...draft, name: name("zh", event.target.value) })}
            aria-label={t("templates.nameZh")}
          />
        </Form.Item>
        <Form.Item label={t("templates.nameEn")}>
          <Input
            value={draft.name.en}
            onChange={(event) => change({ ...draft, name: name("en", event.target.value) })}
            aria-label={t("templates.nameEn")}
          />
        </Form.Item>
      </div>
    </>
  );
}

function Days(props: Shared & { field: "show_days" | "due_days"; label: string; max: number }) {
  const { draft, change, field } = props;
  const fault = useFault(props);
  const days = draft.rest[field];
  return (
    <Form.Item label={props.label} {...fault(field, String(days ?? ""))}>
      <InputNumber
        min={1}
        max={props.max}
        precision={0}
        value={typeof days === "number" ? days : null}
        aria-label={props.label}
        onChange={(next) => {
          const { [field]: _, ...rest } = draft.rest;
          change({ ...draft, rest: next === null ? rest : { ...rest, [field]: next } });
        }}
      />
    </Form.Item>
  );
}

/** A form for what a message of the chosen channel consists of; the server's refusals stand at their fields. */
export function TemplateFields(props: Shared & { channels: Channel[]; isNew: boolean }) {
  const { t } = useTranslation();
  const { draft, change } = props;
  const fields = props.channels.find((one) => one.channel === draft.channel)?.fields ?? [];
  const placement = draft.rest.placement;
  return (
    <>
      <Head {...props} />
      {fields.map((field) => (
        <fieldset className="zk-text-field" key={field.name}>
          <legend>{t(`templates.fields.${field.name}` as never)}</legend>
          <Text {...props} field={field} language="zh" />
          <Text {...props} field={field} language="en" />
        </fieldset>
      ))}
      <div className="zk-form-two">
        {draft.channel === "in_app" && (
          <>
            <Form.Item label={t("templates.placement")}>
              <Select
                value={typeof placement === "string" ? placement : "home"}
                onChange={(next) => change({ ...draft, rest: { ...draft.rest, placement: next } })}
                options={["home", ...(typeof placement === "string" && placement !== "home" ? [placement] : [])].map(
                  (value) => ({ value, label: value === "home" ? t("templates.placementHome") : value }),
                )}
              />
            </Form.Item>
            <Days {...props} field="show_days" label={t("templates.showDays")} max={DAYS.showMax} />
          </>
        )}
        {draft.channel === "work_order" && (
          <Days {...props} field="due_days" label={t("templates.dueDays")} max={DAYS.dueMax} />
        )}
      </div>
    </>
  );
}
