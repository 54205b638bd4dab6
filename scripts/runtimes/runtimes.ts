import { join } from "node:path";
import { Consumer } from "../package/consumer";
import { createHttp2Stage } from "./http2Stage";
import { commonJs, esModule, passed, print, steps, stepsOverHttp2 } from "./program";
import { createStage } from "./stage";
import { runInWorkerd, runSharedInWorkerd } from "./workerd";

/** One row of the table. */
export type Row = Readonly<Record<string, string | number>>;

/** A package with a runtime, the command that it brings, and arguments before the name of a file. */
type Command = readonly [install: string, command: string, ...args: string[]];

const commands = {
  "Node.js 20.0.0": ["node@20.0.0", "node"],
  "Node.js 20": ["node@20", "node"],
  "Node.js 22": ["node@22", "node"],
  "Node.js 24": ["node@24", "node"],
  "Node.js 26": ["node@26", "node"],
  Bun: ["bun", "bun"],
  // No more than it takes: the library reads no environment.
  Deno: ["deno", "deno", "run", "--no-prompt", "--allow-net=127.0.0.1", "--allow-read=."],
} as const satisfies Record<string, Command>;

/** Each runs the scenario in every module format that there is, and rejects with the steps that failed. */
export const runtimes: Readonly<Record<string, (consumer: Consumer) => Promise<Row[]>>> = {
  ...Object.fromEntries(
    Object.entries(commands).map(([name, command]) => [name, (consumer) => runFiles(consumer, command)]),
  ),
  "HTTP/2 in Node.js 26": (consumer) => runOverHttp2(consumer, commands["Node.js 26"]),
  "HTTP/2 in Deno": (consumer) => runOverHttp2(consumer, commands.Deno),
  workerd: runInWorkerd,
  "workerd, one client": runSharedInWorkerd,
};

const formats = [
  ["ESM", "program.mjs", esModule],
  ["CommonJS", "program.cjs", commonJs],
] as const;

async function runFiles(consumer: Consumer, [install, command, ...args]: Command): Promise<Row[]> {
  await using home = new Consumer();
  await home.install(install);
  const rows: Row[] = [];
  for (const [modules, file, imports] of formats) {
    await using stage = await createStage();
    await consumer.write(file, imports + print(steps(stage.place)));
    const printed = await consumer.run(join(home.folder, "node_modules/.bin", command), ...args, file);
    rows.push({ version: await home.versionOf(command), modules, steps: passed(printed) });
  }
  return rows;
}

/** Over HTTP/2, which `fetch` speaks by itself, with a server whose certificate nobody else has signed. */
async function runOverHttp2(consumer: Consumer, [install, command, ...args]: Command): Promise<Row[]> {
  await using home = new Consumer();
  await home.install(install);
  const stage = await createHttp2Stage();
  try {
    const certificate = await home.write("certificate.pem", stage.certificate);
    const trusting = ["NODE_EXTRA_CA_CERTS", "DENO_CERT"].map((name) => `${name}=${certificate}`);
    await consumer.write("http2.program.mjs", esModule + print(stepsOverHttp2(stage.place)));
    const binary = join(home.folder, "node_modules/.bin", command);
    const printed = await consumer.run("env", ...trusting, binary, ...args, "http2.program.mjs");
    const others = stage.requests.filter((request) => !request.startsWith("h2 "));
    if (others.length > 0) throw new Error(`These did not go over HTTP/2: ${others.join(", ")}`);
    return [{ version: await home.versionOf(command), modules: "ESM", steps: passed(printed) }];
  } finally {
    await stage.close();
  }
}
