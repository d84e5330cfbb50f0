import { customerAt } from "./bank";
import { addDays, chance } from "./chance";
import { page } from "./paging";
import type { Route } from "./routes";

const TODAY = "1994-03-31";
const RUN = "first-hundred-days.1993-01-01.1994-03-31";

const node = (id: string, kind: string, label: string, entered: number, now = 0, channel: string | null = null) => ({
  id,
  kind,
  label,
  labelEn: label,
  entered,
  now,
  channel,
  template: null,
});
const nodes = [
  node("entry", "entry", "新开户客户", 1106),
  node("held_out", "held_out", "对照组", 118),
  node("welcome", "send", "欢迎短信", 988, 0, "sms"),
  node("wait-7", "wait", "等待 7 天", 988, 12),
  node("second-deposit", "split", "有第二笔存入？", 976),
  node("nudge", "send", "二次存入提醒", 402, 0, "email"),
  node("call", "work_order", "客户经理电话关怀", 288, 21, "work_order"),
  node("wait-30", "wait", "等待 30 天", 920, 85),
  node("card", "split", "有卡或定期转账？", 835),
  node("offer", "send", "办卡礼遇弹窗", 410, 0, "in_app"),
  node("order", "send", "定期转账介绍", 425, 0, "email"),
  node("goal_reached", "goal_reached", "余额增长达标", 402),
  node("end", "exit", "百日期满", 433),
];
const edge = (from: string, to: string, count: number, label: string | null = null) => ({
  from,
  to,
  count,
  label,
  labelEn: label,
});
const edges = [
  edge("entry", "held_out", 118, "10%"),
  edge("entry", "welcome", 988),
  edge("welcome", "wait-7", 988),
  edge("wait-7", "second-deposit", 976),
  edge("second-deposit", "nudge", 402, "没有"),
  edge("second-deposit", "wait-30", 574, "有"),
  edge("nudge", "call", 288),
  edge("nudge", "wait-30", 114),
  edge("call", "wait-30", 232),
  edge("wait-30", "card", 835),
  edge("card", "offer", 410, "没有"),
  edge("card", "order", 425, "有"),
  edge("offer", "goal_reached", 180),
  edge("offer", "end", 230),
  edge("order", "goal_reached", 222),
  edge("order", "end", 203),
];

const orders = Array.from({ length: 34 }, (_, index) => {
  const dice = chance(index + 40);
  const customer = customerAt(index * 7 + 3);
  const status = index < 12 ? "open" : index < 18 ? "accepted" : "done";
  return {
    id: `${9000000000000000 + index}`,
    customerId: customer.customerId,
    customerNo: customer.customerNo,
    customerName: customer.name,
    journeyNameZh: "新客百日",
    journeyNameEn: "First hundred days",
    subject: dice.of(["新客首月电话关怀", "办卡意向跟进", "高潜客户回访"]),
    priority: dice.whole(1, 3),
    status,
    dueOn: addDays(TODAY, dice.whole(-1, 4)),
    managerName: customer.managerName,
    outletName: customer.outletName,
    openedAt: `${addDays(TODAY, -index)}T01:30:00Z`,
    label: status === "done" ? "interested" : null,
    revision: 1,
  };
});
const detail = (id: string | undefined) => {
  const row = orders.find((one) => one.id === id) ?? orders[0];
  return {
    ...row,
    phone: "138****5678",
    managerId: "m0101",
    sellingPoint: "开户 25 天，已有两笔存入，余额 4.1 万；尚未办卡。经典卡首年免年费，自动取现更方便。",
    script:
      "您好，我是知客示例银行客户经理陈晓东。感谢您上月在我行开户，想了解一下使用是否顺利？\n很多客户会办一张经典卡，首年免年费，在任何自动取款机都能取现。您平时取现多吗？",
    acceptedAt: row?.status === "open" ? null : "1994-03-31T02:00:00Z",
    reportedAt: null,
    note: null,
    reasons: [
      { zh: "开户 25 天，进入新客百日第二阶段", en: "Opened 25 days ago" },
      { zh: "近 30 天存入 2 笔，余额 CZK 41,220", en: "Two deposits in 30 days" },
      { zh: "未持有银行卡", en: "Has no card" },
    ],
    labels: [
      { key: "interested", zh: "有意向", en: "Interested" },
      { key: "sold", zh: "已办理", en: "Done" },
      { key: "appointment", zh: "已约访", en: "Appointment" },
      { key: "no_answer", zh: "未接通", en: "No answer" },
      { key: "not_interested", zh: "暂无意向", en: "Not interested" },
    ],
  };
};

const outbox = Array.from({ length: 60 }, (_, index) => {
  const dice = chance(index + 77);
  const customer = customerAt(index * 5);
  const channel = dice.of(["sms", "email", "in_app"]);
  return {
    id: `m${index}`,
    channel,
    state: dice.of(["delivered", "delivered", "sent", "queued", "failed"]),
    customerId: customer.customerId,
    customerNo: customer.customerNo,
    customerName: customer.name,
    to: channel === "sms" ? "138****5678" : channel === "email" ? "w***@example.com" : customer.customerNo,
    template: "welcome-sms",
    subject: channel === "email" ? "让每月的固定支出自动完成" : null,
    queuedAt: `${addDays(TODAY, -index)}T02:00:00Z`,
    sentAt: `${addDays(TODAY, -index)}T02:00:05Z`,
    attempts: 1,
    journey: "first-hundred-days",
  };
});

let job = {
  jobId: "j1",
  verb: "replay",
  state: "done",
  step: "",
  done: 455,
  total: 455,
  message: "",
  startedBy: "wang.lan",
  startedAt: "1994-03-31T02:00:00Z",
  finishedAt: null as string | null,
  arguments: {},
};

export const work: Route[] = [
  [
    "GET",
    /^\/journeys$/,
    () => [
      {
        key: "first-hundred-days",
        nameZh: "新客百日",
        nameEn: "First hundred days",
        status: "live",
        version: 1,
        enrolled: 1106,
        heldOut: 118,
        goals: 402,
        runs: ["live", RUN],
      },
    ],
  ],
  [
    "GET",
    /^\/journeys\/[^/]+$/,
    () => ({
      key: "first-hundred-days",
      nameZh: "新客百日",
      nameEn: "First hundred days",
      status: "live",
      version: 1,
      document: {
        key: "first-hundred-days",
        holdout_percent: 10,
        entry: { segment: "new-customers", reentry: "never" },
      },
      nodes,
      edges,
      runs: ["live", RUN],
      enrolled: 1106,
      heldOut: 118,
      goals: 402,
    }),
  ],
  [
    "GET",
    /^\/journeys\/[^/]+\/nodes\/[^/]+\/customers$/,
    (call) =>
      page(
        call,
        Array.from({ length: 88 }, (_, index) => ({
          ...customerAt(index * 3),
          at: "1994-03-20T02:00:00Z",
          detail: "contact",
        })),
      ),
  ],
  [
    "GET",
    /^\/reports\/[^/]+$/,
    ({ query }) => ({
      journey: "first-hundred-days",
      nameZh: "新客百日",
      nameEn: "First hundred days",
      run: query.get("run") ?? "live",
      entered: 988,
      heldOut: 118,
      contactedByChannel: [
        { channel: "sms", planned: 988, sent: 970, delivered: 961, notContacted: { no_consent: 71, cap: 12 } },
        { channel: "email", planned: 402, sent: 400, delivered: 399, notContacted: { no_consent: 66 } },
      ],
      delivered: 1600,
      workOrders: { planned: 288, opened: 240, open: 24, accepted: 216, done: 207, notPlanned: { no_capacity: 31 } },
      windowDays: 100,
      goalZh: "余额增长",
      goalEn: "Balance grows",
      series: Array.from({ length: 90 }, (_, index) => ({
        day: addDays(TODAY, index - 89),
        entered: 11,
        contactGoals: index % 6,
        holdoutGoals: index % 9 === 0 ? 3 : 0,
      })),
      goal: {
        contact: { n: 988, goals: 362, rate: 0.3664 },
        holdout: { n: 118, goals: 40, rate: 0.339 },
        difference: 0.0274,
        low: -0.063,
        high: 0.1178,
        wordsZh:
          "触达组达成率 36.6%，对照组 33.9%，相差 2.7 个百分点；95% 区间从 −6.3 到 +11.8，包含零：现有人数还不足以说明策略带来了变化。",
        wordsEn: "36.6% against 33.9%: the interval holds zero.",
      },
      funnel: nodes.map((one) => ({
        node: one.id,
        label: one.label,
        labelEn: one.labelEn,
        entered: one.entered,
        left: one.now,
      })),
      checks: { srm: { expectedHoldoutPercent: 10, contact: 988, holdout: 118, pValue: 0.412, ok: true } },
      aaCheck:
        query.get("run") && query.get("run") !== "live"
          ? {
              isAa: true,
              ok: true,
              wordsZh: "两组都没有被触达，差异 2.7 个百分点在偶然之内，分组与度量可信。",
              wordsEn: "Within chance.",
            }
          : null,
    }),
  ],
  [
    "GET",
    /^\/reports\/[^/]+\/people$/,
    (call) =>
      page(
        call,
        Array.from({ length: 66 }, (_, index) => ({
          ...customerAt(index * 2),
          at: "1994-03-20T02:00:00Z",
          detail: "contact",
        })),
      ),
  ],
  [
    "GET",
    /^\/runs$/,
    () => [
      {
        run: RUN,
        journey: "first-hundred-days",
        from: "1993-01-01",
        to: "1994-03-31",
        state: "done",
        startedAt: "1994-03-31T01:00:00Z",
      },
    ],
  ],
  [
    "POST",
    /^\/jobs$/,
    ({ body }) => {
      job = {
        ...job,
        jobId: "j2",
        verb: String(body.verb),
        state: "running",
        step: "1993-01-01",
        done: 0,
        total: 455,
        finishedAt: null,
      };
      return { jobId: "j2" };
    },
  ],
  [
    "GET",
    /^\/jobs$/,
    (call) =>
      page(call, [job, { ...job, jobId: "j0", verb: "run-day", state: "failed", message: "The data folder is full." }]),
  ],
  [
    "GET",
    /^\/jobs\/[^/]+$/,
    () => {
      if (job.state === "running") {
        job.done += 60;
        job.step = addDays("1993-01-01", job.done);
        if (job.done >= 455)
          job = { ...job, state: "done", done: 455, message: "1,106 entered, 6,212 steps, nobody contacted; 21.4 s." };
      }
      return job;
    },
  ],
  [
    "GET",
    /^\/work-orders$/,
    (call) =>
      page(
        call,
        orders.filter((row) => !call.query.get("status") || row.status === call.query.get("status")),
      ),
  ],
  ["GET", /^\/work-orders\/today$/, () => orders.slice(0, 16)],
  ["GET", /^\/work-orders\/([^/]+)$/, ({ params }) => detail(params[0])],
  [
    "POST",
    /^\/work-orders\/([^/]+)\/(accept|report)$/,
    ({ params, body }) => {
      const row = orders.find((one) => one.id === params[0]);
      if (row) {
        row.status = params[1] === "accept" ? "accepted" : "done";
        row.label = (body.label as string) ?? null;
        row.revision += 1;
      }
      return detail(params[0]);
    },
  ],
  [
    "GET",
    /^\/outbox$/,
    (call) =>
      page(
        call,
        outbox.filter(
          (row) =>
            (!call.query.get("channel") || row.channel === call.query.get("channel")) &&
            (!call.query.get("state") || row.state === call.query.get("state")),
        ),
      ),
  ],
  [
    "GET",
    /^\/outbox\/([^/]+)$/,
    ({ params }) => {
      const row = outbox.find((one) => one.id === params[0]);
      return {
        ...row,
        deliveredAt: row?.sentAt,
        body:
          row?.channel === "email"
            ? "<p>尊敬的王女士：</p><p>水电、房租、保险，每月按时自动转出，再也不怕忘记。</p>"
            : "【知客示例银行】王女士，欢迎成为我行客户！您的账户已可在全国网点与自助机使用。回T退订",
      };
    },
  ],
  [
    "GET",
    /^\/staff$/,
    () => [
      {
        staff: "wang.lan",
        nameZh: "王岚",
        role: "strategist",
        orgPath: "/hq/",
        orgName: "总行",
        active: true,
        lastSignInAt: "1994-03-31T01:00:00Z",
        revision: 1,
      },
      {
        staff: "m0101",
        nameZh: "陈晓东",
        role: "manager",
        orgPath: "/hq/prague/d01/",
        orgName: "Praha",
        active: true,
        lastSignInAt: null,
        revision: 1,
      },
    ],
  ],
  ["POST", /^\/staff$/, () => undefined],
  [
    "GET",
    /^\/audit$/,
    (call) =>
      page(
        call,
        Array.from({ length: 43 }, (_, index) => ({
          sequence: 43 - index,
          at: `${addDays(TODAY, -index)}T03:00:00Z`,
          staff: index % 2 ? "wang.lan" : "m0101",
          action: ["signed_in", "customer_unmasked", "definition_approved"][index % 3],
          subject: "customer/12",
          purpose: null,
          detail: index % 3 === 1 ? "客户来电核实" : "",
          hash: `9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822c${index}`,
        })),
      ),
  ],
  ["GET", /^\/audit\/check$/, () => ({ ok: true, rows: 43, firstBroken: null })],
  [
    "GET",
    /^\/tokens$/,
    () => [
      {
        id: "t1",
        name: "Grafana",
        staff: "wang.lan",
        createdAt: "1994-03-01T00:00:00Z",
        expiresAt: "1994-09-01T00:00:00Z",
        lastUsedAt: null,
        revoked: false,
      },
    ],
  ],
  ["POST", /^\/tokens$/, () => ({ id: "t2", token: "zk_5bZx1Jq0", expiresAt: "1994-09-01T00:00:00Z" })],
  ["DELETE", /^\/tokens\/[^/]+$/, () => undefined],
];
