import { Alert, Drawer, Segmented, Select, type TableColumnsType } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Schemas } from "../api/client";
import { useDefinitionName } from "../definitions/queries";
import { useFormat } from "../format/useFormat";
import { useWords } from "../i18n/useWords";
import { Page } from "../layout/Page";
import { Answer } from "../layout/States";
import { StatusTag } from "../layout/StatusTag";
import { PagedList } from "../tables/PagedList";
import { useUrlState } from "../tables/useUrlState";
import { useMessage, useOutbox } from "./queries";
import { Said } from "./Said";

type Row = Schemas["OutboxRow"];
const FILTERS = ["channel", "state", "q", "message"] as const;
const CHANNELS = ["sms", "email", "push", "in_app"] as const;
const STATES = ["queued", "sent", "delivered", "failed", "uncertain", "shown", "clicked", "expired"] as const;

function useColumns(): TableColumnsType<Row> {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const template = useDefinitionName("template");
  const journey = useDefinitionName("journey");
  return [
    {
      title: t("outbox.channel"),
      dataIndex: "channel",
      width: 110,
      render: (channel: string) => words("channel", channel),
    },
    {
      title: t("outbox.customer"),
      dataIndex: "customerName",
      render: (_, row) => (
        <Link to={`/customers/${row.customerId}`} className="zk-two" onClick={(event) => event.stopPropagation()}>
          {row.customerName}
          <small>{row.customerNo}</small>
        </Link>
      ),
    },
    { title: t("outbox.to"), dataIndex: "to" },
    {
      title: t("outbox.message"),
      dataIndex: "template",
      render: (_, row) => (
        <span className="zk-two">
          <span className="zk-one-line">{row.subject || template(row.template)}</span>
          <small>
            {template(row.template)} · {journey(row.journey)}
          </small>
        </span>
      ),
    },
    { title: t("outbox.queuedAt"), dataIndex: "queuedAt", width: 150, render: format.instant },
    { title: t("outbox.sentAt"), dataIndex: "sentAt", width: 150, render: format.instant },
    { title: t("outbox.attempts"), dataIndex: "attempts", align: "right", width: 80 },
    {
      title: t("common.status"),
      dataIndex: "state",
      width: 110,
      render: (state: string) => <StatusTag group="outboxState" code={state} />,
    },
  ];
}

function Opened({ id, close }: { id: string | null; close: () => void }) {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const template = useDefinitionName("template");
  const journey = useDefinitionName("journey");
  const query = useMessage(id);
  return (
    <Drawer open={id !== null} onClose={close} size={480} title={t("outbox.preview")} destroyOnHidden>
      {id !== null && (
        <Answer query={query}>
          {(message) => (
            <>
              <Said
                channel={message.channel}
                title={message.subject ?? ""}
                body={message.body}
                link={message.action}
                to={message.to}
                at={format.instant(message.sentAt ?? message.queuedAt)}
              />
              {message.problem && <Alert type="error" showIcon title={message.problem} style={{ marginBottom: 16 }} />}
              <dl className="zk-facts">
                <dt>{t("outbox.channel")}</dt>
                <dd>{words("channel", message.channel)}</dd>
                <dt>{t("common.status")}</dt>
                <dd>
                  <StatusTag group="outboxState" code={message.state} />
                </dd>
                <dt>{t("outbox.customer")}</dt>
                <dd>
                  <Link to={`/customers/${message.customerId}`}>
                    {message.customerName} {message.customerNo}
                  </Link>
                </dd>
                <dt>{t("outbox.to")}</dt>
                <dd>{message.to}</dd>
                <dt>{t("outbox.strategy")}</dt>
                <dd>
                  <Link to={`/strategies/${message.journey}`}>{journey(message.journey)}</Link>
                </dd>
                <dt>{t("outbox.template")}</dt>
                <dd>
                  <Link to={`/templates/${message.template}`}>{template(message.template)}</Link>
                </dd>
                <dt>{t("outbox.queuedAt")}</dt>
                <dd>{format.instant(message.queuedAt)}</dd>
                <dt>{t("outbox.sentAt")}</dt>
                <dd>{format.instant(message.sentAt)}</dd>
                <dt>{t("outbox.deliveredAt")}</dt>
                <dd>{format.instant(message.deliveredAt)}</dd>
                <dt>{t("outbox.attempts")}</dt>
                <dd>{message.attempts}</dd>
              </dl>
            </>
          )}
        </Answer>
      )}
    </Drawer>
  );
}

export function Component() {
  const { t } = useTranslation();
  const words = useWords();
  const url = useUrlState(FILTERS);
  const columns = useColumns();
  const { channel, state, q } = url.values;
  const query = useOutbox({ channel, state, q, page: url.page, size: url.size });
  return (
    <Page title={t("outbox.title")} subtitle={t("outbox.subtitle")}>
      <PagedList
        url={url}
        query={query}
        columns={columns}
        rowKey="id"
        minWidth={980}
        searchHint={t("outbox.searchHint")}
        narrowed={Boolean(channel || state || q)}
        open={(row) => url.show("message", row.id)}
        empty={{ title: t("outbox.empty"), hint: t("outbox.emptyHint") }}
        none={{ title: t("outbox.noMatch"), hint: t("outbox.noMatchHint") }}
        filters={
          <>
            <Segmented
              value={channel ?? ""}
              onChange={(next) => url.set({ channel: next })}
              options={[
                { value: "", label: t("outbox.allChannels") },
                ...CHANNELS.map((value) => ({ value, label: words("channel", value) })),
              ]}
            />
            <Select
              allowClear
              placeholder={t("outbox.allStates")}
              value={state}
              onChange={(next?: string) => url.set({ state: next })}
              options={STATES.map((value) => ({ value, label: words("outboxState", value) }))}
              style={{ minWidth: 130 }}
            />
          </>
        }
      />
      <Opened id={url.values.message ?? null} close={() => url.show("message", undefined)} />
    </Page>
  );
}
