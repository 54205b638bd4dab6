import { join } from "node:path";
import { createConsumer, type Consumer } from "../package/consumer";
import { NotInstalled } from "./notInstalled";
import type { FakeUse, Run, StepResult } from "./report";
import { createStage } from "./stage";

/** A runtime that is a command on the npm registry and runs files. */
export interface Command {
  readonly packages: readonly string[];
  readonly command: string;
  readonly version: readonly string[];
  readonly args?: readonly string[];
  readonly fakeArgs?: readonly string[];
}

/** Runs the scenario as an ES module and in CommonJS. */
export async function runAsProgram(
  consumer: Consumer,
  { packages, command, version: versionArgs, args = [], fakeArgs = args }: Command,
): Promise<readonly Run[]> {
  const home = await createConsumer(...packages).catch((cause: unknown) => {
    throw new NotInstalled(packages.join(), cause);
  });
  try {
    const binary = join(home.folder, "node_modules/.bin", command);
    const version = await home.run(binary, ...versionArgs).catch((cause: unknown) => {
      throw new NotInstalled(packages.join(), cause);
    });
    const use = `import { useFake } from "./fake.mjs"; console.log(JSON.stringify(await useFake())); process.exit();`;
    await consumer.write("useFake.mjs", use);
    const fake = JSON.parse(await consumer.run(binary, ...fakeArgs, "useFake.mjs")) as FakeUse;
    const runs: Run[] = [];
    for (const [modules, file] of [
      ["ESM", "program.mjs"],
      ["CommonJS", "program.cjs"],
    ] as const) {
      const stage = await createStage();
      try {
        const printed = await consumer.run(binary, ...args, file, JSON.stringify(stage.place));
        runs.push({ modules, version: version.trim(), steps: JSON.parse(printed) as StepResult[], fake });
      } finally {
        await stage.close();
      }
    }
    return runs;
  } finally {
    await home.remove();
  }
}
