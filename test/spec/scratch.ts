import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const repository = join(__dirname, "..", "..");
const copied = [
  "openapi",
  "generated",
  "src",
  "scripts/generate",
  "scripts/generate.ts",
  "scripts/spec",
  "scripts/spec-import.ts",
  "scripts/spec-diff.ts",
  "scripts/regenerate.ts",
  "test/tsconfig.json",
  "test/contract/contract.test.ts",
  "test/spec/examples.ts",
  "package.json",
  "tsconfig.json",
  "jest.config.js",
  "redocly.yaml",
];

/** A copy of the repository with one commit, in which the scripts run as they do in the original. */
export class Scratch {
  readonly root = mkdtempSync(join(tmpdir(), "contract-"));

  constructor() {
    for (const path of copied) {
      mkdirSync(dirname(join(this.root, path)), { recursive: true });
      cpSync(join(repository, path), join(this.root, path), { recursive: true });
    }
    symlinkSync(join(repository, "node_modules"), join(this.root, "node_modules"), "dir");
    this.write("package.json", this.read("package.json").replace(/"version": ".*?"/, '"version": "0.1.0"'));
    this.write(".gitignore", "node_modules\nupstream.json\n*.tsbuildinfo\n");
    this.git("init", "--quiet");
    this.git("add", ".");
    this.git("-c", "user.name=test", "-c", "user.email=test@example.org", "commit", "--quiet", "--message", "start");
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), "utf8");
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.root, path), text);
  }

  /** Runs one of the scripts as `npm run` would, credentials aside. */
  run(script: string, ...args: string[]) {
    const env = { ...process.env, SIGFOX_API_LOGIN: "", SIGFOX_API_PASSWORD: "", NO_COLOR: "1" };
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", script, ...args], {
      cwd: this.root,
      encoding: "utf8",
      env,
    });
    return { status, stdout, stderr };
  }

  /** What is different from the commit; empty if the tree is byte-identical. */
  differences(): string {
    return this.git("status", "--porcelain");
  }

  git(...args: string[]): string {
    return execFileSync("git", args, { cwd: this.root, encoding: "utf8" });
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
