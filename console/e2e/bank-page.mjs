// A visitor plays a customer on the demo bank's H5 page, and the console sees it: the customers' side of the walk.
import { need } from "./browser.mjs";

/** Outside every holdout, and agrees to messages in the app. */
const CUSTOMER = "C00000041";
const REMINDER_MS = 60_000;
const LOOK_EVERY_MS = 3000;

const BEFORE_SIGN_IN = ".zk-moment .ant-tag-cyan";
const FOLLOWED_MS = 30_000;

const taken = (page) => page.waitForResponse((answer) => answer.url().endsWith("/v1/batch") && answer.status() === 200);

/** Comes back again and again, as a customer would, until the bank has something to say. */
async function waitForReminder(page) {
  const until = Date.now() + REMINDER_MS;
  while ((await page.locator("[data-zhike=popup]").count()) === 0) {
    need(Date.now() < until, "no reminder was shown");
    await page.waitForTimeout(LOOK_EVERY_MS);
    await page.reload();
    await page.waitForLoadState("networkidle");
  }
}

/** In the evidence that is open: says the word that is offered, and why. */
async function decide(page, reason) {
  await page.click(".ant-drawer .zk-id-actions button >> nth=0");
  await page.fill(".ant-modal textarea", reason);
  await page.click(".ant-modal-footer .ant-btn:last-child");
  await page.waitForSelector(".ant-modal-footer", { state: "detached" });
}

/** The first things that are known of the customer stand on the last page. */
async function openOldest(page, server) {
  await page.goto(`${server}/customers/${CUSTOMER}?view=timeline`);
  await page.waitForSelector(".zk-moment");
  const pages = page.locator(".zk-customer-main .ant-pagination-item");
  if ((await pages.count()) > 0) await pages.last().click();
  await page.waitForLoadState("networkidle");
}

/** The next identity run follows a person's word; the timeline then has the anonymous part, or has it no more. */
async function hasAnonymous(page, server, wanted) {
  const until = Date.now() + FOLLOWED_MS;
  for (;;) {
    await openOldest(page, server);
    if ((await page.locator(BEFORE_SIGN_IN).count()) > 0 === wanted) return;
    need(Date.now() < until, `the anonymous history is ${wanted ? "not back" : "still there"}`);
    await page.waitForTimeout(LOOK_EVERY_MS);
  }
}

export async function walkBankPage({ server, step }, visitor, strategist, fresh) {
  await step("a visitor looks at the bank's page, and the bank hears of it", visitor, async () => {
    const heard = taken(visitor);
    await visitor.goto(`${server}/demo/h5?utm_source=wechat&utm_campaign=spring&channel_code=KM01`);
    await visitor.click("a.promo");
    await visitor.waitForSelector("#next");
    await heard;
  });

  await step("signs in, begins to apply for a loan, and leaves", visitor, async () => {
    await visitor.goto(`${server}/demo/h5/#/login`);
    await visitor.click(`[data-no=${CUSTOMER}]`);
    await visitor.waitForSelector(".balance >> text=******");
    await visitor.click("a.promo");
    await visitor.click("#next");
    await visitor.fill("[name=income]", "12000");
    const heard = taken(visitor);
    await visitor.click(".back");
    await heard;
  });

  // On an older bank this customer was reminded before, and once must do for a month.
  if (fresh)
    await step("is reminded at the next visit, and goes on", visitor, async () => {
      await waitForReminder(visitor);
      const heard = taken(visitor);
      await visitor.click("[data-zhike=popup] .go");
      await visitor.waitForSelector("[name=income]");
      await heard;
    });

  await step("the console shows the customer's doings and the message's fate", strategist, async () => {
    const named = (name) => strategist.locator(".zk-session b", { hasText: name }).first();
    await strategist.goto(`${server}/customers/${CUSTOMER}?view=timeline`);
    await strategist.click(".zk-moment .zk-plain-link >> nth=0");
    for (const name of ["登录", "退出贷款申请", "站内消息曝光", "站内消息点击"]) await named(name).waitFor();
    await strategist.goto(`${server}/outbox?channel=in_app&q=${CUSTOMER}`);
    await strategist.waitForSelector(".ant-table-row >> text=贷款断点提醒");
  });

  // On an older bank other browsers may have a history of this customer's too.
  if (!fresh) return;
  await step("what was done before the sign-in belongs to the customer too", strategist, async () => {
    await hasAnonymous(strategist, server, true);
  });

  await step("the identity graph shows why; a link is put apart, and its history goes", strategist, async () => {
    await strategist.goto(`${server}/customers/${CUSTOMER}?view=identity`);
    await strategist.waitForSelector(".zk-dot-carrier");
    await strategist.click(".zk-wire-followed >> nth=0");
    await decide(strategist, "网点平板，不是本人的浏览器");
    await strategist.waitForSelector(".zk-wire-apart");
    await hasAnonymous(strategist, server, false);
  });

  await step("the word is taken back, and the history returns", strategist, async () => {
    await strategist.goto(`${server}/customers/${CUSTOMER}?view=identity`);
    await strategist.click(".zk-wire-apart");
    await decide(strategist, "核实后确为本人");
    await hasAnonymous(strategist, server, true);
  });
}
