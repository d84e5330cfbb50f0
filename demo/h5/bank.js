// The demo bank's H5 page: routes, the frame around a page, and the word beside it for whoever plays.
import { h, icon } from "./dom.js";
import { leaveLoan, loanDone, loanPage } from "./loan.js";
import { bind, home, login, me, register, soon, transfer, wealth } from "./pages.js";
import { person } from "./person.js";

const WRITE_KEY = "zhike-demo-write-key";
/** Templates of a bank's app name its screens so; this page has them under other names. */
const APP_SCREENS = { "bank://cards/apply": "#/bind", "bank://loans/apply": "#/loan", "bank://wealth": "#/wealth" };

const ROUTES = {
  "/": { title: "知客示例银行", name: "首页", page: home },
  "/login": { title: "登录", page: () => login(after) },
  "/register": { title: "注册", page: register },
  "/transfer": { title: "转账", page: transfer, member: true },
  "/bind": { title: "绑定银行卡", page: bind, member: true },
  "/loan": { title: "安心贷", page: () => loanPage(draw) },
  "/loan-done": { title: "安心贷", page: loanDone },
  "/wealth": { title: "理财", page: wealth },
  "/me": { title: "我的", page: me, member: true },
  "/soon": { title: "敬请期待", page: soon },
};
const TABS = [
  ["/", "home", "首页"],
  ["/wealth", "wealth", "财富"],
  ["/me", "me", "我的"],
];

let after = "#/";
let shown = "";
const place = (id) => document.getElementById(id);
const path = () => {
  const asked = location.hash.slice(1).split("?")[0] || "/";
  return ROUTES[asked] ? asked : "/";
};

function frame(at) {
  const route = ROUTES[at];
  place("top").replaceChildren(
    at === "/" ? h("span", {}) : h("button", { type: "button", class: "back", "aria-label": "返回", onclick: () => history.back() }, icon("back")),
    h("h1", {}, route.title),
    h("span", {}),
  );
  place("tabs").replaceChildren(
    ...TABS.map(([to, name, label]) =>
      h("a", { href: `#${to}`, class: at === to ? "on" : "", "aria-current": at === to && "page" }, icon(name), label),
    ),
  );
}

function beside() {
  const who = person.no;
  const link = (to, label) => h("a", { href: to, target: "_blank", rel: "noopener" }, label);
  place("beside").replaceChildren(
    h("b", {}, "示例"),
    who
      ? h("span", {}, `扮演 ${who} `, link(`/customers/${who}?view=timeline`, "时间线"), " ", link(`/customers/${who}?view=identity`, "统一身份"))
      : h("span", {}, "匿名访客 ", link("/identity", "控制台：统一身份")),
  );
}

/** Puts the page on the screen; the same page drawn again is no new view. */
function draw() {
  const at = path();
  const route = ROUTES[at];
  if (shown === "/loan" && at !== "/loan") leaveLoan();
  if (route.member && !person.no) {
    after = `#${at}`;
    location.replace("#/login");
    return;
  }
  if (at !== "/login") after = "#/";
  frame(at);
  beside();
  place("page").replaceChildren(...route.page().filter(Boolean));
  document.title = route.title;
  if (shown !== at) {
    shown = at;
    place("page").focus({ preventScroll: true });
    window.scrollTo(0, 0);
    zhike.page(route.name ?? route.title, { route: at });
  }
}

zhike.load(WRITE_KEY, {
  channel: "h5",
  open: ({ url }) => {
    const screen = APP_SCREENS[url];
    if (screen) location.hash = screen;
    return !screen;
  },
});
window.addEventListener("hashchange", draw);
window.addEventListener("pagehide", leaveLoan, { capture: true });
draw();
