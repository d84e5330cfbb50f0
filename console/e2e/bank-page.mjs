// A visitor plays a customer on the demo bank's H5 page, and the console sees it: the customers' side of the walk.
import { need } from "./browser.mjs";

/** Outside every holdout, and agrees to messages in the app. */
const CUSTOMER = "C00000041";
const REMINDER_MS = 60_000;
const LOOK_EVERY_MS = 3000;

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
    const named = (name) => strategist.locator(".zk-moment-title strong", { hasText: name }).first();
    await strategist.goto(`${server}/customers/${CUSTOMER}?view=timeline`);
    for (const name of ["登录手机银行", "中途离开贷款申请", "消息展示", "消息点击"]) await named(name).waitFor();
    await strategist.goto(`${server}/outbox?channel=in_app&q=${CUSTOMER}`);
    await strategist.waitForSelector(".ant-table-row >> text=贷款断点提醒");
  });
}
