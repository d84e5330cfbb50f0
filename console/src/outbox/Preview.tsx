import { BellFilled } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { useSession } from "../api/session";
import { useFormat } from "../format/useFormat";
import { Mark } from "../layout/Mark";
import "./preview.css";

type Message = Schemas["OutboxMessage"];

function Sms({ message, bank }: { message: Message; bank: string }) {
  const format = useFormat();
  return (
    <div className="zk-handset">
      <header>{bank}</header>
      <time>{format.instant(message.sentAt ?? message.queuedAt)}</time>
      <p className="zk-bubble">{message.body}</p>
    </div>
  );
}

/** An e-mail is HTML: shown in a frame that may run nothing and load nothing. */
function Email({ message, bank }: { message: Message; bank: string }) {
  const { t } = useTranslation();
  return (
    <div className="zk-mail">
      <dl className="zk-facts">
        <dt>{t("outbox.subject")}</dt>
        <dd>
          <strong>{message.subject}</strong>
        </dd>
        <dt>{t("outbox.from")}</dt>
        <dd>{bank}</dd>
        <dt>{t("outbox.to")}</dt>
        <dd>{message.to}</dd>
      </dl>
      <iframe title={message.subject ?? t("outbox.preview")} sandbox="" srcDoc={framed(message.body)} />
    </div>
  );
}

function framed(body: string): string {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
  return `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy}"><style>body{font:14px/1.7 sans-serif;margin:16px;color:#1d2b3a;overflow-wrap:anywhere}</style>${body}`;
}

function Popup({ message }: { message: Message }) {
  const { t } = useTranslation();
  return (
    <div className="zk-handset zk-handset-app">
      <header>{t("outbox.app")}</header>
      <div className="zk-popup">
        {message.subject && <strong>{message.subject}</strong>}
        <p>{message.body}</p>
        <span className="zk-popup-button">{t("outbox.learnMore")}</span>
        {message.action && <small>{message.action}</small>}
      </div>
    </div>
  );
}

function Push({ message, bank }: { message: Message; bank: string }) {
  return (
    <div className="zk-handset zk-handset-app">
      <div className="zk-push">
        <Mark size={26} />
        <div>
          <strong>{message.subject || bank}</strong>
          <p>{message.body}</p>
        </div>
        <BellFilled />
      </div>
    </div>
  );
}

/** The message as the customer sees it. */
export function Preview({ message }: { message: Message }) {
  const bank = useSession().data?.bank.name ?? "";
  switch (message.channel) {
    case "email":
      return <Email message={message} bank={bank} />;
    case "in_app":
      return <Popup message={message} />;
    case "push":
      return <Push message={message} bank={bank} />;
    default:
      return <Sms message={message} bank={bank} />;
  }
}
