import {
  CheckCircleOutlined,
  FileDoneOutlined,
  MailOutlined,
  MobileOutlined,
  ThunderboltOutlined,
} from "@ant-design/icons";
import { Pagination, Segmented, Tag } from "antd";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Schemas } from "../api/client";
import { useDefinitionName } from "../definitions/queries";
import { useFormat } from "../format/useFormat";
import { useLanguage } from "../i18n/useLanguage";
import { useWords } from "../i18n/useWords";
import { Answer, Nothing } from "../layout/States";
import { PAGE_SIZE } from "../tables/useUrlState";
import { lasting } from "./because";
import { happening } from "./happening";
import { useBehaviour } from "./queries";

type Item = Schemas["BehaviourItem"];
type Step = Schemas["BehaviourStep"];
type Named = (property: string) => string;

const FOLDED_MAX = 3;

function icon(item: Item): ReactNode {
  if (item.type === "work_order") return <FileDoneOutlined />;
  if (item.type === "contact") return <MailOutlined />;
  return item.type === "session" ? <MobileOutlined /> : <ThunderboltOutlined />;
}

/** An event of a session: its name from the tracking plan, and what was said with it. */
function EventLine({ step, named }: { step: Step; named: Named }) {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const { pick } = useLanguage();
  const said = happening(step.detail);
  const planned = pick(step.nameZh, step.nameEn);
  const name =
    planned === step.name || planned === step.name.replaceAll("_", " ") ? words("event", step.name) : planned;
  return (
    <li>
      <time>{format.time(step.at)}</time>
      <span>
        <b>{name}</b>
        {said?.name && ` · ${said.name}`}
        {said?.facts.map(([key, value]) => (
          <span key={key} className="zk-soft zk-small zk-said">
            {named(key)}{" "}
            {value === "true" ? t("common.yes") : value === "false" ? t("common.no") : words("channel", value)}
          </span>
        ))}
      </span>
    </li>
  );
}

/** The events of a session, folded to the first few until somebody wants all. */
function Session({ item, named }: { item: Item; named: Named }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const shown = open ? item.steps : item.steps.slice(0, FOLDED_MAX);
  return (
    <>
      <ol className="zk-session">
        {shown.map((step, at) => (
          <EventLine key={`${step.at}:${step.name}:${at.toString()}`} step={step} named={named} />
        ))}
      </ol>
      {!open && item.steps.length > FOLDED_MAX && (
        <button type="button" className="zk-plain-link" onClick={() => setOpen(true)}>
          {t("portrait.showEvents")} ({item.eventCount})
        </button>
      )}
      {open && item.eventCount > item.steps.length && (
        <p>{t("portrait.moreEvents", { number: item.eventCount - item.steps.length })}</p>
      )}
    </>
  );
}

/** Why somebody was contacted, and what came of it. */
function Contact({ item }: { item: Item }) {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const journey = useDefinitionName("journey");
  return (
    <>
      <p>
        <Link to={`/strategies/${item.journey}`}>
          {t("portrait.byStrategy", { name: journey(item.journey), version: item.version })}
        </Link>
        {item.decision !== "planned" && ` · ${words("decision", item.decision)}`}
      </p>
      {item.steps.length > 0 ? (
        <p className="zk-results">
          {item.steps.map((step, at) => (
            <span key={`${step.name}:${at.toString()}`}>
              <CheckCircleOutlined /> {words(item.type === "work_order" ? "stepOutcome" : "outboxState", step.name)}
              {step.detail && step.detail !== item.channel && ` · ${words("workOrderLabel", step.detail)}`}
              <small>{format.instant(step.at)}</small>
            </span>
          ))}
        </p>
      ) : (
        item.decision === "planned" && <p>{t(item.run === "live" ? "portrait.noResult" : "portrait.rehearsed")}</p>
      )}
    </>
  );
}

function Line({ item, named }: { item: Item; named: Named }) {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const { pick } = useLanguage();
  const template = useDefinitionName("template");
  const isContact = item.type === "contact" || item.type === "work_order";
  const first = item.steps[0];
  const length = lasting(item.began, item.ended);
  const title = isContact
    ? template(item.template)
    : item.type === "session"
      ? t("portrait.session")
      : first
        ? pick(first.nameZh, first.nameEn)
        : "";
  return (
    <li className={`zk-moment zk-moment-${item.type}`}>
      <time>{format.instant(item.began)}</time>
      <span className="zk-moment-icon">{icon(item)}</span>
      <div>
        <div className="zk-moment-title">
          <strong>{title}</strong>
          {item.channel && <Tag variant="filled">{words("channel", item.channel)}</Tag>}
          {item.type === "session" && (
            <span className="zk-soft zk-small">
              {t("portrait.events", { number: item.eventCount })}
              {length.number > 0 &&
                ` · ${t("portrait.lasted", { length: t(`portrait.${length.unit}`, { number: length.number }) })}`}
            </span>
          )}
          {item.isAnonymous && (
            <Tag variant="filled" color="cyan" title={t("customers.beforeSignInHint")}>
              {t("customers.beforeSignIn")}
            </Tag>
          )}
          {item.run !== "live" && (
            <Tag variant="filled" color="purple" title={item.run}>
              {t("customers.fromReplay")}
            </Tag>
          )}
        </div>
        {isContact ? <Contact item={item} /> : <Session item={item} named={named} />}
      </div>
    </li>
  );
}

const TYPES = ["", "behaviour", "contact", "work_order"] as const;

export function Behaviour({ id }: { id: string }) {
  const { t } = useTranslation();
  const words = useWords();
  const { pick } = useLanguage();
  const [type, setType] = useState<string>("");
  const [page, setPage] = useState(1);
  const query = useBehaviour(id, type || undefined, page, PAGE_SIZE);
  const labels = {
    "": t("portrait.allTypes"),
    behaviour: t("portrait.typeBehaviour"),
    contact: t("portrait.typeContact"),
    work_order: t("portrait.typeWorkOrder"),
  };
  return (
    <>
      <Segmented
        value={type}
        options={TYPES.map((value) => ({ value, label: labels[value] }))}
        onChange={(value) => {
          setType(value);
          setPage(1);
        }}
        style={{ marginBottom: 14 }}
      />
      <Answer query={query} rows={8}>
        {(data) => {
          const properties = new Map(data.properties.map((one) => [one.value, pick(one.zh, one.en)]));
          const named: Named = (property) => properties.get(property) ?? words("property", property);
          return data.total === 0 ? (
            <Nothing title={t("portrait.noBehaviour")} hint={t("portrait.noBehaviourHint")} />
          ) : (
            <>
              <ol className="zk-timeline">
                {data.items.map((item) => (
                  <Line key={`${item.type}:${item.run}:${item.channel}:${item.key}`} item={item} named={named} />
                ))}
              </ol>
              {data.total > PAGE_SIZE && (
                <Pagination
                  size="small"
                  current={page}
                  pageSize={PAGE_SIZE}
                  total={data.total}
                  onChange={setPage}
                  showSizeChanger={false}
                />
              )}
            </>
          );
        }}
      </Answer>
    </>
  );
}
