// dist/zhike.js: one file for any page. Fails when it grows past the limit, compressed.
import { mkdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const LIMIT_KIB = 12;
const out = new URL("./dist/zhike.js", import.meta.url).pathname;
const { version } = JSON.parse(readFileSync(new URL("./package.json", import.meta.url), "utf8"));

mkdirSync(new URL("./dist/", import.meta.url), { recursive: true });
await build({
  entryPoints: [new URL("./src/index.ts", import.meta.url).pathname],
  outfile: out,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2018",
  charset: "utf8",
  legalComments: "none",
  banner: { js: `/* zhike.js ${version}, Apache-2.0 */` },
  define: { VERSION: JSON.stringify(version) },
});
const kib = gzipSync(readFileSync(out), { level: 9 }).length / 1024;
console.log(`${kib.toFixed(1)} KiB  zhike.js, compressed (limit ${LIMIT_KIB})`);
if (kib > LIMIT_KIB) {
  console.error(`zhike.js needs ${kib.toFixed(1)} KiB; the limit is ${LIMIT_KIB} KiB.`);
  process.exit(1);
}
