// The bank's pages but for the loan: each answers its elements.
import { CUSTOMERS, masked, NUMBER } from "./customers.js";
import { field, h, icon, money, toast } from "./dom.js";
import { forgetLoan } from "./loan.js";
import { person } from "./person.js";

const tile = (name, label, to) =>
  h("a", { class: "tile", href: to, onclick: () => zhike.track("entry_clicked", { entry: label }) }, icon(name), h("span", {}, label));

export function home() {
  const in_ = Boolean(person.no);
  return [
    h("section", { class: "hero" },
      h("div", { class: "hello" }, in_ ? `您好，${masked(person.name || person.no)}` : "欢迎来到知客示例银行"),
      h("div", { class: "balance" }, h("small", {}, "总资产（元）"), h("b", {}, in_ ? "******" : "登录后查看")),
      in_ ? h("a", { class: "pill", href: "#/me" }, "我的账户") : h("a", { class: "pill", href: "#/login" }, "登录 / 注册"),
    ),
    h("section", { class: "tiles" },
      tile("transfer", "转账", "#/transfer"), tile("card", "绑卡", "#/bind"), tile("loan", "贷款", "#/loan"), tile("wealth", "理财", "#/wealth"),
      tile("bill", "生活缴费", "#/soon"), tile("phone", "手机充值", "#/soon"), tile("gift", "积分商城", "#/soon"), tile("outlet", "网点预约", "#/soon"),
    ),
    h("div", { class: "slot", "data-zhike-placement": "home_banner" }),
    h("a", { class: "promo", href: "#/loan", onclick: () => zhike.track("promo_clicked", { promo: "安心贷" }) },
      h("div", {}, h("b", {}, "安心贷"), h("span", {}, "最高 20 万 · 年化 3.6% 起 · 随借随还")), h("i", {}, "去看看")),
    h("section", { class: "panel list" }, h("h2", {}, "为您精选"),
      product("三个月定期存款", "1.35%", "存本保息，50 元起存"), product("稳健理财 90 天", "2.40%", "R2 中低风险，业绩比较基准"), product("货币基金", "1.52%", "R1 低风险，七日年化")),
  ];
}

function product(name, rate, note) {
  return h("button", { type: "button", class: "product", onclick: () => { zhike.track("product_viewed", { product: name }); toast("示例页面：产品详情从略"); } },
    h("b", { class: "rate" }, rate), h("span", {}, h("b", {}, name), h("small", { class: "soft" }, note)));
}

export const wealth = () => [h("section", { class: "panel list" }, h("h2", {}, "理财与存款"),
  product("三个月定期存款", "1.35%", "存本保息，50 元起存"), product("一年定期存款", "1.55%", "存本保息"), product("稳健理财 90 天", "2.40%", "R2 中低风险"), product("固收增强 180 天", "2.85%", "R3 中风险"))];

export function login(after) {
  const enter = (no) => {
    person.signIn(no);
    toast("登录成功");
    location.hash = after;
  };
  const other = field("客户号", "no", { placeholder: "例如 C00000002", maxLength: 9 });
  return [
    h("p", { class: "lead" }, "这是示例银行。选一位客户，以其身份体验："),
    h("div", { class: "panel people" }, CUSTOMERS.map((one) =>
      h("button", { type: "button", class: "one", "data-no": one.no, onclick: () => enter(one.no) },
        h("span", { class: "face" }, one.name.slice(0, 1)), h("span", {}, h("b", {}, masked(one.name)), h("small", { class: "soft" }, `${one.no} · ${one.note}`))))),
    h("form", { class: "panel", onsubmit: (event) => {
      event.preventDefault();
      const no = other.querySelector("input").value.trim().toUpperCase();
      if (NUMBER.test(no)) enter(no);
      else toast("客户号为 C 加八位数字");
    } }, other, h("button", { class: "go" }, "用此客户号登录")),
    h("p", { class: "tip center" }, "还没有账户？", h("a", { href: "#/register" }, "立即注册")),
  ];
}

export function register() {
  zhike.track("register_started");
  return [h("form", { class: "panel", onsubmit: (event) => {
    event.preventDefault();
    const phone = new FormData(event.target).get("phone");
    if (!/^1\d{10}$/.test(phone)) return toast("请输入 11 位手机号");
    zhike.identify({ phone });
    zhike.track("register_completed", { method: "phone" });
    toast("注册成功，请登录");
    location.hash = "#/login";
  } }, field("手机号", "phone", { inputMode: "tel", maxLength: 11, placeholder: "请输入手机号" }), field("验证码", "code", { inputMode: "numeric", maxLength: 6, placeholder: "示例中可任意填写" }),
  h("button", { class: "go" }, "注册")),
  h("p", { class: "tip" }, "注册即表示同意《电子银行服务协议》与《隐私政策》。")];
}

export function bind() {
  return [h("form", { class: "panel", onsubmit: (event) => {
    event.preventDefault();
    const end = new FormData(event.target).get("end");
    if (!/^\d{4}$/.test(end)) return toast("请填写卡号后四位");
    person.addCard(end);
    zhike.track("card_bound", { kind: "debit" });
    toast("绑卡成功");
    location.hash = "#/me";
  } }, field("卡号后四位", "end", { inputMode: "numeric", maxLength: 4, placeholder: "示例不收集完整卡号" }), field("预留手机号", "phone", { inputMode: "tel", maxLength: 11 }), h("button", { class: "go" }, "绑定银行卡"))];
}

export function transfer() {
  return [h("form", { class: "panel", onsubmit: (event) => {
    event.preventDefault();
    const given = new FormData(event.target);
    const amount = Number(given.get("amount"));
    if (!(amount > 0)) return toast("请填写金额");
    zhike.track("transfer_submitted", { amount, to: given.get("bank") });
    toast(`已提交 ¥${money(amount)}（示例，不会真的转出）`);
    location.hash = "#/";
  } }, field("收款人", "name", { placeholder: "姓名" }), field("收款账号", "account", { inputMode: "numeric", placeholder: "卡号 / 账号" }),
  h("label", { class: "field" }, h("span", {}, "收款行"), h("select", { name: "bank" }, ["本行", "其他银行"].map((bank) => h("option", {}, bank)))),
  field("金额（元）", "amount", { inputMode: "decimal", placeholder: "0.00" }), h("button", { class: "go" }, "确认转账"))];
}

export function me() {
  return [
    h("section", { class: "panel who" }, h("span", { class: "face" }, (person.name || person.no).slice(0, 1)),
      h("span", {}, h("b", {}, masked(person.name || person.no)), h("small", { class: "soft" }, person.no))),
    h("section", { class: "panel list" }, h("h2", {}, "我的银行卡"),
      person.cards.length === 0 ? h("p", { class: "soft" }, "还没有绑定银行卡") : person.cards.map((end) => h("div", { class: "bank-card" }, "借记卡", h("b", {}, `**** ${end}`))),
      h("a", { class: "ghost", href: "#/bind" }, "绑定银行卡")),
    h("button", { type: "button", class: "ghost wide", id: "sign-out", onclick: () => { person.signOut(); forgetLoan(); location.hash = "#/"; } }, "退出登录"),
  ];
}

export const soon = () => [h("div", { class: "done" }, h("h2", {}, "示例中从略"), h("p", { class: "soft" }, "请从首页试试转账、绑卡与贷款。")), h("a", { class: "go", href: "#/" }, "返回首页")];
