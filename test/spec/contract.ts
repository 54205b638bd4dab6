import { readFileSync } from "node:fs";
import { join } from "node:path";
import { kindOf } from "../../src/errors/kinds";
import { line } from "../../scripts/spec/change";
import { coverageGaps, facadeMethods, facadeNames } from "../../scripts/spec/coverage";
import { importDescription } from "../../scripts/spec/importDescription";
import { readContract } from "../../scripts/spec/readDescription";
import { upstream, type Upstream } from "./upstream";

const read = (path: string) => readFileSync(join(__dirname, "..", "..", path), "utf8");

/** The committed contract. */
export const committed = read("openapi/api-users.yaml");

const client = read("src/client.ts");
export const names = facadeNames(client, kindOf);

export const importText = (source: string, contract = committed) => importDescription(contract, source, names);

/** Imports upstream with a change in it. */
export function importChanged(change: (document: Upstream) => void, contract = committed) {
  const imported = importText(JSON.stringify(upstream(change)), contract);
  return { ...imported, lines: imported.changes.map((one) => line(one).replace(/ +/, " ")) };
}

/** Where the committed facade is behind a contract. */
export const gapsOf = (contract: string) => coverageGaps(readContract(contract), facadeMethods(client), kindOf);
