import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** A project of a user, in a folder of its own, which `await using` removes. */
export class Consumer {
  readonly folder = mkdtempSync(join(tmpdir(), "sigfox-api-users-"));

  constructor() {
    writeFileSync(join(this.folder, "package.json"), JSON.stringify({ name: "consumer", private: true }));
  }

  async install(...packages: string[]): Promise<void> {
    await this.run("npm", "install", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error", ...packages);
  }

  async write(name: string, text: string): Promise<string> {
    const path = join(this.folder, name);
    await writeFile(path, text);
    return path;
  }

  async read(name: string): Promise<string> {
    return await readFile(join(this.folder, name), "utf8");
  }

  /** What a program prints. Rejects with everything that it printed when it fails. */
  async run(program: string, ...args: string[]): Promise<string> {
    // On Windows, npm and what it installs are scripts that only a shell can run.
    const shell = process.platform === "win32" && program !== process.execPath;
    const options = { cwd: this.folder, maxBuffer: 2 ** 26, timeout: 180_000, killSignal: "SIGKILL", shell } as const;
    try {
      return (await promisify(execFile)(program, args, options)).stdout;
    } catch (error) {
      const { message, stdout = "" } = error as Error & { readonly stdout?: string };
      throw new Error(`${message}\n${stdout}`);
    }
  }

  /** The version of a package that is installed. */
  async versionOf(name: string): Promise<string> {
    const text = await this.read(join("node_modules", name, "package.json"));
    return (JSON.parse(text) as { version: string }).version;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
