import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { buildPart, bundleSource } from "./build";

/** Where the time of a call goes: `npx tsx scripts/bench/profile.ts [get|list]`. */
const root = fileURLToPath(new URL("../..", import.meta.url));
const built = await bundleSource(root);
const part = await buildPart(root, "profiling", built);
const of = process.argv[2] === "list" ? "list" : "get";
const output = execFileSync(process.execPath, [part, JSON.stringify({ root, built, of })], { encoding: "utf8" });
for (const [name, share] of JSON.parse(output) as [string, number][])
  console.log(`${(share * 100).toFixed(1).padStart(5)} %  ${name}`);
