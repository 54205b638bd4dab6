import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { SpecError } from "../openapi/SpecError";

/** A file, or a `revision:path` of git. */
export function readVersion(root: string, name: string): string {
  try {
    if (existsSync(name)) return readFileSync(name, "utf8");
    return execFileSync("git", ["show", name], { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    throw new SpecError(`${name} is neither a file nor a revision:path of git`);
  }
}
