import { line, type Change } from "./change";
import { compareModels } from "./compareModels";
import { correct } from "./corrections";
import type { Facade } from "./facade";
import { matchOperations } from "../openapi/matchOperations";
import { merge } from "./merge";
import { readContract, readDescription } from "../openapi/readDescription";
import { SpecError } from "../openapi/SpecError";
import { bumpLine, bumpOf } from "./versionBump";

export interface Imported {
  /** The contract as it has to be now; the same text if nothing has changed. */
  readonly contract: string;
  readonly changes: readonly Change[];
  /** What a person should look at: the import cannot judge it. */
  readonly notes: readonly string[];
}

/** What a published description makes of the contract. Nothing is written. */
export async function importDescription(contract: string, source: string, facade: Facade): Promise<Imported> {
  const upstream = await readDescription(source);
  const before = readContract(contract);
  const found = matchOperations(before.operations, upstream.operations).matched.length;
  // YAML that is cut off between two lines is still YAML.
  if (found * 2 < before.operations.length)
    throw new SpecError(
      `the description has only ${found} of the contract's ${before.operations.length} operations: is it cut off?`,
    );
  const corrected = correct(upstream, before);
  const notes = new Set(corrected.notes);
  const merged = merge(contract, corrected.model, (note) => notes.add(note));
  if (merged === contract) return { contract, changes: [], notes: [...notes] };
  const after = readContract(merged);
  const again = merge(merged, correct(upstream, after).model, () => undefined);
  if (again !== merged)
    throw new SpecError(
      "importing this twice would give another result than once: write the change into the contract by hand",
    );
  return { contract: merged, changes: compareModels(before, after, facade), notes: [...notes] };
}

/** The whole result, for people. */
export function importReport({ changes, notes }: Imported, version: string): string {
  const lookAt = notes.length > 0 ? ["To look at", ...notes.map((note) => `  ${note}`), ""] : [];
  if (changes.length === 0) return [...lookAt, notes.length > 0 ? "No other difference." : "No difference."].join("\n");
  const lines = [...changes.map(line), bumpLine(bumpOf(changes), version)];
  return [...lookAt, "Difference", ...lines.map((one) => `  ${one}`)].join("\n");
}
