// Fails when the script that the first page needs (sign-in and home, with all they import) passes the limit, compressed.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const LIMIT_KIB = 400;
const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));

// What a first visit loads: the entry, its language, the sign-in page, then the shell and home.
const FIRST_PAGE = [
  "index.html",
  "src/i18n/zh/index.ts",
  "src/sign-in/SignInPage.tsx",
  "src/layout/Shell.tsx",
  "src/home/HomePage.tsx",
];

const files = new Set();
const visited = new Set();
function visit(key) {
  if (visited.has(key)) return;
  visited.add(key);
  const chunk = manifest[key];
  if (!chunk) throw new Error(`The build has no ${key}; name the first page's modules again in check-size.mjs.`);
  files.add(chunk.file);
  for (const next of chunk.imports ?? []) visit(next);
}
for (const key of FIRST_PAGE) visit(key);

const rows = [...files]
  .filter((file) => file.endsWith(".js"))
  .map((file) => ({ file, kib: gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length / 1024 }))
  .sort((a, b) => b.kib - a.kib);
const total = rows.reduce((sum, row) => sum + row.kib, 0);

for (const row of rows) console.log(`${row.kib.toFixed(1).padStart(8)} KiB  ${row.file}`);
console.log(`${total.toFixed(1).padStart(8)} KiB  first page, compressed (limit ${LIMIT_KIB})`);
if (total > LIMIT_KIB) {
  console.error(`The first page needs ${total.toFixed(1)} KiB of script; the limit is ${LIMIT_KIB} KiB.`);
  process.exit(1);
}
