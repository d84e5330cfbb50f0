import { DownloadOutlined } from "@ant-design/icons";
import { Button, Table } from "antd";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../../api/client";
import { Nothing } from "../../layout/States";
import { csvOf } from "./csv";

type Problem = Schemas["ListProblem"];
const KNOWN = ["unmatched", "duplicate", "empty", "too_long", "not_a_number", "open_quote", "no_such_column"] as const;

/** Each line of the file that brought no customer, and why. */
export function ProblemsTable({ problems, name }: { problems: Problem[]; name: string }) {
  const { t } = useTranslation();
  const said = (code: string) => {
    const known = KNOWN.find((one) => one === code);
    return known ? t(`customerLists.problemWords.${known}`) : code;
  };
  const download = () => {
    const rows = problems.map((problem) => [String(problem.line), problem.customerNo, said(problem.problem)]);
    const head = [t("customerLists.line"), t("customerLists.given"), t("customerLists.problem")];
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([csvOf([head, ...rows])], { type: "text/csv" }));
    link.download = `${name}-problems.csv`;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  if (problems.length === 0) return <Nothing title={t("customerLists.noProblems")} />;
  return (
    <>
      <div className="zk-lists-bar">
        <span className="zk-soft">{t("customerLists.firstProblems")}</span>
        <Button size="small" icon={<DownloadOutlined />} onClick={download}>
          {t("customerLists.downloadProblems")}
        </Button>
      </div>
      <Table
        size="small"
        rowKey="line"
        dataSource={problems}
        pagination={problems.length > 10 ? { pageSize: 10, size: "small", showSizeChanger: false } : false}
        columns={[
          { title: t("customerLists.line"), dataIndex: "line", width: 80 },
          { title: t("customerLists.given"), dataIndex: "customerNo", ellipsis: true },
          {
            title: t("customerLists.problem"),
            dataIndex: "problem",
            render: said,
            filters: [...new Set(problems.map((problem) => problem.problem))].map((value) => ({
              value,
              text: said(value),
            })),
            onFilter: (value, row) => row.problem === value,
          },
        ]}
      />
    </>
  );
}
