import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { SpecError } from "../openapi/SpecError";

/** A file of the last commit, or of `revision:path`. */
export function committed(root: string, name: string): string {
  try {
    return execFileSync("git", ["show", name], { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    throw new SpecError(`git has no ${name}`);
  }
}

/** A file, or a `revision:path` of git. */
export function readVersion(root: string, name: string): string {
  try {
    return readFileSync(name, "utf8");
  } catch {
    if (/^[^:]{2,}:/.test(name)) return committed(root, name);
    throw new SpecError(`${name} cannot be read`);
  }
}
