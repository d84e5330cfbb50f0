// The README's ten minutes, walked in a real browser against a running demo bank; stops at the first step that does not hold.
// usage: npm run e2e -- [http://127.0.0.1:5080] ; pictures go to e2e/shots
// ZHIKE_CHROMIUM names the browser, ZHIKE_MANAGER the customer manager whose work orders are walked.
import { pathToFileURL } from "node:url";
import { walkBankPage } from "./bank-page.mjs";
import { need, openBrowser, PHONE } from "./browser.mjs";

const WORK_ORDERS_MS = 90_000;

async function walkInsight({ server, step }, strategist) {
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

  await step("the lifecycle shows where customers went, and a stream's people", strategist, async () => {
    await strategist.goto(`${server}/tierings`);
    await strategist.waitForSelector(".zk-tier-name");
    await strategist.waitForSelector("canvas");
    await strategist.click(".ant-segmented-item >> nth=1");
    await strategist.click(".zk-matrix .zk-link-number >> nth=0");
    await strategist.waitForSelector(".ant-drawer .ant-table-row");
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

  await step("the waterfall says how many each condition takes away", strategist, async () => {
    await strategist.waitForSelector(".zk-fall li >> nth=1");
    const number = async (selector) => Number((await strategist.textContent(selector)).replaceAll(/\D/g, ""));
    const [all, gone, left] = [
      await number(".zk-fall li:nth-child(1) b"),
      await number(".zk-fall li:nth-child(2) em"),
      await number(".zk-fall li:nth-child(2) b"),
    ];
    need(all > 0 && all - gone === left, `${all} less ${gone} is not ${left}`);
    need(left === (await number(".zk-estimate-number")), `the waterfall ends at ${left}, not at the estimate`);
  });
}

async function walkStrategy({ server, step }, strategist) {
  await step("the strategy is shown as its graph, and a node opens its customers", strategist, async () => {
    await strategist.goto(`${server}/strategies/first-hundred-days`);
    await strategist.waitForSelector(".zk-node");
    await strategist.click(".ant-select");
    await strategist.click(".ant-select-item-option >> nth=1");
    await strategist.waitForURL((url) => url.searchParams.has("run"));
    await strategist.waitForSelector(".zk-way-holdout");
    await strategist.click(".zk-node-entry");
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
}

/** A text is looked at as a customer sees it, written wrongly, put right, submitted, and approved by another person. */
async function walkTemplate({ server, step }, strategist, approver) {
  await step("a template is shown as a customer sees it, with its length", strategist, async () => {
    await strategist.goto(`${server}/templates`);
    await strategist.click(".ant-table-row a[href='/templates/welcome-sms']");
    const said = await strategist.textContent(".zk-bubble");
    need(/先生|女士|客户/.test(said) && !said.includes("{{"), `the preview says "${said}"`);
    need(/\d/.test(await strategist.textContent(".zk-sms-length")), "the length is missing");
  });

  await step("what is wrong with a text is said at its field before it is saved", strategist, async () => {
    await strategist.goto(`${server}/templates/welcome-sms/edit`);
    await strategist.waitForSelector(".zk-bubble");
    await strategist.fill("#zk-text-text-zh", "{{customer.nam}}您好【{{bank.name}}】");
    await strategist.waitForSelector(".zk-text-field .ant-form-item-explain-error >> text=customer.nam");
    await strategist.fill(
      "#zk-text-text-zh",
      "{{customer.salutation}}您好，欢迎常来网点坐坐。拒收请回复R【{{bank.name}}】",
    );
    await strategist.waitForSelector(".zk-bubble >> text=欢迎常来网点坐坐");
    await strategist.click("button[type=submit]");
    await strategist.waitForURL((url) => url.pathname === "/templates/welcome-sms");
    await strategist.click(".ant-alert-info button.ant-btn-primary");
    await strategist.waitForSelector(".ant-alert-warning");
  });

  await step("a second person approves it", approver, async () => {
    await approver.goto(`${server}/templates/welcome-sms`);
    await approver.click(".ant-alert-warning button.ant-btn-primary");
    await approver.click(".ant-modal-confirm button.ant-btn-primary");
    await approver.waitForSelector(".ant-alert-warning", { state: "detached" });
  });
}

async function walkOutbox({ server, step }, strategist) {
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
}

/** On a fresh bank the live strategy gives work at its first tick; on an older one the manager may have done it all. */
async function walkWorkOrders({ server, step, people }, manager, fresh) {
  await step("a customer manager sees today's work orders on a phone", manager, async () => {
    if (fresh) {
      const hasWork = async () => (await (await fetch("/api/v1/work-orders/today")).json()).length > 0;
      await manager.waitForFunction(hasWork, null, { timeout: WORK_ORDERS_MS, polling: 1000 });
    }
    await manager.goto(`${server}/m/work-orders`);
    await manager.waitForSelector(".zk-phone-card, .zk-nothing");
  });

  if ((await manager.locator(".zk-phone-card").count()) === 0) {
    need(!fresh, "there is no work order on a fresh bank");
    console.log(`-- no work orders to accept; ${people.length} people can sign in`);
    return;
  }

  await step("accepts one and reports its result", manager, async () => {
    await manager.click(".zk-phone-card >> nth=0");
    await manager.waitForSelector(".zk-brief");
    if ((await manager.locator(".zk-phone-labels").count()) === 0) await manager.click(".zk-phone-bar button");
    await manager.click(".zk-phone-labels button >> nth=0");
    await manager.fill(".zk-phone-block textarea", "客户愿意了解，约下周再联系。");
    await manager.click(".zk-phone-bar button");
    await manager.waitForURL((url) => url.pathname === "/m/work-orders");
  });
}

async function walkSystem({ server, step }, administrator, auditor) {
  await step("an administrator changes somebody's name", administrator, async () => {
    await administrator.goto(`${server}/system/staff?q=m0102`);
    await administrator.click(".ant-table-row button");
    await administrator.fill(".ant-modal #nameZh", "高远");
    await administrator.click(".ant-modal-footer button.ant-btn-primary");
    await administrator.waitForSelector(".ant-table-row >> text=高远");
  });

  await step("the audit trail is whole", auditor, async () => {
    await auditor.goto(`${server}/system/audit`);
    await auditor.waitForSelector(".ant-table-row");
    await auditor.click(".zk-page-actions button");
    await auditor.waitForSelector(".ant-alert-success");
  });
}

/** Walks everything; answers how many steps held and how many did not. */
export async function walk(server, { fresh = false } = {}) {
  const browser = await openBrowser(server);
  const role = (name) => browser.people.find((person) => person.role.includes(name))?.user;
  try {
    const strategist = await browser.signIn("wang.lan");
    await walkInsight(browser, strategist);
    await walkStrategy(browser, strategist);
    await walkTemplate(browser, strategist, await browser.signIn("li.wei"));
    await walkOutbox(browser, strategist);
    const number = process.env.ZHIKE_MANAGER ?? role("customer_manager") ?? "m0101";
    await walkWorkOrders(browser, await browser.signIn(number, PHONE), fresh);
    await walkBankPage(browser, await browser.visit(), strategist, fresh);
    await walkSystem(browser, await browser.signIn("admin"), await browser.signIn("auditor"));
  } catch (error) {
    console.error(error.message);
    if (browser.counts.failed === 0) browser.counts.failed = 1;
  } finally {
    await browser.close();
  }
  console.log(`pictures in ${browser.shots}`);
  return browser.counts;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { passed, failed } = await walk(process.argv[2] ?? "http://127.0.0.1:5080");
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}
