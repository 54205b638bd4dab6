import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { generate } from "./outputs";
import { oneLine } from "../openapi/SpecError";

const root = fileURLToPath(new URL("../..", import.meta.url));

try {
  const { check } = parseArgs({ options: { check: { type: "boolean", default: false } } }).values;
  const started = performance.now();
  const outputs = await generate(await readFile(`${root}openapi/api-users.yaml`, "utf8"));
  const elapsed = Math.round(performance.now() - started);
  const stale: string[] = [];
  for (const [path, text] of outputs) {
    const committed = await readFile(`${root}${path}`, "utf8").catch(() => undefined);
    if (committed !== text) stale.push(path);
  }
  if (!check) {
    for (const path of stale) await writeFile(`${root}${path}`, outputs.get(path) ?? "");
    console.log(
      stale.length === 0 ? `Everything is current (${elapsed} ms)` : `Wrote ${stale.join(", ")} in ${elapsed} ms`,
    );
  } else if (stale.length > 0) {
    console.error(`${stale.join(", ")}: out of date with openapi/api-users.yaml. Run npm run generate.`);
    process.exitCode = 1;
  } else console.log(`Everything generated is current (${outputs.size} files, ${elapsed} ms)`);
} catch (error) {
  console.error(oneLine(error));
  process.exitCode = 1;
}
