import { join } from "node:path";
import { bundle } from "../package/bundle";
import { Consumer } from "../package/consumer";
import { commonJs, esModule, passed, print, steps } from "./program";
import { createStage } from "./stage";

/** One row of the table. */
export type Row = Readonly<Record<string, string | number>>;

/** A package with a runtime, the command that it brings, and arguments before the name of a file. */
type Command = readonly [install: string, command: string, ...args: string[]];

const commands: Readonly<Record<string, Command>> = {
  "Node.js 20.0.0": ["node@20.0.0", "node"],
  "Node.js 20": ["node@20", "node"],
  "Node.js 22": ["node@22", "node"],
  "Node.js 24": ["node@24", "node"],
  "Node.js 26": ["node@26", "node"],
  Bun: ["bun", "bun"],
  // No more than it takes: the library reads no environment.
  Deno: ["deno", "deno", "run", "--no-prompt", "--allow-net=127.0.0.1", "--allow-read=."],
};

/** Each runs the scenario in every module format that there is, and rejects with the steps that failed. */
export const runtimes: Readonly<Record<string, (consumer: Consumer) => Promise<Row[]>>> = {
  ...Object.fromEntries(
    Object.entries(commands).map(([name, command]) => [name, (consumer) => runFiles(consumer, command)]),
  ),
  workerd: runInWorkerd,
};

const formats = [
  ["ESM", "program.mjs", esModule],
  ["CommonJS", "program.cjs", commonJs],
] as const;

async function runFiles(consumer: Consumer, [install, command, ...args]: Command): Promise<Row[]> {
  const home = new Consumer();
  try {
    await home.install(install);
    const rows: Row[] = [];
    for (const [modules, file, imports] of formats) {
      const stage = await createStage();
      try {
        await consumer.write(file, imports + print(steps(stage.place)));
        const printed = await consumer.run(join(home.folder, "node_modules/.bin", command), ...args, file);
        rows.push({ version: await home.versionOf(command), modules, steps: passed(printed) });
      } finally {
        await stage.close();
      }
    }
    return rows;
  } finally {
    await home.remove();
  }
}

/** In a worker, bundled as deployment tools bundle it. */
async function runInWorkerd(consumer: Consumer): Promise<Row[]> {
  const home = new Consumer();
  const stage = await createStage();
  try {
    // Miniflare needs a newer Node.js than this project does.
    await home.install("miniflare", "node@24");
    const worker = `${esModule} export default { fetch: async () => Response.json(await ${steps(stage.place)}) };`;
    const conditions = ["workerd", "worker", "browser"];
    await home.write("worker.js", await bundle(worker, consumer.folder, { conditions }));
    const serve = `
      import { Miniflare } from "miniflare";
      const modules = [{ type: "ESModule", path: "worker.js" }];
      const miniflare = new Miniflare({ modules, compatibilityDate: "2025-09-01" });
      console.log(await (await miniflare.dispatchFetch("http://worker")).text());
      await miniflare.dispose();`;
    const printed = await home.run(join(home.folder, "node_modules/.bin/node"), await home.write("serve.mjs", serve));
    return [{ version: await home.versionOf("workerd"), modules: "bundle", steps: passed(printed) }];
  } finally {
    await stage.close();
    await home.remove();
  }
}
