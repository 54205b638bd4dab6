import type { Change } from "./change";

export type Bump = "major" | "minor" | "patch" | "none";

/** The part of a version that has to grow: https://semver.org */
export function bumpOf(changes: readonly Change[]): Bump {
  const has = (...severities: Change["severity"][]) => changes.some(({ severity }) => severities.includes(severity));
  return has("breaking") ? "major" : has("additive", "compatible") ? "minor" : has("documentation") ? "patch" : "none";
}

/** The version that follows. Before 1.0.0 everything moves one place to the right, as `^0.1.0` understands it. */
export function nextVersion(version: string, bump: Bump): string {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map((part) => Number.parseInt(part, 10));
  if (bump === "none") return version;
  if (major === 0) return bump === "major" ? `0.${minor + 1}.0` : `0.${minor}.${patch + 1}`;
  if (bump === "major") return `${major + 1}.0.0`;
  return bump === "minor" ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`;
}

/** One line for people. */
export function bumpLine(bump: Bump, version: string): string {
  if (bump === "none") return "Version: no bump";
  const early = version.startsWith("0.") ? ", at 0.x one place lower" : "";
  return `Version: ${bump} bump${early}: ${version} → ${nextVersion(version, bump)}`;
}
