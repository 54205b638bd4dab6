import { same } from "../openapi/json";
import { matchOperations } from "../openapi/matchOperations";
import { readDescription } from "../openapi/readDescription";
import { SpecError } from "../openapi/SpecError";
import { line, type Change } from "./change";
import { compareModels } from "./compareModels";
import { ContractDocument } from "./contractDocument";
import { correct } from "./corrections";
import type { Facade } from "./facade";
import { merge } from "./merge";
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
  const document = new ContractDocument(contract);
  const [json, before] = [document.json, document.model];
  const found = matchOperations(before.operations, upstream.operations).matched.length;
  // YAML that is cut off between two lines is still YAML.
  if (found * 2 < before.operations.length)
    throw new SpecError(
      `the description has only ${found} of the contract's ${before.operations.length} operations: is it cut off?`,
    );
  const corrected = correct(upstream, before);
  const notes = new Set(corrected.notes);
  merge(document, corrected.model, (note) => notes.add(note));
  if (same(document.json, json)) return { contract, changes: [], notes: [...notes] };
  const [merged, after] = [document.json, document.model];
  const text = document.toString();
  merge(document, correct(upstream, after).model, () => undefined);
  if (!same(document.json, merged))
    throw new SpecError(
      "importing this twice would give another result than once: write the change into the contract by hand",
    );
  return { contract: text, changes: compareModels(before, after, facade), notes: [...notes] };
}

/** The whole result, for people. */
export function importReport({ changes, notes }: Imported, version: string): string {
  const lookAt = notes.length > 0 ? ["To look at", ...notes.map((note) => `  ${note}`), ""] : [];
  if (changes.length === 0) return [...lookAt, notes.length > 0 ? "No other difference." : "No difference."].join("\n");
  const lines = [...changes.map(line), bumpLine(bumpOf(changes), version)];
  return [...lookAt, "Difference", ...lines.map((one) => `  ${one}`)].join("\n");
}
