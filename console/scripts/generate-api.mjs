// Types of the API client, from the server's own document. `npm run api -- http://127.0.0.1:5080` fetches the document first.
import { readFileSync, writeFileSync } from "node:fs";
import openapiTypescript, { astToString } from "openapi-typescript";

const documentFile = new URL("../openapi.json", import.meta.url);
const typesFile = new URL("../src/api/schema.d.ts", import.meta.url);

/** The server reads numbers also from text and parameters in any case; what it writes is always a number, and we write camelCase. */
function plain(node) {
  if (Array.isArray(node)) return node.map(plain);
  if (typeof node !== "object" || node === null) return node;
  const made = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, plain(value)]));
  const isNumberOrText =
    Array.isArray(made.type) &&
    made.type.includes("string") &&
    made.type.some((type) => type === "integer" || type === "number");
  if (isNumberOrText && made.pattern) {
    const types = made.type.filter((type) => type !== "string");
    made.type = types.length === 1 ? types[0] : types;
    delete made.pattern;
  }
  if (made.in === "query" && typeof made.name === "string") made.name = made.name[0].toLowerCase() + made.name.slice(1);
  return made;
}

const server = process.argv[2];
if (server) {
  const answer = await fetch(new URL("/openapi/v1.json", server));
  if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}; is the server running?`);
  const { servers: _, ...document } = plain(await answer.json());
  writeFileSync(documentFile, `${JSON.stringify(document, null, 2)}\n`);
}

const types = await openapiTypescript(JSON.parse(readFileSync(documentFile, "utf8")));
writeFileSync(typesFile, `// Generated from openapi.json by \`npm run api\`.\n${astToString(types)}`);
