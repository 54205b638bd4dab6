import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { text } from "node:stream/consumers";

/** What a check runs, one after the other: the arguments of Node.js for each. */
export type Check = readonly (readonly string[])[];

/** Runs checks by their names, as many at a time as there are cores, and says of each whether it passes. Output is shown if it fails. */
export async function runChecks(checks: readonly (readonly [name: string, check: Check])[]): Promise<boolean> {
  const waiting = [...checks];
  const lane = async (): Promise<boolean> => {
    const next = waiting.shift();
    if (next === undefined) return true;
    const passed = await passes(...next, "pipe");
    return (await lane()) && passed;
  };
  return (await Promise.all(Array.from({ length: availableParallelism() }, lane))).every(Boolean);
}

/** Runs a check. Its output is shown as it comes, or, with `pipe`, if it fails. */
export async function passes(name: string, check: Check, output: "pipe" | "inherit"): Promise<boolean> {
  const started = performance.now();
  for (const args of check) {
    const { status, printed } = await run(args, output);
    if (status === 0) continue;
    console.error(`✗ ${name}, ${secondsSince(started)}\n${printed}`);
    return false;
  }
  console.log(`✓ ${name}, ${secondsSince(started)}`);
  return true;
}

async function run(args: readonly string[], output: "pipe" | "inherit") {
  const child = spawn(process.execPath, args, { stdio: ["ignore", output, output] });
  const ended = new Promise<number | null>((resolve, reject) => child.once("close", resolve).once("error", reject));
  const streams = [child.stdout, child.stderr].map(async (stream) => (stream ? await text(stream) : ""));
  return { status: await ended, printed: (await Promise.all(streams)).join("") };
}

export function secondsSince(started: number): string {
  return `${((performance.now() - started) / 1000).toFixed(1)} s`;
}
