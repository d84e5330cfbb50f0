// The README's ten minutes, walked in a real browser against a running demo bank; stops at the first step that does not hold.
// usage: npm run e2e -- [http://127.0.0.1:5080] ; pictures go to e2e/shots
// ZHIKE_CHROMIUM names the browser, ZHIKE_MANAGER the customer manager whose work orders are walked (the first with any, when not given).
import { mkdirSync } from "node:fs";
import { chromium } from "playwright-core";

const server = process.argv[2] ?? "http://127.0.0.1:5080";
const shots = new URL("./shots/", import.meta.url).pathname;
const DESK = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const PATIENCE_MS = 20_000;
mkdirSync(shots, { recursive: true });

const browser = await chromium.launch({
  executablePath: process.env.ZHIKE_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});

const demo = await (await fetch(new URL("/api/v1/session/demo", server))).json();
const passwordOf = (user) =>
  demo.find((person) => person.user === user)?.password ?? process.env.ZHIKE_PASSWORD ?? "zhike-demo";

/** A browser of its own for one person. */
async function signIn(user, viewport = DESK) {
  const context = await browser.newContext({
    viewport,
    locale: "zh-CN",
    isMobile: viewport === PHONE,
    hasTouch: viewport === PHONE,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  page.on("pageerror", (error) => {
    throw new Error(`${user}: the page broke: ${error.message}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 500) throw new Error(`${user}: ${response.url()} answered ${response.status()}`);
  });
  await page.goto(`${server}/sign-in`);
  await page.fill("input[autocomplete=username]", user);
  await page.fill("input[autocomplete=current-password]", passwordOf(user));
  await page.click("button[type=submit]");
  await page.waitForURL((url) => url.pathname === "/");
  return page;
}

let count = 0;
async function step(name, page, walk) {
  count += 1;
  try {
    await walk();
    await page.waitForLoadState("networkidle");
    await page.screenshot({ path: `${shots}${String(count).padStart(2, "0")}-${name.replaceAll(/\W+/g, "-")}.png` });
    console.log(`ok ${count} ${name}`);
  } catch (error) {
    await page.screenshot({ path: `${shots}failed-${count}.png` });
    console.error(`not ok ${count} ${name}: ${error.message}`);
    await browser.close();
    process.exit(1);
  }
}

function need(truth, what) {
  if (!truth) throw new Error(what);
}

const strategist = await signIn("wang.lan");
await step("home shows the loop with numbers", strategist, async () => {
  await strategist.waitForSelector(".zk-station-number");
  const customers = await strategist.textContent(".zk-station-data .zk-station-number");
  need(/\d,\d{3}/.test(customers), `the loop's first number is "${customers}"`);
});

await step("customers are masked and lead to their page", strategist, async () => {
  await strategist.click("a[href='/customers']");
  await strategist.waitForSelector(".ant-table-row");
  const name = await strategist.textContent(".ant-table-row .zk-two");
  need(name.includes("*"), `the name "${name}" is not masked`);
  await strategist.click(".ant-table-row .zk-two");
  await strategist.waitForSelector(".zk-facts");
  await strategist.waitForSelector(".zk-dimension");
});

await step("the timeline, products and transactions of a customer open", strategist, async () => {
  for (const view of ["timeline", "products", "transactions"]) {
    await strategist.click(`[data-node-key=${view}]`);
    await strategist.waitForURL((url) => url.searchParams.get("view") === view);
    await strategist.waitForLoadState("networkidle");
    need((await strategist.locator(".zk-failed").count()) === 0, `${view} was refused`);
  }
});

await step("a tag shows its distribution and definition", strategist, async () => {
  await strategist.goto(`${server}/tags`);
  await strategist.waitForSelector(".ant-table-row");
  await strategist.goto(`${server}/tags/lifecycle_stage`);
  await strategist.waitForSelector("canvas");
  await strategist.waitForSelector(".zk-source pre");
});

await step("the builder estimates while conditions are written", strategist, async () => {
  await strategist.goto(`${server}/segments/new`);
  await strategist.click(".zk-add button");
  await strategist.click(".ant-dropdown-menu-item >> nth=0");
  await strategist.click(".zk-leaf .ant-select >> nth=0");
  await strategist.keyboard.type("balance");
  await strategist.keyboard.press("Enter");
  await strategist.fill(".zk-leaf .ant-input-number input", "50000");
  await strategist.waitForSelector(".zk-estimate-number");
  const many = await strategist.textContent(".zk-estimate-number");
  need(/\d/.test(many), "no estimate appeared");
});

await step("the strategy is shown as its graph, and a node opens its customers", strategist, async () => {
  await strategist.goto(`${server}/strategies/first-hundred-days`);
  await strategist.waitForSelector(".zk-node");
  await strategist.click(".ant-select");
  await strategist.click(".ant-select-item-option >> nth=1");
  await strategist.waitForURL((url) => url.searchParams.has("run"));
  await strategist.waitForSelector(".zk-node");
  await strategist.click(".zk-node >> nth=0");
  await strategist.waitForSelector(".ant-drawer .ant-table-row");
});

await step("the report says whether the arms agree, and its numbers open", strategist, async () => {
  const run = new URL(strategist.url()).searchParams.get("run");
  await strategist.goto(`${server}/reports/first-hundred-days?run=${encodeURIComponent(run)}`);
  await strategist.waitForSelector(".zk-interval");
  await strategist.waitForSelector(".zk-aa");
  await strategist.click(".zk-arm .zk-link-number >> nth=0");
  await strategist.waitForSelector(".ant-drawer .ant-table-row");
});

await step("the outbox opens", strategist, async () => {
  await strategist.goto(`${server}/outbox`);
  await strategist.waitForSelector(".zk-toolbar");
  await strategist.waitForLoadState("networkidle");
  const rows = strategist.locator(".ant-table-row");
  if ((await rows.count()) > 0) {
    await rows.first().click();
    await strategist.waitForSelector(".ant-drawer .zk-handset, .ant-drawer .zk-mail");
  }
});

const managerNumber =
  process.env.ZHIKE_MANAGER ?? demo.find((person) => person.role.includes("customer_manager"))?.user ?? "m0101";
const manager = await signIn(managerNumber, PHONE);
await step("a customer manager sees today's work orders on a phone", manager, async () => {
  await manager.goto(`${server}/m/work-orders`);
  await manager.waitForSelector(".zk-phone-card, .zk-nothing");
});

if ((await manager.locator(".zk-phone-card").count()) > 0) {
  await step("accepts one and reports its result", manager, async () => {
    await manager.click(".zk-phone-card >> nth=0");
    await manager.waitForSelector(".zk-brief");
    if ((await manager.locator(".zk-phone-labels").count()) === 0) await manager.click(".zk-phone-bar button");
    await manager.click(".zk-phone-labels button >> nth=0");
    await manager.fill(".zk-phone-block textarea", "客户愿意了解，约下周再联系。");
    await manager.click(".zk-phone-bar button");
    await manager.waitForURL((url) => url.pathname === "/m/work-orders");
  });
} else {
  console.log(`-- ${managerNumber} has no work orders: nothing to accept`);
}

const auditor = await signIn("auditor");
await step("the audit trail is whole", auditor, async () => {
  await auditor.goto(`${server}/system/audit`);
  await auditor.waitForSelector(".ant-table-row");
  await auditor.click(".zk-page-actions button");
  await auditor.waitForSelector(".ant-alert-success");
});

await browser.close();
console.log(`${count} steps walked; pictures in ${shots}`);
