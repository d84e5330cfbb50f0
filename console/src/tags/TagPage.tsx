import { EditOutlined } from "@ant-design/icons";
import { Button, Tag as Label } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import type { Schemas } from "../api/client";
import { usePermission } from "../api/session";
import { ApprovalBar } from "../definitions/ApprovalBar";
import { EditDialog } from "../definitions/EditDialog";
import { History } from "../definitions/History";
import { useDefinitionName, useHistory } from "../definitions/queries";
import { Source } from "../definitions/Source";
import { useFormat } from "../format/useFormat";
import { toYaml } from "../format/yaml";
import { useLanguage } from "../i18n/useLanguage";
import { useWords } from "../i18n/useWords";
import { Figures } from "../layout/Figures";
import { Page } from "../layout/Page";
import { Answer } from "../layout/States";
import { StatusTag } from "../layout/StatusTag";
import { Course } from "./Course";
import { Distribution } from "./Distribution";
import { useTag, useTags } from "./queries";

type Tag = Schemas["Tag"];

/** "segment/new-customers" and "tag/balance" lead to their pages; tables do not. */
function linkOf(name: string): string | null {
  const [kind, key] = name.split(/[/:]/);
  if (!key) return null;
  if (kind === "tag") return `/tags/${key}`;
  if (kind === "segment") return `/segments/${key}`;
  if (kind === "journey") return `/strategies/${key}`;
  return null;
}

/** What people call what stands in a lineage: "tag/balance". */
function useLineageName() {
  const { pick } = useLanguage();
  const tags = useTags().data;
  const segment = useDefinitionName("segment");
  const journey = useDefinitionName("journey");
  return (name: string): string => {
    const [kind, key = ""] = name.split(/[/:]/);
    const tag = tags?.find((one) => one.key === key);
    if (kind === "tag" && tag) return pick(tag.nameZh, tag.nameEn);
    if (kind === "segment") return segment(key);
    return kind === "journey" ? journey(key) : name;
  };
}

function Names({ names, none }: { names: string[]; none?: string }) {
  const called = useLineageName();
  if (names.length === 0) return <span className="zk-soft">{none ?? "–"}</span>;
  return (
    <span style={{ display: "flex", gap: 6, flexWrap: "wrap" }}>
      {names.map((name) => {
        const to = linkOf(name);
        const label = (
          <Label key={name} variant="filled" color={to ? "blue" : undefined} style={{ margin: 0 }} title={name}>
            {called(name)}
          </Label>
        );
        return to ? (
          <Link key={name} to={to}>
            {label}
          </Link>
        ) : (
          label
        );
      })}
    </span>
  );
}

function Whole({ tag }: { tag: Tag }) {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const navigate = useNavigate();
  return (
    <>
      <Figures
        items={[
          { key: "coverage", label: t("tags.coverage"), value: format.percent(tag.coverage) },
          { key: "dimension", label: t("tags.dimension"), value: words("dimension", tag.dimension) },
          { key: "kind", label: t("tags.kind"), value: words("tagKind", tag.kind), note: words("valueType", tag.type) },
          {
            key: "freshness",
            label: t("tags.freshness"),
            value: t(tag.freshness === "realtime" ? "tags.followsFacts" : "tags.everyNight"),
            note: tag.updatedAt ? t("tags.updatedAt", { at: format.instant(tag.updatedAt) }) : undefined,
          },
          { key: "version", label: t("tags.version"), value: tag.version },
          { key: "owner", label: t("common.owner"), value: <span style={{ fontSize: 17 }}>{tag.owner || "–"}</span> },
        ]}
      />
      <div className="zk-grid zk-cols-main">
        <section className="zk-card">
          <h2>
            {t("tags.distribution")}
            {tag.asOf && <small>{t("common.asOf", { day: format.day(tag.asOf) })}</small>}
          </h2>
          <Distribution
            bars={tag.distribution}
            open={(bar) => navigate(`/customers?${new URLSearchParams({ [`tag.${tag.key}`]: bar.band })}`)}
          />
        </section>
        <div>
          <section className="zk-card" style={{ marginBottom: 16 }}>
            <h2>{t("tags.lineage")}</h2>
            <dl className="zk-facts">
              <dt>{t("tags.reads")}</dt>
              <dd>
                <Names names={tag.lineage.reads} />
              </dd>
              <dt>{t("tags.usedBy")}</dt>
              <dd>
                <Names names={tag.lineage.usedBy} none={t("tags.notUsed")} />
              </dd>
            </dl>
          </section>
          <section className="zk-card" style={{ marginBottom: 16 }}>
            <h2>{t("tags.definition")}</h2>
            <Source text={toYaml(tag.document)} />
          </section>
        </div>
      </div>
      {tag.asOf && <Course tagKey={tag.key} />}
      <section className="zk-card">
        <h2>{t("definitions.history")}</h2>
        <History kind="tag" definitionKey={tag.key} />
      </section>
    </>
  );
}

export function Component() {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const { key = "" } = useParams();
  const query = useTag(key);
  const history = useHistory("tag", key);
  const mayEdit = usePermission("EditDefinitions");
  const [editing, setEditing] = useState(false);
  const tag = query.data;
  const latest = history.data?.[0];
  const name = tag ? pick(tag.nameZh, tag.nameEn) : key;
  return (
    <Page
      title={
        <>
          {name}
          <StatusTag group="definitionStatus" code={tag?.status ?? latest?.status} />
        </>
      }
      documentTitle={name}
      subtitle={tag ? pick(tag.descriptionZh, tag.descriptionEn) : undefined}
      crumbs={[{ label: t("tags.title"), to: "/tags" }, { label: key }]}
      actions={
        mayEdit &&
        latest && (
          <Button icon={<EditOutlined />} onClick={() => setEditing(true)}>
            {t("tags.edit")}
          </Button>
        )
      }
    >
      <ApprovalBar kind="tag" definitionKey={key} />
      {query.error && latest ? (
        <section className="zk-card">
          <h2>{t("definitions.history")}</h2>
          <History kind="tag" definitionKey={key} />
        </section>
      ) : (
        <Answer query={query} rows={10}>
          {(data) => <Whole tag={data} />}
        </Answer>
      )}
      {latest && (
        <EditDialog
          kind="tag"
          definitionKey={key}
          text={toYaml(latest.document)}
          revision={latest.status === "draft" ? latest.revision : 0}
          title={t("tags.edit")}
          open={editing}
          close={() => setEditing(false)}
        />
      )}
    </Page>
  );
}
