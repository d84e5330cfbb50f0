import { customerAt, customerPage } from "./bank";
import { chance } from "./chance";
import type { Route } from "./routes";

const TODAY = "1994-03-31";
type Definition = {
  kind: string;
  key: string;
  version: number;
  status: string;
  document: unknown;
  revision: number;
  author: string;
  note: string;
  changedAt: string;
  approvedBy: string | null;
};

const names: [string, string, string, string, string, string][] = [
  ["age", "年龄", "Age", "basic", "attribute", "years"],
  ["balance", "存款余额", "Balance", "asset", "measure", "money"],
  ["deposit_sum_90d", "近90天存入金额", "Deposits in 90 days", "transaction", "measure", "money"],
  ["cash_share_90d", "近90天现金占比", "Share of cash", "channel", "measure", "share"],
  ["has_card", "持有银行卡", "Has a card", "holding", "measure", "flag"],
  ["lifecycle_stage", "生命周期阶段", "Lifecycle stage", "lifecycle", "rule", "text"],
  ["days_since_last", "距上次交易天数", "Days since the last transaction", "activity", "measure", "days"],
  ["opened_on", "开户日期", "Opened on", "basic", "attribute", "date"],
];
const STAGES = ["新客", "成长", "成熟", "沉睡"];

const tags = names.map(([key, nameZh, nameEn, dimension, kind, type], index) => ({
  key,
  nameZh,
  nameEn,
  dimension,
  kind,
  type,
  unitZh: "",
  unitEn: "",
  values: key === "lifecycle_stage" ? STAGES.map((value) => ({ value, zh: value, en: value })) : [],
  status: "live",
  version: 1,
  owner: "retail",
  freshness: index % 3 === 0 ? "realtime" : "nightly",
  coverage: 1 - index * 0.07,
  descriptionZh: `${nameZh}：按业务日期计算，窗口为半开区间。`,
  descriptionEn: `${nameEn}, as of the business date.`,
}));

const bands = ["小额", "中等", "较大", "大额", "特大"];
const expression = {
  and: [
    { tag: "balance", op: "at_least", value: 20000 },
    {
      or: [
        { tag: "lifecycle_stage", op: "in", value: ["新客", "成长"] },
        {
          did: {
            event: "transaction",
            where: { direction: "credit", amount: { at_least: 1000 } },
            at_least: 2,
            within_days: 30,
          },
        },
      ],
    },
    { not: { segment: "sleeping" } },
  ],
};
const segments = [
  ["new-customers", "新开户客户", "New customers", 1106],
  ["rich-savers", "高余额储户", "Rich savers", 312],
  ["sleeping", "沉睡客户", "Sleeping", null],
].map(([key, nameZh, nameEn, customers]) => ({
  key,
  nameZh,
  nameEn,
  descriptionZh: "按标签与行为圈选",
  descriptionEn: "By tags and behaviour",
  status: customers === null ? "submitted" : "live",
  version: 1,
  customers,
  asOf: TODAY,
  owner: "wang.lan",
}));

const store: Definition[] = [
  ...tags.map((tag) => ({
    kind: "tag",
    key: tag.key,
    version: 1,
    status: "live",
    document: {
      key: tag.key,
      name: { zh: tag.nameZh, en: tag.nameEn },
      kind: tag.kind,
      fact: "transactions",
      window_days: 90,
      where: { direction: "credit", kind: ["cash_in", "transfer_in"] },
    },
    revision: 3,
    author: "catalogue",
    note: "",
    changedAt: "1994-03-30T02:00:00Z",
    approvedBy: "release",
  })),
  ...segments.map((one) => ({
    kind: "segment",
    key: String(one.key),
    version: 1,
    status: one.status,
    document: { key: one.key, name: { zh: one.nameZh, en: one.nameEn }, expression },
    revision: 2,
    author: "wang.lan",
    note: "",
    changedAt: "1994-03-30T02:00:00Z",
    approvedBy: "li.wei",
  })),
  {
    kind: "journey",
    key: "first-hundred-days",
    version: 2,
    status: "submitted",
    document: {},
    revision: 2,
    author: "wang.lan",
    note: "",
    changedAt: "1994-03-30T02:00:00Z",
    approvedBy: null,
  },
];

const word = (
  key: string,
  nameZh: string,
  nameEn: string,
  type: string,
  dimension?: string,
  values: string[] = [],
) => ({
  key,
  nameZh,
  nameEn,
  type,
  dimension,
  operators: [],
  values: values.map((value) => ({ value, zh: value, en: value })),
});

function change(kind: string, key: string, patch: Partial<Definition>): Definition {
  const found = store.find((one) => one.kind === kind && one.key === key);
  if (found) return Object.assign(found, patch);
  const made: Definition = {
    kind,
    key,
    version: 1,
    status: "draft",
    document: {},
    revision: 1,
    author: "wang.lan",
    note: "",
    changedAt: new Date().toISOString(),
    approvedBy: null,
    ...patch,
  };
  store.push(made);
  return made;
}

export const definitions: Route[] = [
  ["GET", /^\/tags$/, () => tags],
  [
    "GET",
    /^\/tags\/([^/]+)$/,
    ({ params }) => {
      const tag = tags.find((one) => one.key === params[0]) ?? tags[0];
      const labels = tag?.type === "text" ? STAGES : tag?.type === "flag" ? ["是", "否"] : bands;
      const dice = chance(names.length + (params[0]?.length ?? 0));
      return {
        ...tag,
        asOf: TODAY,
        document: store.find((one) => one.kind === "tag" && one.key === tag?.key)?.document,
        distribution: labels.map((label) => ({ band: label, label, labelEn: label, customers: dice.whole(40, 900) })),
        lineage: { reads: ["transactions"], usedBy: ["segment/rich-savers", "tag/lifecycle_stage"] },
      };
    },
  ],
  ["GET", /^\/segments$/, () => segments],
  [
    "GET",
    /^\/conditions\/vocabulary$/,
    () => ({
      tags: tags.map((tag) =>
        word(tag.key, tag.nameZh, tag.nameEn, tag.type, tag.dimension, tag.key === "lifecycle_stage" ? STAGES : []),
      ),
      attributes: [
        word("gender", "性别", "Gender", "text", undefined, ["F", "M"]),
        word("opened_on", "开户日期", "Opened on", "date"),
      ],
      events: [
        {
          name: "transaction",
          nameZh: "交易",
          nameEn: "Transaction",
          properties: [
            word("direction", "方向", "Direction", "text", undefined, ["credit", "debit"]),
            word("amount", "金额", "Amount", "money"),
            word("kind", "类型", "Kind", "text", undefined, ["cash_in", "transfer_in"]),
          ],
        },
        { name: "app_login", nameZh: "登录手机银行", nameEn: "App sign-in", properties: [] },
      ],
      segments: segments.map((one) => word(String(one.key), String(one.nameZh), String(one.nameEn), "text")),
      lists: [],
      operators: [],
    }),
  ],
  [
    "POST",
    /^\/segments\/estimate$/,
    ({ body }) => ({ customers: JSON.stringify(body).length * 7, total: 5369, elapsedMs: 41, asOf: TODAY }),
  ],
  [
    "GET",
    /^\/segments\/([^/]+)$/,
    ({ params }) => {
      const one = segments.find((row) => row.key === params[0]);
      return one
        ? {
            ...one,
            document: { expression },
            usedBy: ["journey/first-hundred-days"],
            materialisations: [3, 2, 1].map((version) => ({
              version,
              asOf: `1994-03-${28 + version}`,
              computedAt: "1994-03-31T01:00:00Z",
              customers: 1100 + version,
            })),
          }
        : { problem: { status: 404, code: "not_found", title: "There is no such segment." } };
    },
  ],
  ["GET", /^\/segments\/[^/]+\/members$/, (call) => customerPage(call)],
  [
    "POST",
    /^\/segments\/[^/]+\/materialise$/,
    () => ({ version: 4, asOf: TODAY, computedAt: "1994-03-31T01:00:00Z", customers: customerAt(3).customerId }),
  ],
  [
    "GET",
    /^\/definitions\/([^/]+)\/([^/]+)$/,
    ({ params }) => store.filter((one) => one.kind === params[0] && one.key === params[1]),
  ],
  [
    "PUT",
    /^\/definitions\/([^/]+)\/([^/]+)\/draft$/,
    ({ params, body }) =>
      change(String(params[0]), String(params[1]), { status: "draft", document: body.document ?? {}, revision: 9 }),
  ],
  [
    "POST",
    /^\/definitions\/([^/]+)\/([^/]+)\/\d+\/(submit|approve|reject)$/,
    ({ params, body }) =>
      change(String(params[0]), String(params[1]), {
        status: { submit: "submitted", approve: "live", reject: "rejected" }[String(params[2])] ?? "draft",
        note: String(body.note ?? ""),
      }),
  ],
  [
    "POST",
    /^\/definitions\/([^/]+)\/([^/]+)\/stop$/,
    ({ params }) => change(String(params[0]), String(params[1]), { status: "stopped" }),
  ],
  [
    "GET",
    /^\/org$/,
    () => ({
      orgPath: "/hq/",
      name: "总行",
      kind: "head_office",
      outletId: "",
      staff: 4,
      customers: 5369,
      children: ["prague", "central-bohemia", "south-bohemia"].map((region, index) => ({
        orgPath: `/hq/${region}/`,
        name: region,
        kind: "branch",
        outletId: "",
        staff: 2,
        customers: 800 - index * 90,
        children: Array.from({ length: 4 }, (_, number) => ({
          orgPath: `/hq/${region}/d0${index * 4 + number}/`,
          name: `district ${index * 4 + number}`,
          kind: "outlet",
          outletId: `d0${index * 4 + number}`,
          staff: 3,
          customers: 200,
          children: [],
        })),
      })),
    }),
  ],
];
