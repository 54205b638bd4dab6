import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { generate } from "../generate/outputs";
import { readContract } from "../openapi/readDescription";
import { oneLine } from "../openapi/SpecError";
import { run } from "./childRun";
import { deprecatedMethods, facadeGaps, hints } from "./facadeGaps";
import { finalScreen, type Findings } from "./finalScreen";
import { failedTests, typescriptErrors } from "./toolOutput";
import { difference, differenceLines } from "../spec/report";
import { facade } from "../spec/facade";
import { committed } from "../spec/revision";

const root = fileURLToPath(new URL("../..", import.meta.url));
const started = performance.now();
const seconds = (value: number) => `${value.toFixed(1)} s`;

/** Says what came of a step as soon as it is done. */
async function step<T>(name: string, work: Promise<T>, outcome: (result: T) => string): Promise<T> {
  const result = await work;
  console.error(`${name.padEnd(15)} ${outcome(result)}`);
  return result;
}

async function writeGenerated(yaml: string): Promise<Findings["generated"]> {
  try {
    const written: string[] = [];
    for (const [path, text] of await generate(yaml)) {
      if ((await readFile(`${root}${path}`, "utf8").catch(() => undefined)) === text) continue;
      await writeFile(`${root}${path}`, text);
      written.push(path);
    }
    return { written };
  } catch (error) {
    return { refused: oneLine(error) };
  }
}

const typecheck = () =>
  run(root, ["node_modules/typescript/lib/tsc.js", "-p", ".", "--pretty", "false", "--incremental"]);

/** Without the type checks of the tests, which are part of the typecheck: so they run where the facade does not compile. */
function contractTests() {
  const transform = {
    "\\.ts$": ["ts-jest", { tsconfig: "test/tsconfig.json", isolatedModules: true, diagnostics: false }],
  };
  const args = [
    "--testPathPatterns",
    "test/contract/contract",
    "--json",
    "--silent",
    "--runInBand",
    "--coverage=false",
  ];
  return run(root, ["node_modules/jest/bin/jest.js", ...args, "--transform", JSON.stringify(transform)]);
}

/** Nothing, where there is no commit to compare with. */
function lastCommitted(): string | undefined {
  try {
    return committed(root, "HEAD:openapi/api-users.yaml");
  } catch {
    return undefined;
  }
}

try {
  const yaml = await readFile(`${root}openapi/api-users.yaml`, "utf8");
  const client = await readFile(`${root}src/client.ts`, "utf8");
  const { version } = JSON.parse(await readFile(`${root}package.json`, "utf8")) as { version: string };
  const contract = readContract(yaml);
  const last = lastCommitted();
  const before = readContract(last ?? yaml);
  const changes = difference(before, contract, version, facade);

  const generated = await step("generate", writeGenerated(yaml), (result) =>
    "refused" in result ? "refused" : result.written.length === 0 ? "current" : `wrote ${result.written.join(", ")}`,
  );
  const [compiled, tested] = await Promise.all([
    step("typecheck", typecheck(), (result) =>
      result.ok
        ? `ok (${seconds(result.seconds)})`
        : `errors in ${typescriptErrors(result.output).size} files (${seconds(result.seconds)})`,
    ),
    step("contract tests", contractTests(), (result) =>
      result.ok
        ? `ok (${seconds(result.seconds)})`
        : `${failedTests(result.output).length} failed (${seconds(result.seconds)})`,
    ),
  ]);
  const screen = finalScreen({
    generated,
    difference: last === undefined ? ["There is no commit to compare with."] : differenceLines(changes),
    compileErrors: compiled.ok ? new Map() : typescriptErrors(compiled.output),
    failedTests: tested.ok ? [] : failedTests(tested.output),
    gaps: facadeGaps(contract, before, facade, deprecatedMethods(client)),
    hints: hints(contract),
    nextVersion: changes.nextVersion,
  });
  console.log(
    `\n${screen.text}\n\n${screen.ok ? "Done" : "Not done"} in ${seconds((performance.now() - started) / 1000)}.`,
  );
  process.exitCode = screen.ok ? 0 : 1;
} catch (error) {
  console.error(`regenerate: ${oneLine(error)}`);
  process.exitCode = 1;
}
