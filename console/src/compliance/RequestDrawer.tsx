import { App, Button, Descriptions, Drawer, Input, Modal, Table, Tag, Timeline } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Schemas } from "../api/client";
import { useFormat } from "../format/useFormat";
import { useWords } from "../i18n/useWords";
import { Answer, Failed } from "../layout/States";
import { StatusTag } from "../layout/StatusTag";
import { Deed } from "./Deed";
import { Due } from "./Due";
import { useRequest, useStep } from "./queries";

type Details = Schemas["RequestDetails"];
type StepName = "verify" | "start" | "finish" | "refuse" | "withdraw";
/** These close a request, and the customer is told something. */
const TOLD: readonly StepName[] = ["finish", "refuse"];

function Certificate({ certificate }: { certificate: NonNullable<Details["certificate"]> }) {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  return (
    <>
      <h3>{t("compliance.certificate")}</h3>
      <Descriptions
        size="small"
        column={1}
        items={[
          { key: "at", label: t("compliance.erasedAt"), children: format.instant(certificate.erasedAt) },
          { key: "by", label: t("compliance.erasedBy"), children: certificate.erasedBy },
          {
            key: "clean",
            label: t("compliance.filesClean"),
            children: certificate.filesCleanAt
              ? format.instant(certificate.filesCleanAt)
              : t("compliance.filesWaiting"),
          },
          { key: "hash", label: t("compliance.hash"), children: <code>{certificate.hash}</code> },
        ]}
      />
      <Table
        size="small"
        rowKey="table"
        pagination={false}
        dataSource={certificate.tables}
        columns={[
          { title: t("compliance.table"), dataIndex: "table", render: (table: string) => <code>{table}</code> },
          {
            title: t("compliance.what"),
            dataIndex: "what",
            width: 110,
            render: (what: string) => words("erasureWhat", what),
          },
          { title: t("compliance.count"), dataIndex: "rows", width: 90, align: "right", render: format.count },
        ]}
      />
    </>
  );
}

function Steps({ details }: { details: Details }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const step = useStep(details.request.id);
  const [asking, setAsking] = useState<StepName | null>(null);
  const [note, setNote] = useState("");
  const take = (name: StepName, said: string) =>
    step.mutate(
      { step: name, note: said, revision: details.request.revision },
      {
        onSuccess: () => {
          void message.success(t("common.done"));
          setAsking(null);
          setNote("");
        },
      },
    );
  if (details.steps.length === 0) return null;
  return (
    <>
      <h3>{t("compliance.whatNow")}</h3>
      <div className="zk-next">
        {details.request.state === "working" && <Deed request={details.request} />}
        {(details.steps as StepName[]).map((name) => (
          <Button
            key={name}
            type={name === "verify" || name === "start" || name === "finish" ? "primary" : "default"}
            loading={step.isPending && step.variables?.step === name}
            onClick={() => (TOLD.includes(name) ? setAsking(name) : take(name, ""))}
          >
            {t(`compliance.step.${name}`)}
          </Button>
        ))}
      </div>
      {details.request.state === "working" && <p className="zk-soft">{t("compliance.deedHint")}</p>}
      {step.error && <Failed problem={step.error} />}
      <Modal
        open={asking !== null}
        onCancel={() => setAsking(null)}
        title={asking ? t(`compliance.step.${asking}`) : ""}
        okText={t("common.save")}
        confirmLoading={step.isPending}
        okButtonProps={{ disabled: asking === "refuse" && note.trim() === "" }}
        onOk={() => asking && take(asking, note)}
      >
        <Input.TextArea
          rows={3}
          maxLength={500}
          value={note}
          onChange={(event) => setNote(event.target.value)}
          placeholder={t("compliance.answerTo")}
        />
      </Modal>
    </>
  );
}

function Whole({ details }: { details: Details }) {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  const { request } = details;
  return (
    <>
      <Descriptions
        size="small"
        column={2}
        items={[
          {
            key: "no",
            label: t("compliance.customerNo"),
            children: <Link to={`/customers/${request.customerId}?view=consent`}>{request.customerNo}</Link>,
          },
          {
            key: "state",
            label: t("compliance.state"),
            children: <StatusTag group="requestState" code={request.state} />,
          },
          { key: "received", label: t("compliance.receivedOn"), children: format.day(request.receivedOn) },
          { key: "due", label: t("compliance.dueOn"), children: <Due request={request} /> },
          { key: "way", label: t("compliance.way"), children: words("requestChannel", request.channel) },
          { key: "by", label: t("compliance.by"), children: request.createdBy },
          ...(request.note ? [{ key: "note", label: t("compliance.note"), span: 2, children: request.note }] : []),
          ...(request.answer
            ? [{ key: "answer", label: t("compliance.answerTo"), span: 2, children: request.answer }]
            : []),
        ]}
      />
      <Steps details={details} />
      <h3>{t("compliance.steps")}</h3>
      <Timeline
        items={details.history.map((one) => ({
          content: (
            <>
              <b>{words("requestStep", one.step)}</b>{" "}
              <span className="zk-soft">{`${one.staff} · ${format.instant(one.at)}`}</span>
              {one.note && one.step !== "erased" && <div className="zk-soft">{one.note}</div>}
            </>
          ),
        }))}
      />
      {details.certificate && <Certificate certificate={details.certificate} />}
    </>
  );
}

/** One request: what it is, what may be done, what was done. */
export function RequestDrawer({ id, close }: { id: string | undefined; close: () => void }) {
  const { t } = useTranslation();
  const words = useWords();
  const query = useRequest(id);
  const request = query.data?.request;
  return (
    <Drawer
      open={id !== undefined}
      onClose={close}
      size={640}
      title={
        request ? (
          <>
            {`${words("requestKind", request.kind)} · ${request.customerNo}`}{" "}
            {request.isDemo && (
              <Tag variant="filled" color="gold">
                {t("compliance.demo")}
              </Tag>
            )}
          </>
        ) : (
          t("compliance.requestsTitle")
        )
      }
    >
      {id !== undefined && (
        <Answer query={query} rows={8}>
          {(details) => <Whole details={details} />}
        </Answer>
      )}
    </Drawer>
  );
}
