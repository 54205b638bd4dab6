import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { mapValues } from "../openapi/json";
import { ensureBuilt } from "../package/tarball";
import { goalsOf } from "./goals";
import { goalsPage, performancePage } from "./pages";
import { rounded, type Results, type Table, type Tables } from "./tables";

// `npm run bench` measures everything and writes results.json and the pages; `-- calls bulk` only these parts, and writes nothing;
// `-- --render` writes the pages of the last run again.
const parts = ["calls", "paging", "memory", "bulk", "footprint"];
const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const wanted = process.argv.slice(2);

if (wanted[0] === "--part") {
  const { default: measure } = (await import(`./parts/${wanted[1] ?? ""}`)) as { default: () => Promise<Tables> };
  console.log(JSON.stringify(await measure()));
} else if (wanted[0] === "--render") {
  render(JSON.parse(readFileSync(file("results.json"), "utf8")) as Results);
} else {
  const unknown = wanted.filter((name) => !parts.includes(name));
  if (unknown.length > 0) throw new Error(`The parts are ${parts.join(", ")}, not ${unknown.join(", ")}`);
  ensureBuilt(file("../.."));
  const tables: Record<string, Table> = {};
  for (const name of wanted.length > 0 ? wanted : parts) Object.assign(tables, measured(name));
  console.table(goalsOf(tables).map((goal) => ({ ...goal, measured: rounded(goal.measured) })));
  if (wanted.length === 0) {
    const date = new Date().toISOString().slice(0, 10);
    const machine = `${process.platform} ${process.arch} with ${availableParallelism()} cores`;
    const run: Results = { date, node: process.version, machine, tables };
    writeFileSync(file("results.json"), `${JSON.stringify(run, undefined, 2)}\n`);
    render(run);
  }
}

/** Runs a part in a process of its own, so that it does not meet code that another has warmed up. */
function measured(name: string): Tables {
  const args = [...process.execArgv, "--expose-gc", fileURLToPath(import.meta.url), "--part", name];
  const printed = execFileSync(process.execPath, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  const tables = JSON.parse(printed) as Tables;
  for (const [title, table] of Object.entries(tables)) {
    console.log(`\n${title}`);
    console.table(mapValues(table, (row) => mapValues(row, (figure) => rounded(figure))));
  }
  return tables;
}

function render(run: Results): void {
  writeFileSync(file("GOALS.md"), goalsPage(run));
  writeFileSync(
    file("../../guides/performance.md"),
    performancePage(readFileSync(file("performance.md"), "utf8"), run),
  );
}
