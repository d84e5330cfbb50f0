import { BellFilled } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { useSession } from "../api/session";
import { Mark } from "../layout/Mark";
import { Sections } from "../work-orders/Brief";
import "./preview.css";

/** A message's words, whichever channel carries them. */
export type SaidProps = {
  channel: string;
  /** Subject, title, or the reason to recommend. */
  title: string;
  body: string;
  button?: string;
  /** Where a button or a push leads. */
  link?: string | null;
  to?: string;
  /** When it was sent, in the reader's words. */
  at?: string;
};

type Shown = SaidProps & { bank: string };

function Sms({ body, at, bank }: Shown) {
  return (
    <div className="zk-handset">
      <header>{bank}</header>
      {at && <time>{at}</time>}
      <p className="zk-bubble">{body}</p>
    </div>
  );
}

/** An e-mail is HTML: shown in a frame that may run nothing and load nothing. */
function Email({ title, body, to, bank }: Shown) {
  const { t } = useTranslation();
  return (
    <div className="zk-mail">
      <dl className="zk-facts">
        <dt>{t("outbox.subject")}</dt>
        <dd>
          <strong>{title}</strong>
        </dd>
        <dt>{t("outbox.from")}</dt>
        <dd>{bank}</dd>
        <dt>{t("outbox.to")}</dt>
        <dd>{to}</dd>
      </dl>
      <iframe title={title || t("outbox.preview")} sandbox="" srcDoc={framed(body)} />
    </div>
  );
}

function framed(body: string): string {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
  return `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy}"><style>body{font:14px/1.7 sans-serif;margin:16px;color:#1d2b3a;overflow-wrap:anywhere}</style>${body}`;
}

function Popup({ title, body, button, link }: Shown) {
  const { t } = useTranslation();
  return (
    <div className="zk-handset zk-handset-app">
      <header>{t("outbox.app")}</header>
      <div className="zk-popup">
        {title && <strong>{title}</strong>}
        <p>{body}</p>
        <span className="zk-popup-button">{button || t("outbox.learnMore")}</span>
        {link && <small>{link}</small>}
      </div>
    </div>
  );
}

function Push({ title, body, bank }: Shown) {
  return (
    <div className="zk-handset zk-handset-app">
      <div className="zk-push">
        <Mark size={26} />
        <div>
          <strong>{title || bank}</strong>
          <p>{body}</p>
        </div>
        <BellFilled />
      </div>
    </div>
  );
}

/** The message as the customer sees it; a work order as the customer manager does. */
export function Said(props: SaidProps) {
  const bank = useSession().data?.bank.name ?? "";
  switch (props.channel) {
    case "email":
      return <Email {...props} bank={bank} />;
    case "in_app":
      return <Popup {...props} bank={bank} />;
    case "push":
      return <Push {...props} bank={bank} />;
    case "work_order":
      return <Sections sellingPoint={props.title} script={props.body} />;
    default:
      return <Sms {...props} bank={bank} />;
  }
}
