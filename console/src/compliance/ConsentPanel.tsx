import { CheckCircleFilled, CloseCircleFilled, PlusOutlined } from "@ant-design/icons";
import { Button, Table, type TableColumnsType, Tooltip } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { useFormat } from "../format/useFormat";
import { useWords } from "../i18n/useWords";
import { Answer, Nothing } from "../layout/States";
import { StatusTag } from "../layout/StatusTag";
import { AnswerDialog } from "./AnswerDialog";
import { useConsents } from "./queries";
import { Scope } from "./Scope";
import "./compliance.css";

type Panel = Schemas["ConsentPanel"];
type Cell = Schemas["ConsentCell"];
type Place = { purpose: string; channel: string };

/** The newest answer of a cell, and in colour whether the gate lets a contact through today. */
function CellView({ cell, pick }: { cell: Cell; pick: () => void }) {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const may = cell.refusal === "";
  const why = may
    ? cell.answer === ""
      ? t("compliance.byContract")
      : t("compliance.may")
    : `${t("compliance.mayNot")}：${words("gateDetail", cell.detail)}`;
  return (
    <Tooltip title={cell.decidedAt ? `${why} · ${format.instant(cell.decidedAt)}` : why}>
      <button type="button" className={may ? "zk-consent-cell zk-may" : "zk-consent-cell zk-may-not"} onClick={pick}>
        {may ? <CheckCircleFilled /> : <CloseCircleFilled />}
        <span>
          {may
            ? cell.answer
              ? words("consentAnswer", cell.answer)
              : t("compliance.noNeed")
            : words("gateDetail", cell.detail)}
        </span>
      </button>
    </Tooltip>
  );
}

function Matrix({ panel, pick }: { panel: Panel; pick: (place: Place) => void }) {
  const { t } = useTranslation();
  const words = useWords();
  const cellOf = (purpose: string, channel: string) =>
    panel.cells.find((one) => one.purpose === purpose && one.channel === channel);
  return (
    <div className="zk-consent-scroll">
      <table className="zk-consent">
        <thead>
          <tr>
            <th scope="col">{t("compliance.purpose")}</th>
            {panel.channels.map((one) => (
              <th scope="col" key={one.value}>
                {words("channel", one.value)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {panel.purposes.map((purpose) => {
            const whole = cellOf(purpose.key, "all");
            return (
              <tr key={purpose.key}>
                <th scope="row">{words("consentPurpose", purpose.key)}</th>
                {purpose.isContact
                  ? panel.channels.map((channel) => {
                      const cell = cellOf(purpose.key, channel.value);
                      return (
                        <td key={channel.value}>
                          {cell && (
                            <CellView cell={cell} pick={() => pick({ purpose: purpose.key, channel: channel.value })} />
                          )}
                        </td>
                      );
                    })
                  : whole && (
                      <td colSpan={panel.channels.length}>
                        <CellView cell={whole} pick={() => pick({ purpose: purpose.key, channel: "all" })} />
                      </td>
                    )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function History({ rows }: { rows: Panel["history"] }) {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const columns: TableColumnsType<Panel["history"][number]> = [
    { title: t("compliance.decidedAt"), dataIndex: "decidedAt", width: 150, render: format.instant },
    {
      title: t("compliance.purpose"),
      dataIndex: "purpose",
      width: 130,
      render: (key: string) => words("consentPurpose", key),
    },
    {
      title: t("compliance.channel"),
      dataIndex: "channel",
      width: 110,
      render: (key: string) => (key === "all" ? t("compliance.anyChannel") : words("channel", key)),
    },
    {
      title: t("compliance.answer"),
      dataIndex: "answer",
      width: 90,
      render: (key: string) => <StatusTag group="consentAnswer" code={key} />,
    },
    { title: t("compliance.document"), dataIndex: "document", width: 170 },
    { title: t("compliance.reference"), dataIndex: "reference", width: 150 },
    { title: t("compliance.source"), dataIndex: "source", width: 120 },
  ];
  return (
    <Table
      size="small"
      rowKey={(row) => `${row.purpose}/${row.channel}/${row.decidedAt}/${row.answer}`}
      columns={columns}
      dataSource={rows}
      scroll={{ x: 900 }}
      pagination={rows.length > 10 ? { pageSize: 10, size: "small", showSizeChanger: false } : false}
      locale={{
        emptyText: <Nothing title={t("compliance.noHistory")} hint={t("compliance.noHistoryHint")} />,
      }}
    />
  );
}

/** Answers, lists, and what follows from both, of one customer; answers can be taken down here. */
export function ConsentPanel({ customer }: { customer: string }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const query = useConsents(customer);
  const [cell, setCell] = useState<Place | null>(null);
  return (
    <Answer query={query} rows={8}>
      {(panel) => (
        <>
          <div className="zk-consent-head">
            <p className="zk-soft">{t("compliance.consentHint")}</p>
            <Button icon={<PlusOutlined />} onClick={() => setCell({ purpose: "marketing", channel: "sms" })}>
              {t("compliance.record")}
            </Button>
          </div>
          <Matrix panel={panel} pick={setCell} />
          <h3>{t("compliance.onLists")}</h3>
          {panel.lists.length === 0 ? (
            <p className="zk-soft">{t("compliance.notListed")}</p>
          ) : (
            <ul className="zk-consent-lists">
              {panel.lists.map((one) => (
                <li key={one.entryId}>
                  <StatusTag group="suppressionState" code={one.state} />
                  <b>{i18n.language.startsWith("zh") ? one.nameZh : one.nameEn}</b>
                  <Scope row={one} />
                  <span className="zk-soft">
                    {format.instant(one.startsAt)} – {one.endsAt ? format.instant(one.endsAt) : t("compliance.open")}
                    {one.reason && ` · ${one.reason}`}
                  </span>
                </li>
              ))}
            </ul>
          )}
          <h3>{t("compliance.history")}</h3>
          <History rows={panel.history} />
          <AnswerDialog customer={customer} panel={panel} cell={cell} close={() => setCell(null)} />
        </>
      )}
    </Answer>
  );
}
