import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { text } from "node:stream/consumers";
import { checks, tests, type Check } from "./checks";

// `npm test -- lint docs` runs only these checks.
const names = process.argv.slice(2);
const unknown = names.filter((name) => name !== "jest" && !(name in checks));
if (unknown.length > 0) {
  console.error(
    `No check is called ${unknown.join(", ")}: name some of ${[...Object.keys(checks), "jest"].join(", ")}`,
  );
  process.exit(1);
}
const chosen = (name: string): boolean => names.length === 0 || names.includes(name);
const started = performance.now();

// As many at a time as there are cores.
const waiting = Object.entries(checks).filter(([name]) => chosen(name));
const lane = async (): Promise<boolean> => {
  const next = waiting.shift();
  if (next === undefined) return true;
  const passed = await passes(...next);
  return (await lane()) && passed;
};
const passed = (await Promise.all(Array.from({ length: availableParallelism() }, lane))).every(Boolean);

if (!passed) console.error("\nThe tests are run when these checks pass.");
const ok = passed && (!chosen("jest") || (await passes("jest", tests)));
console.log(`${ok ? "Passed" : "Failed"} in ${seconds(started)}`);
process.exitCode = ok ? 0 : 1;

/** Runs a check. Its output is shown if it fails; that of the tests as it comes. */
async function passes(name: string, commands: Check): Promise<boolean> {
  const start = performance.now();
  for (const args of commands) {
    const output = await failureOf(args, name === "jest");
    if (output === undefined) continue;
    console.error(`✗ ${name}, ${seconds(start)}\n${output}`);
    return false;
  }
  console.log(`✓ ${name}, ${seconds(start)}`);
  return true;
}

/** What a program has printed that has failed. */
async function failureOf(args: readonly string[], shown: boolean): Promise<string | undefined> {
  const output = shown ? "inherit" : "pipe";
  const child = spawn(process.execPath, args, { stdio: ["ignore", output, output] });
  const ended = new Promise<number | null>((resolve, reject) => child.once("close", resolve).once("error", reject));
  const printed = Promise.all([child.stdout, child.stderr].map(async (stream) => (stream ? await text(stream) : "")));
  return (await ended) === 0 ? undefined : (await printed).join("");
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
