// The walk on a demo bank of its own: starts the program on a free port and an empty folder, walks, stops it.
// usage: node e2e/fresh.mjs PROGRAM.dll ; the last line is "N passed, M failed"
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { walk } from "./walk.mjs";

/** The last weeks of the demo bank: enough for people on every kind of node. */
const REPLAY_FROM = "1994-03-01";
const READY_MS = 240_000;
const TAIL_LINES = 30;

const program = process.argv[2];
const data = mkdtempSync(join(tmpdir(), "zhike-walk-"));
const server = spawn(
  "dotnet",
  [program, "up", "--data", data, "--port", "0", "--set", `DemoReplayFrom=${REPLAY_FROM}`],
  { stdio: ["ignore", "pipe", "pipe"] },
);

/** The address, once everything is prepared. */
function ready() {
  return new Promise((resolve, reject) => {
    let address = "";
    const tail = [];
    const give = (why) => reject(new Error(`${why}\n${tail.join("\n")}`));
    const limit = setTimeout(() => give(`the server was not ready within ${READY_MS / 1000} s`), READY_MS);
    server.once("exit", (code) => give(`the server ended with ${code}`));
    server.once("error", (problem) => give(problem.message));
    const keep = (line) => tail.push(line) > TAIL_LINES && tail.shift();
    createInterface({ input: server.stderr }).on("line", keep);
    createInterface({ input: server.stdout }).on("line", (line) => {
      keep(line);
      address = /listens on (http\S+)/.exec(line)?.[1] ?? address;
      if (line.includes("Everything is ready.")) {
        clearTimeout(limit);
        resolve(address);
      }
    });
  });
}

let counts = { passed: 0, failed: 1 };
try {
  counts = await walk(await ready(), { fresh: true });
} catch (error) {
  console.error(`not ok the demo bank: ${error.message}`);
} finally {
  if (server.exitCode === null && server.kill("SIGTERM")) await once(server, "exit");
  rmSync(data, { recursive: true, force: true });
}
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exit(counts.failed === 0 ? 0 : 1);
