import { Table, type TableColumnsType } from "antd";
import { lazy, Suspense, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { useFormat } from "../format/useFormat";
import { useWords } from "../i18n/useWords";
import { Answer, Loading, Nothing } from "../layout/States";
import { Changes } from "./Changes";
import { DecideDialog, type Deciding } from "./DecideDialog";
import { DotFace } from "./DotFace";
import { standingOf } from "./drawing";
import { Evidence, StandingTag } from "./Evidence";
import { IdentityPair } from "./kinds";
import { useIdentity } from "./queries";
import "./identity.css";

const IdentityGraph = lazy(() => import("./IdentityGraph"));

type Graph = Schemas["IdentityGraph"];
type Link = Schemas["IdentityLink"];

function Legend() {
  const { t } = useTranslation();
  return (
    <div className="zk-graph-legend">
      {(["key", "carrier", "hint", "outside"] as const).map((role) => (
        <span key={role} className={`zk-id-legend zk-dot-${role}`}>
          <i />
          {t(`identity.legend.${role}`)}
        </span>
      ))}
    </div>
  );
}

function Links({ links, own, open }: { links: Link[]; own: ReadonlySet<string>; open: (link: Link) => void }) {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const columns: TableColumnsType<Link> = [
    {
      title: t("identity.between"),
      key: "pair",
      render: (_, row) => <IdentityPair pair={row} />,
    },
    {
      title: t("identity.rule"),
      key: "rule",
      width: 150,
      render: (_, row) => (
        <span className="zk-two">
          <span>{row.rules.map((rule) => words("identityRule", rule)).join(" · ")}</span>
          <small>{row.sources.join(" · ")}</small>
        </span>
      ),
    },
    { title: t("identity.lastSeen"), dataIndex: "last", width: 150, render: format.instant },
    { title: t("identity.times"), dataIndex: "times", width: 80, align: "right", render: format.count },
    {
      title: t("identity.standing"),
      key: "standing",
      width: 110,
      render: (_, row) => <StandingTag standing={standingOf(row, own)} />,
    },
  ];
  return (
    <Table
      size="middle"
      rowKey={(row) => `${row.a}:${row.b}`}
      columns={columns}
      dataSource={links}
      pagination={{ pageSize: 10, size: "small", hideOnSinglePage: true, showSizeChanger: false }}
      scroll={{ x: 720 }}
      onRow={(row) => ({ onClick: () => open(row), className: "zk-row-link" })}
      locale={{ emptyText: <Nothing title={t("identity.noLinks")} /> }}
    />
  );
}

function Whole({ graph }: { graph: Graph }) {
  const { t } = useTranslation();
  const own = useMemo(() => new Set(graph.identities.map((one) => one.id)), [graph]);
  const [opened, setOpened] = useState<Link | null>(null);
  const [deciding, setDeciding] = useState<Deciding | null>(null);
  return (
    <>
      <div className="zk-graph">
        <Suspense fallback={<Loading rows={6} />}>
          <IdentityGraph graph={graph} open={setOpened} />
        </Suspense>
        <Legend />
      </div>
      <h2 className="zk-h2">{t("identity.links")}</h2>
      <Links links={graph.links} own={own} open={setOpened} />
      <h2 className="zk-h2 zk-id-next">{t("identity.history")}</h2>
      <Changes graph={graph} decide={setDeciding} />
      <Evidence
        link={opened}
        standing={opened ? standingOf(opened, own) : "followed"}
        close={() => setOpened(null)}
        decide={(word) => opened && setDeciding({ pair: opened, word })}
      />
      <DecideDialog
        deciding={deciding}
        close={(done) => {
          setDeciding(null);
          if (done) setOpened(null);
        }}
      />
    </>
  );
}

/** Known by one identity alone: nothing to draw yet, but to say what it is and what will join it. */
function Single({ graph }: { graph: Graph }) {
  const { t } = useTranslation();
  const [deciding, setDeciding] = useState<Deciding | null>(null);
  const [only] = graph.identities;
  if (!only) return null;
  return (
    <>
      <div className="zk-id-single">
        <div className={`zk-dot zk-dot-${only.role || "unknown"}`}>
          <DotFace dot={{ ...only, sharedSince: only.sharedSince ?? null }} />
        </div>
        <div>
          <strong>{t("identity.single")}</strong>
          <div className="zk-soft">{t("identity.singleHint")}</div>
        </div>
      </div>
      {graph.changes.length > 0 && (
        <>
          <h2 className="zk-h2 zk-id-next">{t("identity.history")}</h2>
          <Changes graph={graph} decide={setDeciding} />
          <DecideDialog deciding={deciding} close={() => setDeciding(null)} />
        </>
      )}
    </>
  );
}

/** By what a customer is known, why, how it came to be, and the way back. */
export function IdentityView({ id }: { id: string }) {
  const { t } = useTranslation();
  const query = useIdentity(id);
  return (
    <Answer query={query} rows={8}>
      {(graph) =>
        graph.identities.length === 0 ? (
          <Nothing title={t("identity.noIdentities")} hint={t("identity.noIdentitiesHint")} />
        ) : graph.identities.length === 1 && graph.links.length === 0 ? (
          <Single graph={graph} />
        ) : (
          <Whole graph={graph} />
        )
      }
    </Answer>
  );
}
