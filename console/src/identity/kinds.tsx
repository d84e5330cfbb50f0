import {
  ChromeOutlined,
  CreditCardOutlined,
  IdcardOutlined,
  LinkOutlined,
  MailOutlined,
  MobileOutlined,
  PhoneOutlined,
  TabletOutlined,
  UserOutlined,
  WechatOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import { useKindName } from "./queries";
import "./identity.css";

const ICON: Record<string, ReactNode> = {
  customer_no: <UserOutlined />,
  id_number_hash: <IdcardOutlined />,
  user_id: <MobileOutlined />,
  phone_hash: <PhoneOutlined />,
  wecom_id: <WechatOutlined />,
  openid: <WechatOutlined />,
  card_hash: <CreditCardOutlined />,
  email_hash: <MailOutlined />,
  anonymous_id: <ChromeOutlined />,
  cookie: <ChromeOutlined />,
  device: <TabletOutlined />,
};

export function KindIcon({ kind }: { kind: string }) {
  return ICON[kind] ?? <LinkOutlined />;
}

/** One identity in a line of text: what it is and how it reads. */
export function IdentityName({ kind, value }: { kind: string; value: string }) {
  const name = useKindName();
  return (
    <span className="zk-id-name">
      <KindIcon kind={kind} />
      <small>{name(kind)}</small>
      <b>{value}</b>
    </span>
  );
}

type Pair = { aKind: string; aValue: string; bKind: string; bValue: string };

/** The two identities that a link, a change or a decision is about; set apart where they head a dialog. */
export function IdentityPair({ pair, apart = false }: { pair: Pair; apart?: boolean }) {
  const Around = apart ? "p" : "span";
  return (
    <Around className="zk-id-pair">
      <IdentityName kind={pair.aKind} value={pair.aValue} />
      <IdentityName kind={pair.bKind} value={pair.bValue} />
    </Around>
  );
}
