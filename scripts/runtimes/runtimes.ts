import type { Consumer } from "../package/consumer";
import { runInChromium } from "./chromium";
import { runAsProgram } from "./programs";
import type { Run } from "./report";
import { runInWorkerd } from "./workerd";

/** A place where JavaScript runs. */
export interface Runtime {
  readonly name: string;
  /** Runs the scenario, in every module format that there is. Rejects if the runtime cannot be had. */
  readonly run: (consumer: Consumer) => Promise<readonly Run[]>;
}

const node = (version: string): Runtime => ({
  name: `Node.js ${version}`,
  run: (consumer) => runAsProgram(consumer, { packages: [`node@${version}`], command: "node", version: ["--version"] }),
});

export const runtimes: readonly Runtime[] = [
  node("20.0.0"),
  node("20"),
  node("22"),
  node("24"),
  node("26"),
  {
    name: "Bun",
    run: (consumer) => runAsProgram(consumer, { packages: ["bun"], command: "bun", version: ["--version"] }),
  },
  {
    name: "Deno",
    run: (consumer) =>
      runAsProgram(consumer, {
        packages: ["deno"],
        command: "deno",
        version: ["eval", "console.log(Deno.version.deno)"],
        // No more than it takes: the library reads no environment.
        args: ["run", "--no-prompt", "--allow-net=127.0.0.1", `--allow-read=${consumer.folder}`],
        fakeArgs: ["run", "--allow-all"],
      }),
  },
  { name: "workerd", run: runInWorkerd },
  { name: "Chromium", run: runInChromium },
];
