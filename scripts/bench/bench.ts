import { execFileSync, fork } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import { ensureBuilt } from "../package/built";
import { chart } from "./chart";
import { goalsOf } from "./goals";
import { goalsPage, performancePage } from "./pages";
import { rounded, type Results, type Tables } from "./tables";

// `npm run bench` measures everything and writes results.json, the pages and the chart; `-- calls bulk` only these parts, and writes
// nothing; `-- --render` writes the pages and the chart of the last run again.
const parts = ["calls", "paging", "memory", "bulk", "footprint"];
const root = fileURLToPath(new URL("../..", import.meta.url));
const here = join(root, "scripts/bench");
const results = join(here, "results.json");
const wanted = process.argv.slice(2);

if (process.send !== undefined) {
  // The process of one part.
  const { default: measure } = (await import(`./parts/${wanted[0] ?? ""}`)) as { default: () => Promise<Tables> };
  process.send(await measure());
  process.disconnect();
} else if (wanted[0] === "--render") {
  await render(JSON.parse(await readFile(results, "utf8")) as Results);
} else {
  const unknown = wanted.filter((name) => !parts.includes(name));
  if (unknown.length > 0) throw new Error(`The parts are ${parts.join(", ")}, not ${unknown.join(", ")}`);
  installPeers();
  await ensureBuilt(root);
  const tables = await run(wanted.length > 0 ? wanted : parts);
  show(goalsOf(tables));
  if (wanted.length === 0) {
    const machine = `${process.platform} ${process.arch} with ${availableParallelism()} cores`;
    const run: Results = { date: new Date().toISOString(), node: process.version, machine, tables };
    await writeFile(results, await format(JSON.stringify(run), { parser: "json", printWidth: 120 }));
    await render(run);
  }
}

/** Runs each part in a process of its own, so that none meets code that another has warmed up. */
async function run(names: readonly string[]): Promise<Tables> {
  const tables: Record<string, Tables[string]> = {};
  for (const name of names) {
    const execArgv = [...process.execArgv, "--expose-gc"];
    const part = fork(fileURLToPath(import.meta.url), [name], { execArgv });
    const measured = await Promise.race([
      once(part, "message").then(([message]) => message as Tables),
      once(part, "exit").then(([code]) => Promise.reject(new Error(`Part ${name} ended with code ${String(code)}`))),
    ]);
    Object.assign(tables, measured);
    for (const [title, table] of Object.entries(measured)) {
      console.log(`\n${title}`);
      show(table);
    }
  }
  return tables;
}

function show(table: object): void {
  const text = JSON.stringify(table, (_, value: unknown) => (typeof value === "number" ? rounded(value) : value));
  console.table(JSON.parse(text));
}

async function render(run: Results): Promise<void> {
  await writeFile(join(here, "GOALS.md"), goalsPage(run));
  await writeFile(join(root, "guides/performance.md"), performancePage(run));
  await writeFile(join(root, "guides/media/performance.svg"), chart(run));
}

/** The other clients are no dependencies of the project. hey-api would bring its whole generator, were its peers installed. */
function installPeers(): void {
  if (existsSync(join(here, "node_modules"))) return;
  const flags = ["--no-package-lock", "--legacy-peer-deps", "--no-audit", "--no-fund", "--ignore-scripts"];
  execFileSync("npm", ["install", ...flags], { cwd: here, stdio: "inherit", shell: process.platform === "win32" });
}
