import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { text } from "node:stream/consumers";

/** The arguments of Node.js that run a check. */
export type Check = readonly string[];

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
  const { status, printed } = await run(check, output);
  const took = secondsSince(started);
  if (status === 0) console.log(`✓ ${name}, ${took}`);
  else console.error(`✗ ${name}, ${took}\n${printed}`);
  return status === 0;
}

async function run(args: Check, output: "pipe" | "inherit") {
  const child = spawn(process.execPath, args, { stdio: ["ignore", output, output] });
  const ended = new Promise<number | null>((resolve, reject) => child.once("close", resolve).once("error", reject));
  const streams = [child.stdout, child.stderr].map(async (stream) => (stream ? await text(stream) : ""));
  return { status: await ended, printed: (await Promise.all(streams)).join("") };
}

export function secondsSince(started: number): string {
  return `${((performance.now() - started) / 1000).toFixed(1)} s`;
}
