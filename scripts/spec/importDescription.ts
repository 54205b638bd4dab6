import { line, type Change } from "./change";
import { compare } from "./compare";
import { correct, type Outcome } from "./corrections";
import type { FacadeNames } from "./facadeNames";
import { merge } from "./merge";
import { operationKey } from "./model";
import { readContract, readDescription } from "./readDescription";
import { SpecError } from "./SpecError";

export interface Imported {
  /** The contract as it has to be now; the same text if nothing has changed. */
  readonly contract: string;
  readonly changes: readonly Change[];
  readonly outcomes: readonly Outcome[];
  readonly notes: readonly string[];
}

/** What a published description makes of the contract. Nothing is written. */
export function importDescription(contract: string, source: string, names: FacadeNames): Imported {
  const upstream = readDescription(source);
  const before = readContract(contract);
  const have = new Set(upstream.operations.map(operationKey));
  const found = before.operations.filter((operation) => have.has(operationKey(operation))).length;
  // YAML that is cut off between two lines is still YAML.
  if (found * 2 < before.operations.length)
    throw new SpecError(
      `the description has only ${found} of the contract's ${before.operations.length} operations: is it cut off?`,
    );
  const { model, outcomes, notes } = correct(upstream, before);
  const merged = merge(contract, model);
  const after = readContract(merged);
  if (merge(merged, correct(upstream, after).model) !== merged)
    throw new SpecError(
      "importing this twice would give another result than once: write the change into the contract by hand",
    );
  return { contract: merged, changes: compare(before, after, names), outcomes, notes };
}

/** The whole result, for people. */
export function importReport({ outcomes, notes, changes }: Imported): string {
  const width = Math.max(...outcomes.map(({ name }) => name.length));
  return [
    "Corrections (the rows of openapi/README.md)",
    ...outcomes.map(({ row, name, result }) => `  ${row} ${name.padEnd(width)}  ${result}`),
    ...(notes.length > 0 ? ["", "To look at", ...notes.map((note) => `  ${note}`)] : []),
    "",
    "Difference",
    ...(changes.length > 0 ? changes.map((change) => `  ${line(change)}`) : ["  none"]),
  ].join("\n");
}
