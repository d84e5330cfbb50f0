import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Schemas } from "../api/client";
import { usePermission } from "../api/session";
import { Trend } from "../charts/Trend";
import { useFormat } from "../format/useFormat";
import { useWords } from "../i18n/useWords";
import { Page } from "../layout/Page";
import { Answer, Nothing } from "../layout/States";
import { palette } from "../layout/theme";
import { Attention } from "./Attention";
import { Loop } from "./Loop";
import { useHome, useSetup } from "./queries";
import { SetupProgress } from "./SetupProgress";

type Home = Schemas["Home"];

function Channels({ home }: { home: Home }) {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const most = Math.max(1, ...home.contactsByChannel.map((channel) => channel.planned));
  return (
    <section className="zk-card">
      <h2>
        {t("home.byChannel")}
        <small>{t("home.byChannelHint")}</small>
      </h2>
      {home.contactsByChannel.length === 0 ? (
        <Nothing title={t("home.noContacts")} hint={t("home.noContactsHint")} />
      ) : (
        <div className="zk-bars">
          {home.contactsByChannel.map((channel) => (
            <ChannelRow key={channel.channel} label={words("channel", channel.channel)} channel={channel} most={most}>
              {`${format.count(channel.delivered)} / ${format.count(channel.planned)}`}
            </ChannelRow>
          ))}
        </div>
      )}
    </section>
  );
}

function ChannelRow(props: { label: string; channel: Schemas["ChannelCount"]; most: number; children: string }) {
  const { channel, most } = props;
  const done = Math.min(channel.delivered, channel.planned);
  return (
    <>
      <span>{props.label}</span>
      <span className="zk-bar">
        <i style={{ width: `${(done / most) * 100}%` }} />
        <i style={{ width: `${((channel.planned - done) / most) * 100}%`, background: "#bcd3e4" }} />
      </span>
      <b>{props.children}</b>
    </>
  );
}

function WorkOrders({ home }: { home: Home }) {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const may = usePermission("WorkOrders");
  const { open, accepted, done } = home.workOrders;
  const all = open + accepted + done;
  const parts = [
    { code: "open", value: open, color: palette.amber },
    { code: "accepted", value: accepted, color: palette.primary },
    { code: "done", value: done, color: palette.green },
  ];
  return (
    <section className="zk-card">
      <h2>
        {t("home.workOrders")}
        <small>{may && <Link to="/work-orders">{t("common.all")}</Link>}</small>
      </h2>
      {all === 0 ? (
        <Nothing title={t("home.noWorkOrders")} hint={t("home.noWorkOrdersHint")} />
      ) : (
        <div className="zk-bars">
          {parts.map((part) => (
            <OrderRow
              key={part.code}
              label={words("workOrderStatus", part.code)}
              share={part.value / all}
              color={part.color}
            >
              {may ? (
                <Link to={`/work-orders?status=${part.code}`}>{format.count(part.value)}</Link>
              ) : (
                format.count(part.value)
              )}
            </OrderRow>
          ))}
        </div>
      )}
    </section>
  );
}

function OrderRow(props: { label: string; share: number; color: string; children: React.ReactNode }) {
  return (
    <>
      <span>{props.label}</span>
      <span className="zk-bar">
        <i style={{ width: `${props.share * 100}%`, background: props.color }} />
      </span>
      <b>{props.children}</b>
    </>
  );
}

function Figures({ home }: { home: Home }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { days, newCustomers, balance } = home.series;
  return (
    <>
      <Loop home={home} />
      <div className="zk-grid zk-cols-2">
        <section className="zk-card">
          {days.length > 0 ? (
            <Trend
              days={days}
              values={balance}
              label={t("home.balanceTrend")}
              format={(value) => format.money(value)}
            />
          ) : (
            <Nothing title={t("home.noSeries")} hint={t("home.noSeriesHint")} />
          )}
        </section>
        <section className="zk-card">
          {days.length > 0 ? (
            <Trend
              days={days}
              values={newCustomers}
              color={palette.teal}
              label={t("home.newTrend")}
              format={(value) => format.count(value)}
            />
          ) : (
            <Nothing title={t("home.noSeries")} hint={t("home.noSeriesHint")} />
          )}
        </section>
        <Channels home={home} />
        <WorkOrders home={home} />
      </div>
    </>
  );
}

export function Component() {
  const { t } = useTranslation();
  const home = useHome();
  const setup = useSetup();
  return (
    <Page title={t("home.title")} subtitle={t("home.subtitle", { day: home.data?.businessDate ?? "…" })}>
      {setup.data && !setup.data.ready && <SetupProgress setup={setup.data} />}
      <Attention />
      <Answer query={home} rows={10}>
        {(data) => <Figures home={data} />}
      </Answer>
    </Page>
  );
}
