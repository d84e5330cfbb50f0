// A browser, the people in it, and steps that are counted: each ends with a picture in e2e/shots.
// ZHIKE_CHROMIUM names the browser.
import { mkdirSync } from "node:fs";
import { chromium } from "playwright-core";

export const DESK = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };
const PATIENCE_MS = 30_000;
const shots = new URL("./shots/", import.meta.url).pathname;

export function need(truth, what) {
  if (!truth) throw new Error(what);
}

export async function openBrowser(server) {
  mkdirSync(shots, { recursive: true });
  const browser = await chromium.launch({
    executablePath: process.env.ZHIKE_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  const people = await (await fetch(new URL("/api/v1/session/demo", server))).json();
  const counts = { passed: 0, failed: 0 };
  /** What broke behind the pages' backs; the step in which it did fails. */
  const broken = [];

  /** A browser of its own for one person; what breaks in it breaks the step. */
  async function open(who, viewport) {
    const isPhone = viewport === PHONE;
    const context = await browser.newContext({ viewport, locale: "zh-CN", isMobile: isPhone, hasTouch: isPhone });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    page.on("pageerror", (error) => broken.push(`${who}: the page broke: ${error.message}`));
    page.on("response", (response) => {
      if (response.status() >= 500) broken.push(`${who}: ${response.url()} answered ${response.status()}`);
    });
    return page;
  }

  /** Somebody whom nobody knows yet, on a phone. */
  const visit = () => open("visitor", PHONE);

  async function signIn(user, viewport = DESK) {
    const page = await open(user, viewport);
    const password =
      people.find((person) => person.user === user)?.password ?? process.env.ZHIKE_PASSWORD ?? "zhike-demo";
    await page.goto(`${server}/sign-in`);
    await page.fill("input[autocomplete=username]", user);
    await page.fill("input[autocomplete=current-password]", password);
    await page.click("button[type=submit]");
    await page.waitForURL((url) => url.pathname === "/");
    return page;
  }

  /** Each step stands on those before it: after one that does not hold, the rest is not walked. */
  async function step(name, page, walk) {
    const number = counts.passed + counts.failed + 1;
    const picture = `${String(number).padStart(2, "0")}-${name.replaceAll(/\W+/g, "-")}.png`;
    try {
      await walk();
      await page.waitForLoadState("networkidle");
      await page.screenshot({ path: shots + picture });
      need(broken.length === 0, broken.join("; "));
      counts.passed += 1;
      console.log(`ok ${number} ${name}`);
    } catch (error) {
      counts.failed += 1;
      await page.screenshot({ path: `${shots}failed-${number}.png` }).catch(() => undefined);
      throw new Error(`not ok ${number} ${name}: ${error.message}`);
    }
  }

  return { server, people, counts, shots, signIn, visit, step, close: () => browser.close() };
}
