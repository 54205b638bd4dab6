import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { format } from "prettier";
import { buildPackage, buildPart, bundleSource } from "./bench/build";
import { chart } from "./bench/chart";
import { page } from "./bench/page";
import { installPeers } from "./bench/peers";
import { partNames, type Parts, type Results } from "./bench/results";
import { goalTable, tablesOf, type Table } from "./bench/tables";

const usage = `npm run bench -- [options]
  --only stub,size  these parts alone (${partNames.join(", ")}); nothing is written
  --rounds 30       rounds of each part that has them
  --source          measure the source, bundled, instead of dist; nothing is written
  --render          write the page and the chart of the last run again`;

const root = fileURLToPath(new URL("..", import.meta.url));
const resultsPath = join(root, "scripts/bench/results.json");
const { values: flags } = parseArgs({
  options: {
    only: { type: "string" },
    rounds: { type: "string" },
    source: { type: "boolean", default: false },
    render: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

if (flags.help) console.log(usage);
else if (flags.render) await render(JSON.parse(await readFile(resultsPath, "utf8")) as Results);
else await bench();

async function bench(): Promise<void> {
  const names = partNames.filter((name) => flags.only === undefined || flags.only.split(",").includes(name));
  if (names.length === 0) throw new Error(usage);
  installPeers(root);
  const built = flags.source ? await bundleSource(root) : await buildPackage(root);
  const rounds = flags.rounds === undefined ? undefined : Number(flags.rounds);
  const parts: Partial<Record<keyof Parts, unknown>> = {};
  for (const name of names) {
    const part = await buildPart(root, name, built);
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ["--expose-gc", part, JSON.stringify({ root, built, rounds })],
      { cwd: root },
    );
    if (stderr !== "") console.error(stderr.trimEnd());
    parts[name] = JSON.parse(stdout);
    const only = { [name]: parts[name] } as Partial<Parts>;
    for (const table of tablesOf(only)) print(table);
  }
  print(goalTable(parts as Partial<Parts>));
  if (flags.only !== undefined || flags.source) return;
  const results: Results = {
    date: new Date().toISOString(),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cores: availableParallelism(),
    package: built.origin,
    parts: parts as unknown as Parts,
  };
  await writeFile(resultsPath, await format(JSON.stringify(results), { parser: "json", printWidth: 120 }));
  await render(results);
}

async function render(results: Results): Promise<void> {
  await mkdir(join(root, "guides/media"), { recursive: true });
  await writeFile(join(root, "guides/performance.md"), page(results));
  await writeFile(join(root, "guides/media/performance.svg"), chart(results));
}

function print({ title, columns, rows }: Table): void {
  const widths = columns.map((_, column) => Math.max(...[columns, ...rows].map((row) => row[column]?.length ?? 0)));
  console.log(`\n${title}`);
  for (const row of [columns, ...rows]) {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    console.log(`  ${cells.join("  ").trimEnd()}`);
  }
}
