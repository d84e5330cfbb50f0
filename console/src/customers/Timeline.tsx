import {
  CheckCircleOutlined,
  FileDoneOutlined,
  MailOutlined,
  NodeIndexOutlined,
  TagOutlined,
  ThunderboltOutlined,
} from "@ant-design/icons";
import { Pagination, Tag } from "antd";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { useDefinitionName } from "../definitions/queries";
import { useFormat } from "../format/useFormat";
import { useWords } from "../i18n/useWords";
import { Answer, Nothing } from "../layout/States";
import { PAGE_SIZE } from "../tables/useUrlState";
import { happening } from "./happening";
import { useTimeline } from "./queries";

type Item = Schemas["TimelineItem"];

function icon(item: Item): ReactNode {
  switch (item.type) {
    case "contact":
      return item.channel === "work_order" ? <FileDoneOutlined /> : <MailOutlined />;
    case "work_order":
      return <FileDoneOutlined />;
    case "outcome":
      return <CheckCircleOutlined />;
    case "tag":
    case "tag_change":
      return <TagOutlined />;
    case "journey":
    case "step":
      return <NodeIndexOutlined />;
    default:
      return <ThunderboltOutlined />;
  }
}

function Line({ item }: { item: Item }) {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const template = useDefinitionName("template");
  const journey = useDefinitionName("journey");
  // A contact is titled with its template; its detail is "journey / node".
  const isContact = item.type === "contact";
  const said = item.type === "event" ? happening(item.detail) : null;
  const title = isContact
    ? template(item.title)
    : item.type === "outcome"
      ? words("outboxState", item.name)
      : item.title;
  const [strategy, ...node] = item.detail.split(" / ");
  const detail = isContact && node.length > 0 ? journey(strategy ?? "") : words("decision", item.detail);
  const replay = item.run && item.run !== "live";
  return (
    <li className={`zk-moment zk-moment-${item.type}`}>
      <time>{format.instant(item.at)}</time>
      <span className="zk-moment-icon">{icon(item)}</span>
      <div>
        <div className="zk-moment-title">
          <strong>
            {title || words("event", item.name)}
            {said?.name && ` · ${said.name}`}
          </strong>
          <Tag variant="filled">{words("timelineType", item.type)}</Tag>
          {(item.channel || item.type === "outcome") && (
            <span className="zk-soft zk-small">{words("channel", item.channel || item.title)}</span>
          )}
          {item.isAnonymous && (
            <Tag variant="filled" color="cyan" title={t("customers.beforeSignInHint")}>
              {t("customers.beforeSignIn")}
            </Tag>
          )}
          {replay && (
            <Tag variant="filled" color="purple" title={item.run ?? ""}>
              {t("customers.fromReplay")}
            </Tag>
          )}
        </div>
        {said
          ? said.facts.length > 0 && (
              <p className="zk-moment-facts">
                {said.facts.map(([key, value]) => (
                  <span key={key}>
                    <i>{words("property", key)}</i> {words("channel", value)}
                  </span>
                ))}
              </p>
            )
          : detail && <p>{detail}</p>}
      </div>
    </li>
  );
}

export function Timeline({ id }: { id: string }) {
  const { t } = useTranslation();
  const [page, setPage] = useState(1);
  const query = useTimeline(id, page, PAGE_SIZE);
  return (
    <Answer query={query} rows={8}>
      {(data) =>
        data.total === 0 ? (
          <Nothing title={t("customers.noTimeline")} hint={t("customers.noTimelineHint")} />
        ) : (
          <>
            <ol className="zk-timeline">
              {data.items.map((item, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two things may happen to one customer at one instant; a page never reorders
                <Line key={`${item.at}:${item.type}:${item.name}:${index}`} item={item} />
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
        )
      }
    </Answer>
  );
}
