import { DownloadOutlined } from "@ant-design/icons";
import { Alert, App, Button, Descriptions, Drawer, Input, Space } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useSession } from "../../api/session";
import { useFormat } from "../../format/useFormat";
import { useLanguage } from "../../i18n/useLanguage";
import { Answer, Failed } from "../../layout/States";
import { StatusTag } from "../../layout/StatusTag";
import { namesOf } from "./columns";
import { type Export, useDecide, useDownloadExport, useExport, useExportColumns } from "./queries";

const KIB = 1024;

/** The second person's word. */
function Decision({ export: one }: { export: Export }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [note, setNote] = useState("");
  const decide = useDecide(one.id);
  const say = (approved: boolean) =>
    decide.mutate(
      { approved, note, revision: one.revision },
      { onSuccess: () => void message.success(t(approved ? "exports.approved" : "exports.refused")) },
    );
  return (
    <section className="zk-export-decision">
      <Input.TextArea
        rows={2}
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.target.value)}
        placeholder={t("exports.notePlaceholder")}
        aria-label={t("exports.note")}
      />
      <Space>
        <Button type="primary" loading={decide.isPending && decide.variables.approved} onClick={() => say(true)}>
          {t("exports.approve")}
        </Button>
        <Button
          danger
          disabled={note.trim() === ""}
          loading={decide.isPending && !decide.variables.approved}
          onClick={() => say(false)}
        >
          {t("exports.refuse")}
        </Button>
      </Space>
      {decide.error && <Failed problem={decide.error} />}
    </section>
  );
}

function useFacts(one: Export) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const format = useFormat();
  const columns = useExportColumns().data ?? [];
  const isWritten = one.sha256 !== "";
  const wide = { span: 2 };
  return [
    {
      key: "segment",
      label: t("exports.segment"),
      children: (
        <Link to={`/segments/${one.segment}`}>
          {`${pick(one.segmentZh, one.segmentEn)} · ${one.version} · ${format.day(one.asOf)}`}
        </Link>
      ),
      ...wide,
    },
    { key: "purpose", label: t("exports.purpose"), children: <b>{one.purpose}</b>, ...wide },
    { key: "members", label: t("exports.members"), children: format.count(one.members) },
    {
      key: "content",
      label: t("exports.content"),
      children: `${t(`exports.${one.format as "csv" | "xlsx"}`)} · ${t(one.unmasked ? "exports.plain" : "exports.masked")}`,
    },
    {
      key: "columns",
      label: t("exports.columns"),
      children: namesOf(one.columns, columns, pick).join(pick("、", ", ")),
      ...wide,
    },
    { key: "by", label: t("exports.by"), children: `${one.requestedByName} · ${format.instant(one.requestedAt)}` },
    { key: "scope", label: t("exports.scope"), children: <code>{one.orgPath}</code> },
    ...(one.decidedAt
      ? [
          {
            key: "decided",
            label: t("exports.decided"),
            children: [`${one.decidedByName} · ${format.instant(one.decidedAt)}`, one.note].filter(Boolean).join(" · "),
            ...wide,
          },
        ]
      : []),
    ...(isWritten
      ? [
          { key: "rows", label: t("exports.rows"), children: format.count(one.rows) },
          { key: "size", label: t("exports.size"), children: `${format.decimal(one.bytes / KIB, 1)} KiB` },
          { key: "mark", label: t("exports.mark"), children: <code>{one.mark}</code> },
          { key: "downloads", label: t("exports.downloads"), children: format.count(one.downloads) },
          {
            key: "hash",
            label: t("exports.hash"),
            children: <code className="zk-export-hash">{one.sha256}</code>,
            ...wide,
          },
        ]
      : []),
    { key: "until", label: t("exports.until"), children: format.instant(one.expiresAt), ...wide },
  ];
}

function Whole({ export: one }: { export: Export }) {
  const { t } = useTranslation();
  const self = useSession().data?.staff;
  const download = useDownloadExport();
  const facts = useFacts(one);
  return (
    <>
      {one.message && (
        <Alert
          type={one.state === "failed" ? "error" : "warning"}
          showIcon
          title={one.message}
          style={{ marginBottom: 16 }}
        />
      )}
      <Descriptions size="small" column={2} items={facts} />
      {one.mayDecide && <Decision export={one} />}
      {one.state === "requested" && one.requestedBy === self && <p className="zk-soft">{t("exports.own")}</p>}
      {one.mayDownload && (
        <Button
          type="primary"
          icon={<DownloadOutlined />}
          loading={download.isPending}
          onClick={() => download.mutate(one)}
          style={{ marginTop: 16 }}
        >
          {t("exports.download")}
        </Button>
      )}
      {download.error && <Failed problem={download.error} />}
    </>
  );
}

/** One export: what it holds and why, the second person's word, and the file. */
export function ExportDrawer({ id, close }: { id: string | undefined; close: () => void }) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const query = useExport(id);
  const one = query.data;
  return (
    <Drawer
      open={id !== undefined}
      onClose={close}
      size={640}
      title={
        one ? (
          <>
            {pick(one.segmentZh, one.segmentEn)} <StatusTag group="exportState" code={one.state} />
          </>
        ) : (
          t("exports.title")
        )
      }
    >
      {id !== undefined && (
        <Answer query={query} rows={8}>
          {(found) => <Whole key={found.id} export={found} />}
        </Answer>
      )}
    </Drawer>
  );
}
