import { DeleteOutlined, DownloadOutlined } from "@ant-design/icons";
import { App, Button, Checkbox, Form, Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { useWords } from "../i18n/useWords";
import { Failed } from "../layout/States";
import { useCorrect, useDownload, useErase, useObject } from "./queries";

type Request = Schemas["RequestView"];
type Correction = { name?: string; phone?: string; email?: string; idNumber?: string; address?: string };
const FIELDS = ["name", "phone", "email", "idNumber", "address"] as const;
const OBJECTIONS = ["marketing", "credit_offers", "profiling", "third_party"];

function Export({ id }: { id: string }) {
  const { t } = useTranslation();
  const download = useDownload(id);
  return (
    <>
      {(["xlsx", "json"] as const).map((format) => (
        <Button
          key={format}
          icon={<DownloadOutlined />}
          loading={download.isPending && download.variables === format}
          onClick={() => download.mutate(format)}
        >
          {t(`compliance.deed.${format}`)}
        </Button>
      ))}
      {download.error && <Failed problem={download.error} />}
    </>
  );
}

function Correct({ id }: { id: string }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<Correction>();
  const correct = useCorrect(id);
  const given = (text: string | undefined) => (text?.trim() ? text.trim() : null);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t("compliance.deed.correct")}</Button>
      <Modal
        open={open}
        onCancel={() => setOpen(false)}
        title={t("compliance.deed.correct")}
        okText={t("common.save")}
        confirmLoading={correct.isPending}
        onOk={() => form.submit()}
        destroyOnHidden
      >
        <p className="zk-soft">{t("compliance.correctHint")}</p>
        <Form
          form={form}
          layout="vertical"
          preserve={false}
          onFinish={(values) =>
            correct.mutate(
              {
                name: given(values.name),
                phone: given(values.phone),
                email: given(values.email),
                idNumber: given(values.idNumber),
                address: given(values.address),
                note: null,
              },
              { onSuccess: () => setOpen(false) },
            )
          }
        >
          {FIELDS.map((field) => (
            <Form.Item key={field} name={field} label={t(`compliance.${field}`)}>
              <Input autoComplete="off" maxLength={200} />
            </Form.Item>
          ))}
        </Form>
        {correct.error && <Failed problem={correct.error} />}
      </Modal>
    </>
  );
}

function Objection({ id }: { id: string }) {
  const { t } = useTranslation();
  const words = useWords();
  const [open, setOpen] = useState(false);
  const [purposes, setPurposes] = useState<string[]>(["marketing", "credit_offers"]);
  const object = useObject(id);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t("compliance.deed.object")}</Button>
      <Modal
        open={open}
        onCancel={() => setOpen(false)}
        title={t("compliance.objectTo")}
        okText={t("common.save")}
        okButtonProps={{ disabled: purposes.length === 0 }}
        confirmLoading={object.isPending}
        onOk={() => object.mutate(purposes, { onSuccess: () => setOpen(false) })}
        destroyOnHidden
      >
        <Checkbox.Group
          value={purposes}
          onChange={setPurposes}
          options={OBJECTIONS.map((value) => ({ value, label: words("consentPurpose", value) }))}
        />
        {object.error && <Failed problem={object.error} />}
      </Modal>
    </>
  );
}

function Erase({ id }: { id: string }) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const erase = useErase(id);
  return (
    <>
      <Button
        danger
        icon={<DeleteOutlined />}
        loading={erase.isPending}
        onClick={() =>
          modal.confirm({
            title: t("compliance.eraseTitle"),
            content: t("compliance.eraseBody"),
            okText: t("compliance.deed.erase"),
            okButtonProps: { danger: true },
            onOk: () => erase.mutateAsync().catch(() => undefined),
          })
        }
      >
        {t("compliance.deed.erase")}
      </Button>
      {erase.error && <Failed problem={erase.error} />}
    </>
  );
}

/** The thing itself that was asked for, while the request is being worked on. */
export function Deed({ request }: { request: Request }) {
  switch (request.kind) {
    case "correction":
      return <Correct id={request.id} />;
    case "objection":
      return <Objection id={request.id} />;
    case "erasure":
      return <Erase id={request.id} />;
    default:
      return <Export id={request.id} />;
  }
}
