import type { Model } from "../openapi/model";
import { compareModels, type Change } from "./compareModels";
import type { Facade } from "./facade";

export interface Difference {
  readonly changes: readonly Change[];
  readonly breaking: boolean;
  readonly bump: Bump;
  readonly version: string;
  readonly nextVersion: string;
}

type Bump = "major" | "minor" | "patch" | "none";

/** What is different between two contracts, and what follows for the version. */
export function difference(before: Model, after: Model, version: string, facade: Facade): Difference {
  const changes = compareModels(before, after, facade);
  const has = (...severities: Change["severity"][]) => changes.some(({ severity }) => severities.includes(severity));
  const small = has("additive", "compatible") ? "minor" : has("documentation") ? "patch" : "none";
  const bump = has("breaking") ? "major" : small;
  return { changes, breaking: bump === "major", bump, version, nextVersion: nextVersion(version, bump) };
}

/** The version that follows. Before 1.0.0 everything moves one place to the right, as `^0.1.0` understands it. */
function nextVersion(version: string, bump: Bump): string {
  if (bump === "none") return version;
  const parts = version.split(".").map((part) => Number.parseInt(part, 10));
  const place = Math.min(["major", "minor", "patch"].indexOf(bump) + (parts[0] === 0 ? 1 : 0), 2);
  return parts.map((part, index) => (index < place ? part : index === place ? part + 1 : 0)).join(".");
}

/** The whole difference, for people. */
export function differenceLines({ changes, bump, version, nextVersion: next }: Difference): string[] {
  if (changes.length === 0) return ["No difference."];
  const early = version.startsWith("0.") ? ", at 0.x one place lower" : "";
  return [...changes.map(line), `Version: ${bump} bump${early}: ${version} → ${next}`];
}

export const line = ({ severity, what, touches }: Change): string => {
  const names = touches.map((name) => `\`${name}\``).filter((name) => !what.includes(name));
  return `${severity.padEnd(14)} ${what}${names.length > 0 ? ` → ${names.join(", ")}` : ""}`;
};
