import { readContract } from "../openapi/readDescription";
import { line, type Change } from "./change";
import { compareModels } from "./compareModels";
import type { Facade } from "./facade";
import { bumpLine, bumpOf, nextVersion, type Bump } from "./versionBump";

export interface Difference {
  readonly changes: readonly Change[];
  readonly breaking: boolean;
  readonly bump: Bump;
  readonly version: string;
  readonly nextVersion: string;
}

/** What is different between two contracts, and what follows for the version. */
export function difference(before: string, after: string, version: string, facade: Facade): Difference {
  const changes = compareModels(readContract(before), readContract(after), facade);
  const bump = bumpOf(changes);
  return { changes, breaking: bump === "major", bump, version, nextVersion: nextVersion(version, bump) };
}

export const differenceLines = ({ changes, bump, version }: Difference): string[] =>
  changes.length === 0 ? ["No difference."] : [...changes.map(line), bumpLine(bump, version)];
