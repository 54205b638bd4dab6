import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Consumer } from "../package/consumer";
import { packTarball } from "../package/tarball";
import { tryTypeScript, versions } from "../types/matrix";
import { runInChromium } from "./chromium";
import { runtimes, type Row } from "./runtimes";

// The packed tarball in every runtime and with every compiler. `npm run test:runtimes -- bun typescript` tries those whose names begin so.
const root = fileURLToPath(new URL("../..", import.meta.url));
const wanted = process.argv.slice(2).map((name) => name.toLowerCase());
const checks: Readonly<Record<string, (consumer: Consumer) => Promise<readonly Row[]>>> = {
  ...runtimes,
  Chromium: (consumer) => runInChromium(consumer, root),
  ...Object.fromEntries(
    versions.map((version) => [`TypeScript ${version}`, (consumer) => tryTypeScript(version, consumer, root)]),
  ),
};

const rows: Row[] = [];
await using consumer = new Consumer();
await consumer.install(await packTarball(root, consumer));
for (const name of ["scenario.mjs", "http2.mjs"])
  await copyFile(join(root, "scripts/runtimes", name), join(consumer.folder, name));
for (const [name, run] of Object.entries(checks)) {
  if (wanted.length > 0 && !wanted.some((one) => name.toLowerCase().startsWith(one))) continue;
  try {
    for (const row of await run(consumer)) rows.push({ name, ...row });
  } catch (error) {
    console.error(`${name} FAILED:`, error);
    rows.push({ name, steps: "FAILED" });
    process.exitCode = 1;
  }
}
console.table(rows);
