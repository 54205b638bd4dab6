import { copyFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import manifest from "../../package.json";
import { createConsumer, temporaryFolder } from "../package/consumer";
import { packTarball } from "../package/tarball";
import { NotInstalled } from "./notInstalled";
import { failures, rowOf } from "./report";
import { runtimes } from "./runtimes";
import { typeMatrix } from "../types/matrix";

// The packed tarball in every runtime and with every compiler. `npm run test:runtimes -- bun types` runs those whose names begin so.
const root = fileURLToPath(new URL("../..", import.meta.url));
const wanted = process.argv.slice(2).map((name) => name.toLowerCase());
const isWanted = (name: string) => wanted.length === 0 || wanted.some((one) => name.toLowerCase().startsWith(one));

const folder = await temporaryFolder();
const tarball = await packTarball(root, folder);
const consumer = await createConsumer(tarball);
for (const file of ["scenario.mjs", "program.mjs", "program.cjs", "fake.mjs", "worker.mjs", "page.mjs"]) {
  await copyFile(join(root, "scripts/runtimes", file), join(consumer.folder, file));
}

const rows: Record<string, string>[] = [];
const complaints: string[] = [];
try {
  for (const { name, run } of runtimes.filter((runtime) => isWanted(runtime.name))) {
    try {
      for (const shown of await run(consumer)) {
        rows.push(rowOf(name, shown));
        for (const [use, outcome] of Object.entries(shown.fake ?? {})) {
          if (outcome !== "yes" && outcome !== "–") complaints.push(`${name}: ${use} of the fake: ${String(outcome)}`);
        }
        for (const { step, expected, outcome } of failures(shown.steps)) {
          complaints.push(`${name}, ${shown.modules}: ${step}: ${outcome}, expected ${expected}`);
        }
      }
    } catch (error) {
      if (error instanceof NotInstalled) rows.push({ runtime: name, result: `not run: ${error.reason}` });
      else {
        rows.push({ runtime: name, result: "FAILED" });
        complaints.push(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      }
    }
  }
  if (rows.length > 0) console.table(rows);
  if (isWanted("types")) {
    const types = await typeMatrix(tarball, root, manifest.devDependencies["@types/node"]);
    console.table(types.rows);
    complaints.push(...types.complaints);
  }
} finally {
  await consumer.remove();
  await rm(folder, { recursive: true });
}
for (const complaint of complaints) console.error(complaint);
if (complaints.length > 0) process.exitCode = 1;
