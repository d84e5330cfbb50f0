// Types of the API client, from the server's own document. `npm run api -- http://127.0.0.1:5080` fetches the document first.
import { readFileSync, writeFileSync } from "node:fs";
import openapiTypescript, { astToString } from "openapi-typescript";

const documentFile = new URL("../openapi.json", import.meta.url);
const typesFile = new URL("../src/api/schema.d.ts", import.meta.url);

const server = process.argv[2];
if (server) {
  const answer = await fetch(new URL("/openapi/v1.json", server));
  if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}; is the server running?`);
  writeFileSync(documentFile, `${JSON.stringify(await answer.json(), null, 2)}\n`);
}

const types = await openapiTypescript(JSON.parse(readFileSync(documentFile, "utf8")));
writeFileSync(typesFile, `// Generated from openapi.json by \`npm run api\`.\n${astToString(types)}`);
