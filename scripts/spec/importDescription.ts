import { parse } from "yaml";
import { same, type JsonObject } from "../openapi/json";
import { matchOperations } from "../openapi/matchOperations";
import { readModel, type Model } from "../openapi/model";
import { SpecError } from "../openapi/SpecError";
import { ContractYaml } from "./contractYaml";
import { correct } from "./corrections";
import type { Facade } from "./facade";
import { merge } from "./merge";
import { difference, differenceLines, type Difference } from "./report";
import type { Note } from "./schemas";

export interface Imported {
  /** The contract as it has to be now; the same text if nothing has changed. */
  readonly contract: string;
  readonly difference: Difference;
  /** What a person should look at: the import cannot judge it. */
  readonly notes: readonly string[];
}

/** What a published description makes of the contract. Nothing is written. */
export function importDescription(yaml: string, upstream: Model, version: string, facade: Facade): Imported {
  const update = (json: JsonObject, note: Note) => {
    const ours = readModel(json);
    merge(json, ours, correct(upstream, ours, note), note);
  };
  const contract = new ContractYaml(yaml);
  const json = structuredClone(contract.json);
  const before = readModel(json);
  const found = matchOperations(before.operations, upstream.operations).matched.length;
  // YAML that is cut off between two lines is still YAML.
  if (found * 2 < before.operations.length)
    throw new SpecError(
      `the description has only ${found} of the contract's ${before.operations.length} operations: is it cut off?`,
    );
  const notes = new Set<string>();
  update(contract.json, (note) => notes.add(note));
  const isCurrent = same(contract.json, json);
  const text = isCurrent ? yaml : contract.toString();
  const after = isCurrent ? json : (parse(text) as JsonObject);
  const changes = difference(before, readModel(after), version, facade);
  if (!isCurrent) update(after, () => undefined);
  if (!same(after, contract.json))
    throw new SpecError(
      "importing this twice would give another result than once: write the change into the contract by hand",
    );
  return { contract: text, difference: changes, notes: [...notes] };
}

/** The whole result, for people. */
export function importReport({ difference: { changes }, difference: all, notes }: Imported): string {
  const lookAt = notes.length > 0 ? ["To look at", ...notes.map((note) => `  ${note}`), ""] : [];
  if (changes.length === 0) return [...lookAt, notes.length > 0 ? "No other difference." : "No difference."].join("\n");
  return [...lookAt, "Difference", ...differenceLines(all).map((one) => `  ${one}`)].join("\n");
}
