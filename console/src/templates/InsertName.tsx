import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { placeholder } from "./document";
import { useTemplateVocabulary } from "./queries";
import { useNameWord } from "./useNameWord";

/** Puts a name of the vocabulary where the cursor stands. */
export function InsertName(props: { into: string; text: string; write: (next: string) => void }) {
  const { t } = useTranslation();
  const nameWord = useNameWord();
  const names = useTemplateVocabulary().data?.names ?? [];
  const group = (prefix: string, label: string) => ({
    label,
    options: names
      .filter((one) => one.name.startsWith(prefix))
      .map((one) => ({ value: one.name, label: nameWord(one.name) })),
  });
  const insert = (name: string) => {
    const field = document.getElementById(props.into) as HTMLInputElement | HTMLTextAreaElement | null;
    const at = field?.selectionStart ?? props.text.length;
    const type = names.find((one) => one.name === name)?.type ?? "";
    props.write(props.text.slice(0, at) + placeholder(name, type) + props.text.slice(at));
  };
  return (
    <Select
      size="small"
      variant="borderless"
      className="zk-insert"
      value={null}
      showSearch={{ optionFilterProp: "label" }}
      placeholder={t("templates.insert")}
      aria-label={t("templates.insert")}
      popupMatchSelectWidth={260}
      onChange={(name: string | null) => name && insert(name)}
      options={[
        group("customer.", t("templates.insertCustomer")),
        group("tags.", t("templates.insertTags")),
        group("bank.", t("templates.insertBank")),
      ]}
    />
  );
}
