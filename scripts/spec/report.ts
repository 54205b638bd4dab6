import type { Facts } from "../openapi/facts";
import { judgedChanges, type JudgedChange } from "./changes";
import { methodName, type Facade } from "./facade";
import type { Severity } from "./severity";

export interface Difference {
  readonly changes: readonly JudgedChange[];
  readonly breaking: boolean;
  readonly bump: Bump;
  readonly version: string;
  readonly nextVersion: string;
}

type Bump = "major" | "minor" | "patch" | "none";

/** What is different between two contracts, and what follows for the version. */
export function difference(before: Facts, after: Facts, version: string): Difference {
  const changes = judgedChanges(before.places, after.places);
  const has = (...severities: Severity[]) => changes.some(({ severity }) => severities.includes(severity));
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
export function differenceLines({ changes, bump, version, nextVersion: next }: Difference, facade: Facade): string[] {
  if (changes.length === 0) return ["No difference."];
  const early = version.startsWith("0.") ? ", at 0.x one place lower" : "";
  return [...changes.map((change) => line(change, facade)), `Version: ${bump} bump${early}: ${version} → ${next}`];
}

/** A change, with the methods that it touches. */
export function line({ severity, what, places }: JudgedChange, facade: Facade): string {
  const touched = new Set(places.flatMap((place) => touchedAt(place, facade)));
  const names = touched.size > 3 ? ["all methods"] : [...touched];
  const arrow = names.length > 0 ? ` → ${names.join(", ")}` : "";
  return `${severity.padEnd(14)} ${places.map((place) => `\`${place}\``).join(", ")} ${what}${arrow}`;
}

/** No method shows the headers of a response: events do, and `http`. */
function touchedAt(place: string, facade: Facade): string[] {
  const [operation = ""] = place.split(" ", 1);
  if (operation === "service" || operation === "path") return [];
  if (/ (\d\w\w|default) header /.test(place)) return ["onAttempt", "apiUsers.http"];
  return [methodName(facade, operation) ?? "apiUsers.http"];
}
