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
  for (const [name, text] of outputs) {
    const committed = await readFile(`${root}generated/${name}`, "utf8").catch(() => undefined);
    if (committed !== text) stale.push(`generated/${name}`);
  }
  if (stale.length > 0) {
    console.error(`${stale.join(", ")}: not what openapi/api-users.yaml generates. Run npm run generate.`);
    process.exitCode = 1;
  } else {
    console.log(`generated/ is current (${outputs.size} files, ${elapsed} ms)`);
  }
} else {
  for (const [name, text] of outputs) await writeFile(`${root}generated/${name}`, text);
  console.log(`Wrote ${[...outputs.keys()].map((name) => `generated/${name}`).join(", ")} in ${elapsed} ms`);
}
