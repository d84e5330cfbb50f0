// Web SDKs in headless Chromium, on a page of another origin, each as its documentation shows.
// usage: node browser.mjs SERVER WRITE_KEY SDK RUN USER ; SDK: zhike, segment, rudder, sensors-ajax, sensors-image, sensors-beacon, sensors-batch.
// Ends when its standard input does. ZHIKE_CHROMIUM names the browser.
import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const [server, writeKey, sdk, run, user] = process.argv.slice(2);
const EVENTS = 30;
const packages = fileURLToPath(new URL("./node_modules/", import.meta.url));

const SCRIPTS = {
  segment: "@segment/analytics-next/dist/umd/index.js",
  rudder: "@rudderstack/analytics-js/dist/npm/legacy/bundled/umd/index.js",
  sensors: "sa-sdk-javascript/sensorsdata.min.js",
};

// Each runs in the page.
const PAGES = {
  zhike: `
    zhike.load(writeKey, { server });
    zhike.page("loans", { run });
    zhike.identify(user, { plan: "gold", run });
    for (let n = 0; n < events; n++) zhike.track("apply_loan", { run, n });
    zhike.track("done", { run });`,
  segment: `
    const analytics = window.AnalyticsNext.AnalyticsBrowser.load({ writeKey, cdnURL: server });
    analytics.page("loans", { run });
    analytics.identify(user, { plan: "gold", run });
    for (let n = 0; n < events; n++) analytics.track("apply_loan", { run, n });
    await analytics.track("done", { run });`,
  rudder: `
    const analytics = new (window.rudderanalytics.RudderAnalytics ?? window.rudderanalytics)();
    analytics.load(writeKey, server, { configUrl: server, storage: { encryption: { version: "legacy" } }, queueOptions: { batch: { enabled: false } } });
    analytics.page("loans", { run });
    analytics.identify(user, { plan: "gold", run });
    for (let n = 0; n < events; n++) analytics.track("apply_loan", { run, n });
    analytics.track("done", { run });`,
  sensors: `
    const sensors = window.sensorsDataAnalytic201505;
    sensors.init({ server_url: server + "/sa?token=" + writeKey, send_type: sendType, batch_send: batch, is_track_single_page: false, heatmap: { clickmap: "not_collect", scroll_notice_map: "not_collect" }, show_log: false });
    sensors.quick("autoTrack", { run });
    sensors.login(user);
    sensors.setProfile({ plan: "gold", run });
    for (let n = 0; n < events; n++) sensors.track("apply_loan", { run, n });
    sensors.track("done", { run });`,
};

const kind = sdk.split("-")[0];
const [, sendType = "ajax"] = sdk.split("-");
const page = `<!doctype html><meta charset="utf-8"><title>H5</title><script src="${kind === "zhike" ? `${server}/sdk/zhike.js` : "/sdk.js"}"></script><script>
  const server = ${JSON.stringify(server)}, writeKey = ${JSON.stringify(writeKey)}, run = ${JSON.stringify(run)}, user = ${JSON.stringify(user)}, events = ${EVENTS};
  const sendType = ${JSON.stringify(sendType === "batch" ? "ajax" : sendType)}, batch = ${sendType === "batch"};
  (async () => {${PAGES[kind]} window.sent = true; })().catch((problem) => { window.problem = String(problem); });
</script>`;

const site = createServer((request, response) => {
  if (request.url.startsWith("/sdk.js")) {
    response.setHeader("content-type", "text/javascript");
    createReadStream(packages + SCRIPTS[kind]).pipe(response);
  } else {
    response.setHeader("content-type", "text/html");
    response.end(page);
  }
});
await new Promise((resolve) => site.listen(0, "127.0.0.1", resolve));

const executablePath = process.env.ZHIKE_CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync);
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic"] });
const tab = await browser.newPage();
const refused = [];
tab.on("console", (line) => line.type() === "error" && refused.push(line.text()));
tab.on("response", (answer) => answer.url().startsWith(server) && answer.status() >= 400 && refused.push(`${answer.status()} ${answer.url()}`));
await tab.goto(`http://127.0.0.1:${site.address().port}/?utm_source=wechat&utm_campaign=spring`);
await tab.waitForFunction(() => window.sent || window.problem, null, { timeout: 20_000 });
const problem = await tab.evaluate(() => window.problem);
console.log(problem ? `failed: ${problem}` : "sending");
// The SDKs send in their own time: the page stays until whoever started this has found the events.
for await (const _ of process.stdin);
await browser.close();
site.close();
console.log(refused.length === 0 ? "sent" : `refused: ${refused.slice(0, 3).join(" | ")}`);
