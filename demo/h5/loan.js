// A loan in three steps. Whoever leaves before the end is a drop-off, and the bank hears of it.
import { field, h, money, toast } from "./dom.js";

const RATE_PER_YEAR = 0.036;
const MONTHS = [6, 12, 24, 36];
const LAST_STEP = 3;

const KEPT_AS = "h5-demo-loan";

let form = null;
const fresh = () => ({ step: 1, amount: 50000, months: 12, job: "受雇", income: "", agreed: false });

/** What was filled in stays for the next visit, until it is submitted or somebody signs out. */
const keep = () => localStorage.setItem(KEPT_AS, JSON.stringify({ ...form, started: false, agreed: false }));
function kept() {
  try {
    return { ...fresh(), ...JSON.parse(localStorage.getItem(KEPT_AS) ?? "{}") };
  } catch {
    return fresh();
  }
}
export function forgetLoan() {
  form = null;
  localStorage.removeItem(KEPT_AS);
}

/** The same monthly amount over the whole time. */
function monthly({ amount, months }) {
  const rate = RATE_PER_YEAR / 12;
  return (amount * rate * (1 + rate) ** months) / ((1 + rate) ** months - 1);
}

/** Called when another page is opened or this one is left. */
export function leaveLoan() {
  if (!form?.started) return;
  zhike.track("loan_application_left", { product: "安心贷", step: form.step, amount: form.amount, months: form.months });
  form.started = false;
  keep();
}

function started() {
  if (form.started) return;
  form.started = true;
  zhike.track("loan_application_started", { product: "安心贷" });
}

const steps = () =>
  h(
    "ol",
    { class: "steps" },
    ["借多少", "基本情况", "确认"].map((name, index) =>
      h("li", { class: index + 1 <= form.step ? "on" : "", "aria-current": index + 1 === form.step && "step" }, name),
    ),
  );

function howMuch(draw) {
  const said = h("output", { class: "amount" }, `¥${money(form.amount)}`);
  const rate = h("small", {}, "");
  const tell = () => {
    said.textContent = `¥${money(form.amount)}`;
    rate.textContent = `分 ${form.months} 期，每月约还 ¥${money(Math.round(monthly(form)))}`;
  };
  tell();
  return [
    h("div", { class: "panel center" }, h("span", { class: "soft" }, "借款金额（元）"), said, rate,
      h("input", {
        type: "range", min: 10000, max: 200000, step: 10000, value: form.amount, "aria-label": "借款金额",
        oninput: (event) => {
          form.amount = Number(event.target.value);
          started();
          tell();
        },
      }),
      h("div", { class: "ends soft" }, h("span", {}, "1 万"), h("span", {}, "20 万")),
    ),
    h("div", { class: "panel" }, h("span", { class: "soft" }, "期限"),
      h("div", { class: "chips", role: "radiogroup", "aria-label": "期限" }, MONTHS.map((months) =>
        h("button", {
          type: "button", role: "radio", "aria-checked": String(months === form.months), class: months === form.months ? "chip on" : "chip",
          onclick: () => {
            form.months = months;
            started();
            draw();
          },
        }, `${months} 个月`),
      )),
    ),
  ];
}

function aboutYou() {
  return [
    h("div", { class: "panel" },
      h("label", { class: "field" }, h("span", {}, "职业"),
        h("select", { name: "job", onchange: (event) => { form.job = event.target.value; } },
          ["受雇", "个体经营", "企业主", "退休", "其他"].map((job) => h("option", { selected: job === form.job }, job)))),
      field("月收入（元）", "income", {
        inputMode: "numeric", placeholder: "税后，用于核定额度", value: form.income,
        oninput: (event) => { form.income = event.target.value; },
      }),
    ),
    h("p", { class: "tip" }, "资料仅用于本次额度核定，全程加密传输。"),
  ];
}

function confirm() {
  const row = (name, value) => h("div", { class: "row" }, h("span", { class: "soft" }, name), h("b", {}, value));
  return [
    h("div", { class: "panel" },
      row("产品", "安心贷"), row("借款金额", `¥${money(form.amount)}`), row("期限", `${form.months} 个月`),
      row("年化利率（单利）", "3.6%"), row("每月约还", `¥${money(Math.round(monthly(form)))}`),
    ),
    h("label", { class: "agree" },
      h("input", { type: "checkbox", checked: form.agreed, onchange: (event) => { form.agreed = event.target.checked; } }),
      "我已阅读并同意《个人贷款申请须知》与《征信查询授权书》"),
  ];
}

function next(draw) {
  started();
  if (form.step === 2 && !/^\d{3,7}$/.test(form.income)) return toast("请填写月收入");
  if (form.step < LAST_STEP) {
    zhike.track("loan_application_step", { product: "安心贷", step: form.step, amount: form.amount, months: form.months });
    form.step += 1;
    return draw();
  }
  if (!form.agreed) return toast("请先阅读并同意授权书");
  zhike.track("loan_application_submitted", { product: "安心贷", amount: form.amount, months: form.months });
  void zhike.flush();
  forgetLoan();
  location.hash = "#/loan-done";
}

export function loanPage(draw) {
  form ??= kept();
  const body = [howMuch, aboutYou, confirm][form.step - 1](draw);
  return [
    steps(),
    ...body,
    h("div", { class: "actions" },
      form.step > 1 && h("button", { type: "button", class: "ghost", onclick: () => { form.step -= 1; draw(); } }, "上一步"),
      h("button", { type: "button", class: "go", id: "next", onclick: () => next(draw) }, form.step === LAST_STEP ? "提交申请" : "下一步"),
    ),
    h("p", { class: "tip" }, "请根据个人能力合理借贷，理性消费，避免逾期。"),
  ];
}

export const loanDone = () => [
  h("div", { class: "done" }, h("div", { class: "tick" }, "✓"), h("h2", {}, "申请已提交"), h("p", { class: "soft" }, "最快当日告知结果，请留意短信通知。")),
  h("a", { class: "go", href: "#/" }, "返回首页"),
];
