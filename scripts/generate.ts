import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { generate } from "./generate/outputs";

const root = fileURLToPath(new URL("..", import.meta.url));
const { check } = parseArgs({ options: { check: { type: "boolean", default: false } } }).values;

const started = performance.now();
const outputs = await generate(await readFile(`${root}openapi/api-users.yaml`, "utf8"));
const elapsed = Math.round(performance.now() - started);

if (check) {
  const stale: string[] = [];
  for (const [path, text] of outputs) {
    const committed = await readFile(`${root}${path}`, "utf8").catch(() => undefined);
    if (committed !== text) stale.push(path);
  }
  if (stale.length > 0) {
    console.error(`${stale.join(", ")}: not what openapi/api-users.yaml generates. Run npm run generate.`);
    process.exitCode = 1;
  } else {
    console.log(`What is generated is current (${outputs.size} files, ${elapsed} ms)`);
  }
} else {
  for (const [path, text] of outputs) await writeFile(`${root}${path}`, text);
  console.log(`Wrote ${[...outputs.keys()].join(", ")} in ${elapsed} ms`);
}
