import { join } from "node:path";
import { bundle } from "../package/bundle";
import { Consumer } from "../package/consumer";
import { commonJs, esModule, passed, print, steps } from "./program";
import { createStage } from "./stage";

/** One row of the table. */
export type Row = Readonly<Record<string, string | number>>;

/** A runtime that is a command on the npm registry. */
interface Command {
  readonly packages: readonly string[];
  readonly command: string;
  readonly args?: readonly string[];
}

const node = (version: string): Command => ({ packages: [`node@${version}`], command: "node" });
const deno = {
  packages: ["deno"],
  command: "deno",
  // No more than it takes: the library reads no environment.
  args: ["run", "--no-prompt", "--allow-net=127.0.0.1", "--allow-read=."],
};

/** Runs the scenario in every module format that there is. Rejects with the steps that failed. */
export const runtimes: Readonly<Record<string, (consumer: Consumer) => Promise<Row[]>>> = {
  "Node.js 20.0.0": (consumer) => runFiles(consumer, node("20.0.0")),
  "Node.js 20": (consumer) => runFiles(consumer, node("20")),
  "Node.js 22": (consumer) => runFiles(consumer, node("22")),
  "Node.js 24": (consumer) => runFiles(consumer, node("24")),
  "Node.js 26": (consumer) => runFiles(consumer, node("26")),
  Bun: (consumer) => runFiles(consumer, { packages: ["bun"], command: "bun" }),
  Deno: (consumer) => runFiles(consumer, deno),
  workerd: runInWorkerd,
};

const formats = [
  ["ESM", "program.mjs", esModule],
  ["CommonJS", "program.cjs", commonJs],
] as const;

async function runFiles(consumer: Consumer, { packages, command, args = [] }: Command): Promise<Row[]> {
  const home = new Consumer();
  try {
    await home.install(...packages);
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
