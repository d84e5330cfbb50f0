import { addDays, chance } from "./chance";
import { page } from "./paging";
import type { Route } from "./routes";

const TODAY = "1994-03-31";
const SURNAMES = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙"];
const OUTLETS = ["Praha", "Benešov", "Beroun", "Kladno", "Kolín", "Kutná Hora", "Mělník", "Mladá Boleslav"];
const STAGES = ["新客", "成长", "成熟", "沉睡"];

const people = [
  ["admin", "系统管理员", "admin"],
  ["wang.lan", "王岚", "strategist"],
  ["li.wei", "李伟", "strategist"],
  ["branch", "赵启明", "branch"],
  ["outlet", "周慧", "outlet"],
  ["m0101", "陈晓东", "manager"],
  ["auditor", "孙敏", "auditor"],
] as const;

const ALL = [
  "ViewCustomers",
  "ViewPersonalData",
  "EditDefinitions",
  "ApproveDefinitions",
  "ViewReports",
  "WorkOrders",
  "ViewAudit",
  "Administer",
  "RunJobs",
];
let signedIn: string | null = null;

const chip = (key: string, name: string, value: string) => ({
  key,
  nameZh: name,
  nameEn: name,
  value,
  valueZh: value,
  valueEn: value,
});

const customers = Array.from({ length: 640 }, (_, index) => {
  const dice = chance(index + 7);
  const openedOn = addDays("1993-01-02", dice.whole(0, 450));
  return {
    customerId: index + 1,
    customerNo: `C${String(index + 1).padStart(8, "0")}`,
    name: `${dice.of(SURNAMES)}**`,
    gender: dice.of(["F", "M"]),
    age: dice.whole(18, 78),
    openedOn,
    outletName: dice.of(OUTLETS),
    managerName: dice.of(["陈晓东", "林静", "何建国"]),
    balance: Math.round(Math.exp(dice.next() * 4 + 7) * 100) / 100,
    tags: [
      chip("lifecycle_stage", "生命周期阶段", dice.of(STAGES)),
      chip("age_group", "年龄段", dice.of(["青年", "中年", "老年"])),
    ],
  };
});

export const customerAt = (index: number) => customers[index % customers.length] as (typeof customers)[number];
export const customerPage = (call: Parameters<Route[2]>[0], all = customers) => {
  const q = call.query.get("q") ?? "";
  return page(call, q ? all.filter((row) => row.customerNo.includes(q) || row.name.includes(q)) : all);
};

function series() {
  const dice = chance(3);
  let balance = 900_000;
  const days = Array.from({ length: 90 }, (_, index) => addDays(TODAY, index - 89));
  return {
    days,
    newCustomers: days.map(() => dice.whole(0, 9)),
    balance: days.map(() => {
      balance += dice.whole(-120_000, 420_000);
      return balance;
    }),
  };
}

const transactions = Array.from({ length: 118 }, (_, index) => {
  const dice = chance(index + 99);
  const credit = dice.next() > 0.55;
  return {
    transactionId: 5000 + index,
    bookedOn: addDays(TODAY, -index * 3),
    accountNo: "A00000001",
    direction: credit ? "credit" : "debit",
    kind: credit
      ? dice.of(["cash_in", "transfer_in", "interest"])
      : dice.of(["cash_out", "transfer_out", "card_cash_out"]),
    purpose: dice.of(["none", "household", "insurance", "none", "pension"]),
    channel: dice.of(["counter", "atm", "batch"]),
    amount: dice.whole(100, 24_000),
    balanceAfter: dice.whole(2_000, 80_000),
    counterpartyAccount: "",
    counterpartyBank: dice.of(["", "AB", "YZ"]),
  };
});

const behaviour = Array.from({ length: 60 }, (_, index) => {
  const dice = chance(index + 5);
  const at = `${addDays(TODAY, -index * 2)}T0${dice.whole(1, 9)}:15:00Z`;
  const isContact = index % 3 === 0;
  return {
    type: isContact ? "contact" : "session",
    began: at,
    ended: at,
    key: `k${index}`,
    channel: isContact ? "sms" : "app",
    isAnonymous: false,
    eventCount: isContact ? 0 : 1,
    steps: isContact
      ? [{ at, name: "delivered", nameZh: "delivered", nameEn: "delivered", detail: "" }]
      : [{ at, name: "app_login", nameZh: "登录手机银行", nameEn: "Signed in", detail: "{}" }],
    run: "live",
    decision: isContact ? "planned" : "",
    template: isContact ? "welcome-sms" : "",
    journey: isContact ? "first-hundred-days" : "",
    version: 1,
    node: "",
  };
});

const tag = (
  key: string,
  nameZh: string,
  nameEn: string,
  dimension: string,
  type: string,
  value: unknown,
  bandZh: string | null = null,
) => ({
  key,
  nameZh,
  nameEn,
  dimension,
  type,
  value,
  bandZh,
  bandEn: bandZh,
});

export const bank: Route[] = [
  [
    "GET",
    /^\/session$/,
    () => {
      const person = people.find(([user]) => user === signedIn);
      if (!person) return { problem: { status: 401, code: "signed_out", title: "Sign in first." } };
      return {
        staff: person[0],
        nameZh: person[1],
        role: person[2],
        orgPath: "/hq/",
        permissions: ALL,
        antiforgeryToken: "mock",
        bank: { name: "知客示例银行", businessDate: TODAY, currency: "CZK", isDemo: true },
      };
    },
  ],
  [
    "POST",
    /^\/session$/,
    ({ body }) => {
      if (!people.some(([user]) => user === body.user))
        return { problem: { status: 401, code: "sign_in_refused", title: "No." } };
      signedIn = String(body.user);
      return undefined;
    },
  ],
  [
    "DELETE",
    /^\/session$/,
    () => {
      signedIn = null;
      return undefined;
    },
  ],
  [
    "GET",
    /^\/session\/demo$/,
    () => people.map(([user, nameZh, role]) => ({ user, nameZh, role, password: "zhike-demo" })),
  ],
  [
    "GET",
    /^\/setup$/,
    () => ({
      ready: false,
      steps: [
        { name: "schema", state: "done", done: 12, total: 12 },
        { name: "import", state: "running", done: 31_204, total: 49_102 },
        { name: "tags", state: "waiting", done: 0, total: 0 },
      ],
    }),
  ],
  [
    "GET",
    /^\/home$/,
    () => ({
      businessDate: TODAY,
      customers: 5369,
      newCustomers30d: 112,
      aum: 38_204_117.4,
      transactions: 49_102,
      tagsLive: 31,
      segments: 8,
      journeysLive: 1,
      enrolled: 1106,
      heldOut: 118,
      contactsByChannel: [
        { channel: "sms", planned: 1902, sent: 1880, delivered: 1871 },
        { channel: "email", planned: 640, sent: 636, delivered: 630 },
        { channel: "in_app", planned: 410, sent: 300, delivered: 287 },
        { channel: "work_order", planned: 288, sent: 288, delivered: 240 },
      ],
      workOrders: { open: 24, accepted: 9, done: 207 },
      goals: 402,
      loop: [],
      series: series(),
    }),
  ],
  ["GET", /^\/customers$/, (call) => customerPage(call)],
  [
    "GET",
    /^\/customers\/(\d+)\/head$/,
    ({ params }) => ({
      customer: {
        ...customerAt(Number(params[0]) - 1),
        phone: "138****5678",
        email: "w***@example.com",
        idNumber: "1101**********1234",
        address: "****",
        birthDate: "1961-05-12",
        outletId: "d01",
        orgPath: "/hq/prague/d01/",
        managerId: "m0101",
        isDemo: true,
        attributes: { statement_frequency: "monthly" },
      },
      asOf: TODAY,
      ownership: { since: null, beforeManagerId: "", beforeManagerName: "", beforeOutletId: "" },
      tiers: [],
      wealth: {
        assets: 41_220.5,
        liabilities: 12_000,
        net: 29_220.5,
        before: addDays(TODAY, -30),
        assetsBefore: 38_100,
        liabilitiesBefore: 12_500,
        netBefore: 25_600,
        parts: [],
      },
      profit: null,
      profitMonths: 0,
    }),
  ],
  [
    "POST",
    /^\/customers\/\d+\/unmask$/,
    () => ({
      name: "王晓明",
      phone: "13812345678",
      email: "wang.xm@example.com",
      idNumber: "110101196105121234",
      address: "示例路 12 号",
    }),
  ],
  [
    "GET",
    /^\/customers\/\d+\/accounts$/,
    () => [
      {
        accountId: 1,
        accountNo: "A00000001",
        productName: "活期账户",
        role: "owner",
        openedOn: "1993-03-02",
        closedOn: null,
        balance: 41_220.5,
      },
      {
        accountId: 2,
        accountNo: "A00000007",
        productName: "活期账户",
        role: "authorised",
        openedOn: "1993-08-11",
        closedOn: null,
        balance: 8_100,
      },
    ],
  ],
  [
    "GET",
    /^\/customers\/\d+\/holdings$/,
    () => [
      {
        holdingNo: "card:18",
        kind: "card",
        productName: "经典卡",
        openedOn: "1993-10-02",
        closedOn: null,
        maturesOn: null,
        amount: 0,
        attributes: { type: "classic" },
      },
      {
        holdingNo: "order:29401",
        kind: "standing_order",
        productName: "家庭支出",
        openedOn: null,
        closedOn: null,
        maturesOn: null,
        amount: 2452,
        attributes: {},
      },
    ],
  ],
  [
    "GET",
    /^\/customers\/\d+\/transactions$/,
    (call) => ({ ...page(call, transactions), creditTotal: 182_400, debitTotal: 163_250.5 }),
  ],
  ["GET", /^\/customers\/\d+\/behaviour$/, (call) => ({ ...page(call, behaviour), properties: [] })],
  ["GET", /^\/customers\/\d+\/(?:stages|shelf|supplements)$/, () => []],
  ["GET", /^\/customers\/\d+\/profit$/, () => ({ margins: null, months: [], total: null })],
  [
    "GET",
    /^\/customers\/\d+\/tags$/,
    () => ({
      asOf: TODAY,
      items: [
        tag("age", "年龄", "Age", "basic", "years", 32),
        tag("balance", "存款余额", "Balance", "asset", "money", 41220.5, "中等"),
        tag("deposit_sum_90d", "近90天存入金额", "Deposits in 90 days", "transaction", "money", 68200, "大额"),
        tag("lifecycle_stage", "生命周期阶段", "Lifecycle stage", "lifecycle", "text", "成长"),
        tag("has_card", "持有银行卡", "Has a card", "holding", "flag", true),
        tag("days_since_last", "距上次交易", "Days since last", "activity", "days", 3),
      ],
    }),
  ],
  [
    "GET",
    /^\/customers\/\d+\/wealth$/,
    () => {
      const dice = chance(11);
      let deposits = 20_000;
      return Array.from({ length: 220 }, (_, index) => {
        deposits = Math.max(0, deposits + dice.whole(-3000, 3300));
        const loans = 12_000;
        return {
          day: addDays(TODAY, index - 219),
          deposits,
          overdraft: 0,
          timeDeposits: 0,
          funds: 0,
          insurance: 0,
          loans,
          assets: deposits,
          liabilities: loans,
          net: deposits - loans,
        };
      });
    },
  ],
];
