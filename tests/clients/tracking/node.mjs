// Server-side SDKs, each as its documentation shows. usage: node node.mjs SERVER WRITE_KEY SDK RUN USER
// SDK: segment, rudder, sensors. RUN goes into every event, so that a test finds its own. Ends when its standard input does.
import { createRequire } from "node:module";

const [server, writeKey, sdk, run, user] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const EVENTS = 250;

const senders = {
  async segment() {
    const { Analytics } = require("@segment/analytics-node");
    const analytics = new Analytics({ writeKey, host: server, flushAt: 50, flushInterval: 200 });
    const problems = [];
    analytics.on("error", (problem) => problems.push(problem));
    analytics.identify({ userId: user, traits: { plan: "gold", run } });
    analytics.group({ userId: user, groupId: "branch-7", traits: { run } });
    analytics.alias({ userId: user, previousId: `a-${run}` });
    analytics.page({ userId: user, name: "loans", properties: { run } });
    analytics.screen({ userId: user, name: "transfer", properties: { run } });
    for (let n = 0; n < EVENTS; n++)
      analytics.track({ userId: user, event: "apply_loan", properties: { run, n, amount: n + 0.25, name: "张三 🏦" } });
    await analytics.closeAndFlush({ timeout: 30_000 });
    if (problems.length > 0) throw new Error(JSON.stringify(problems[0]));
  },

  async rudder() {
    const { default: RudderAnalytics } = await import("@rudderstack/rudder-sdk-node");
    const Analytics = RudderAnalytics.default ?? RudderAnalytics;
    const client = new Analytics(writeKey, { dataPlaneUrl: server, flushAt: 50, flushInterval: 200, gzip: true, logLevel: "error" });
    client.identify({ userId: user, traits: { plan: "gold", run } });
    client.page({ userId: user, name: "loans", properties: { run } });
    for (let n = 0; n < EVENTS; n++)
      client.track({ userId: user, event: "apply_loan", properties: { run, n, amount: n + 0.25 } });
    await client.flush();
  },

  async sensors() {
    const SensorsAnalytics = require("sa-sdk-node");
    const sa = new SensorsAnalytics();
    sa.submitTo({ url: `${server}/sa?token=${writeKey}`, gzip: true, mode: "track", timeout: 10_000 }, { count: 64, timeSpan: 300 });
    sa.trackSignup(user, `a-${run}`, { run });
    sa.profileSet(user, { plan: "gold", run });
    for (let n = 0; n < EVENTS; n++) sa.track(user, "apply_loan", { run, n, $is_login_id: true });
  },
};

await senders[sdk]();
console.log("sending");
// Not every SDK tells when its last batch arrived: this stays until whoever started it has found the events.
for await (const _ of process.stdin);
process.exit(0);
