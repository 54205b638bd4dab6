import { spawnSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { staleOutputs } from "../generate/outputs";
import { factsOf } from "../openapi/facts";
import { parseDescription, readContract } from "../openapi/readDescription";
import { readSource } from "../openapi/source";
import { linesOf, oneLine } from "../openapi/SpecError";
import { version } from "../../package.json";
import { renamedOperations } from "../spec/changes";
import { facade } from "../spec/facade";
import { difference, differenceLines } from "../spec/report";
import { deprecatedMethods, facadeGaps } from "./facadeGaps";
import { finalScreen, type Findings } from "./finalScreen";
import { hints } from "./hints";

const started = performance.now();

/** What makes the contract unfit, in one sentence each. */
async function mistakes(yaml: string): Promise<string[]> {
  try {
    for (const [path, text] of await staleOutputs(yaml)) await writeFile(path, text);
    return [];
  } catch (error) {
    return linesOf(error);
  }
}

/** What the compiler prints; nothing if all is well. */
function compilerOutput(): string {
  const args = ["node_modules/typescript/lib/tsc.js", "-p", ".", "--pretty", "false", "--incremental"];
  const { stdout, error } = spawnSync(process.execPath, args, { encoding: "utf8", maxBuffer: 100_000_000 });
  return error === undefined ? stdout : oneLine(error);
}

/** What there is to say of a contract that code can be generated from. */
function findings(yaml: string, committed: string, client: string): Findings {
  const contract = readContract(yaml);
  const before = factsOf(parseDescription(committed));
  const renamed = renamedOperations(before.places, contract.places);
  const changes = difference(before, contract, version);
  return {
    isUnchanged: yaml === committed,
    difference: differenceLines(changes, facade),
    compilerOutput: compilerOutput(),
    gaps: facadeGaps(contract, renamed, facade, deprecatedMethods(client)),
    hints: hints(contract),
    nextVersion: changes.nextVersion,
  };
}

try {
  const yaml = await readFile("openapi/api-users.yaml", "utf8");
  const committed = await readSource("HEAD:openapi/api-users.yaml");
  const client = await readFile("src/client.ts", "utf8");
  const { text, ok } = finalScreen(await mistakes(yaml), () => findings(yaml, committed, client));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${text}\n\n${ok ? "Done" : "Not done"} in ${seconds} s.`);
  process.exitCode = ok ? 0 : 1;
} catch (error) {
  console.error(`regenerate: ${oneLine(error)}`);
  process.exitCode = 1;
}
