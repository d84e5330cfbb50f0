import { Table, type TableColumnsType } from "antd";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../../api/client";
import { WealthCourse } from "../../customers/WealthChart";
import { useFormat } from "../../format/useFormat";
import { useLanguage } from "../../i18n/useLanguage";
import { useWords } from "../../i18n/useWords";
import { Answer, Nothing } from "../../layout/States";
import { useBelongings } from "../queries";

type Product = Schemas["GroupProduct"];

function Products({ products, customers }: { products: Product[]; customers: number }) {
  const { t } = useTranslation();
  const { pick } = useLanguage();
  const words = useWords();
  const format = useFormat();
  const columns: TableColumnsType<Product> = [
    {
      title: t("segmentPage.product"),
      key: "product",
      render: (_, row) => (
        <span className="zk-two">
          {pick(row.nameZh, row.nameEn) || words("holdingKind", row.kind)}
          <small>{words("holdingKind", row.kind)}</small>
        </span>
      ),
    },
    {
      title: t("segmentPage.holders"),
      dataIndex: "customers",
      align: "right",
      width: 130,
      render: (count: number) => (
        <>
          {format.count(count)}{" "}
          <span className="zk-soft">{format.percent(customers > 0 ? count / customers : 0, 1)}</span>
        </>
      ),
    },
    {
      title: t("segmentPage.amount", { currency: format.currency }),
      dataIndex: "amount",
      align: "right",
      width: 150,
      render: (amount: number) => (Number(amount) === 0 ? "–" : format.decimal(amount, 0)),
    },
  ];
  return (
    <Table
      size="small"
      rowKey={(row) => `${row.kind}/${row.productId}`}
      columns={columns}
      dataSource={products}
      pagination={{ pageSize: 8, size: "small", hideOnSinglePage: true, showSizeChanger: false }}
      locale={{ emptyText: <Nothing title={t("segmentPage.noProducts")} hint={t("segmentPage.noProductsHint")} /> }}
    />
  );
}

/** What the group keeps with the bank, owes it and holds, at the date that the portrait shows. */
export function Belongings(props: { segmentKey: string; day: string | null; customers: number }) {
  const { t } = useTranslation();
  const query = useBelongings(props.segmentKey, props.day);
  return (
    <Answer query={query.error && !query.isFetching ? { ...query, data: undefined } : query} rows={6}>
      {({ course, products }) => (
        <div className="zk-grid zk-cols-2">
          <section className="zk-card">
            <h2>
              {t("portrait.wealth")}
              <small>{t("segmentPage.wealthHint")}</small>
            </h2>
            <WealthCourse days={course} sparse />
          </section>
          <section className="zk-card">
            <h2>{t("segmentPage.products")}</h2>
            <Products products={products} customers={props.customers} />
          </section>
        </div>
      )}
    </Answer>
  );
}
