import { Select } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCustomers } from "../customers/queries";
import { useDebounced } from "../tables/useDebounced";

const CHOICES = 20;
const REST_MS = 300;

/** Chooses a customer of one's own scope; the first one found is chosen by itself. */
export function CustomerChoice(props: {
  value: number | null;
  choose: (customerId: number) => void;
  /** The scope holds no customer at all. */
  nobody: () => void;
}) {
  const { t } = useTranslation();
  const { value, choose, nobody } = props;
  const [text, setText] = useState("");
  const q = useDebounced(text.trim(), REST_MS);
  const found = useCustomers({ q: q || undefined, tags: {}, page: 1, size: CHOICES });
  const first = found.data?.items[0]?.customerId;
  useEffect(() => {
    if (value === null && first !== undefined) choose(first);
  }, [value, first, choose]);
  const isEmpty = q === "" && found.data?.total === 0;
  useEffect(() => {
    if (isEmpty) nobody();
  }, [isEmpty, nobody]);
  return (
    <Select
      showSearch={{ filterOption: false, onSearch: setText }}
      value={value}
      loading={found.isFetching}
      placeholder={t("templates.findCustomer")}
      notFoundContent={found.isPending ? null : t("templates.noCustomer")}
      aria-label={t("templates.previewFor")}
      onChange={choose}
      options={found.data?.items.map((one) => ({ value: one.customerId, label: `${one.name} ${one.customerNo}` }))}
      style={{ width: "100%" }}
    />
  );
}
