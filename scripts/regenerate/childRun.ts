import { spawn } from "node:child_process";

export interface Run {
  readonly ok: boolean;
  readonly output: string;
  readonly seconds: number;
}

/** Runs a script of node to its end and keeps what it prints. */
export async function run(root: string, args: readonly string[]): Promise<Run> {
  const started = performance.now();
  return await new Promise((resolve, reject) => {
    // Neither colours nor the settings of a jest above, if there is one, belong into a captured text.
    const env = { ...process.env, FORCE_COLOR: "0", NO_COLOR: "1", NODE_OPTIONS: "" };
    const child = spawn(process.execPath, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (chunk: string) => {
        output += chunk;
      });
    child.on("error", reject);
    child.on("close", (code) => {
      resolve({ ok: code === 0, output, seconds: (performance.now() - started) / 1000 });
    });
  });
}
