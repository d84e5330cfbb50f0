export type Snippet = "web" | "webStandard" | "server" | "sensors" | "curl";

/** Code that sends to this server with this key, ready to be pasted; docs/intake.md has more. */
export const snippets: Record<Snippet, (server: string, writeKey: string) => string> = {
  web: (server, writeKey) => `<script src="${server}/sdk/zhike.js"></script>
<script>
  zhike.load("${writeKey}", { server: "${server}" });
  zhike.page();
  // after sign-in
  zhike.identify("U10001", { customerNo: "C00000001" });
  zhike.track("loan_applied", { amount: 50000 });
</script>`,
  webStandard: (server, writeKey) => `import { AnalyticsBrowser } from "@segment/analytics-next";

const analytics = AnalyticsBrowser.load({ writeKey: "${writeKey}", cdnURL: "${server}" });
analytics.page();
analytics.identify("U10001", { customerNo: "C00000001" });
analytics.track("loan_applied", { amount: 50000 });`,
  server: (server, writeKey) => `import { Analytics } from "@segment/analytics-node";

const analytics = new Analytics({ writeKey: "${writeKey}", host: "${server}" });
analytics.identify({ userId: "U10001", traits: { customerNo: "C00000001" } });
analytics.track({ userId: "U10001", event: "loan_applied", properties: { amount: 50000 } });
await analytics.closeAndFlush();`,
  sensors: (server, writeKey) => `sensors.init({
  server_url: "${server}/sa?token=${writeKey}",
  is_track_single_page: true,
});
sensors.quick("autoTrack");
sensors.login("U10001");
sensors.track("loan_applied", { amount: 50000 });`,
  curl: (server, writeKey) => `curl -u ${writeKey}: -H 'Content-Type: application/json' \\
  -d '{"userId":"U10001","event":"loan_applied","properties":{"amount":50000}}' \\
  ${server}/v1/track`,
};
