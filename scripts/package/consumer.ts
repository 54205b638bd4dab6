import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** A project of a user, in a folder of its own, with the packed tarball installed. */
export interface Consumer {
  readonly folder: string;
  /** Installs more packages, by name and version. */
  install(...packages: string[]): Promise<void>;
  write(name: string, text: string): Promise<string>;
  /** What a program prints. Rejects, with all that was printed, when it fails. */
  run(program: string, ...args: string[]): Promise<string>;
  remove(): Promise<void>;
}

/** An empty folder, to be removed by whoever asks for it. */
export const temporaryFolder = (): Promise<string> => mkdtemp(join(tmpdir(), "sigfox-api-users-"));

/** On Windows, npm is a script that only a shell can run. */
export const needsShell = (program: string): boolean => process.platform === "win32" && program !== process.execPath;

export async function createConsumer(...packages: string[]): Promise<Consumer> {
  const folder = await temporaryFolder();
  const run = async (program: string, ...args: string[]): Promise<string> =>
    (
      await execute(program, args, {
        cwd: folder,
        maxBuffer: 2 ** 26,
        timeout: 180_000,
        killSignal: "SIGKILL",
        shell: needsShell(program),
      })
    ).stdout;
  const consumer: Consumer = {
    folder,
    async install(...names) {
      await run("npm", "install", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error", ...names);
    },
    async write(name, text) {
      const path = join(folder, name);
      await writeFile(path, text);
      return path;
    },
    run,
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
  await consumer.write("package.json", JSON.stringify({ name: "consumer", private: true }));
  await consumer.install(...packages);
  return consumer;
}
