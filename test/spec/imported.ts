import { readFileSync } from "node:fs";
import { join } from "node:path";
import { line } from "../../scripts/spec/report";
import type { Facade } from "../../scripts/spec/facade";
import { importDescription, type Imported } from "../../scripts/spec/importDescription";
import { readDescription } from "../../scripts/openapi/readDescription";
import { upstream, type Upstream } from "./upstream";

/** The contract of the fixtures: frozen, so that no test here depends on what the API is like today. */
export const fixture = readFileSync(join(__dirname, "fixtures/contract.yaml"), "utf8");

/** The facade that carries out the contract of the fixtures. */
export const facade: Facade = {
  listApiUsers: { method: "list", takes: ["query"], gives: "result" },
  createApiUser: { method: "create", takes: ["body"], gives: "result" },
  getApiUser: { method: "get", takes: ["query"], gives: "result" },
  updateApiUser: { method: "update", takes: ["body"] },
  deleteApiUser: { method: "delete" },
  addProfileToApiUser: { method: "addProfiles", takes: ["profileIds"] },
  deleteProfileOfApiUser: { method: "removeProfile" },
  renewCredential: { method: "renewCredential", gives: "result" },
};

export const importText = async (source: string, contract = fixture): Promise<Imported> =>
  importDescription(contract, await readDescription(source), "0.1.0", facade);

const unchanged = readDescription(upstream());

/** Imports upstream as it was when a contract of the fixtures was changed. */
export const importUnchanged = async (contract: string): Promise<Imported> =>
  importDescription(contract, await unchanged, "0.1.0", facade);

/** Imports upstream with a change in it. */
export const importChanged = async (change: (document: Upstream) => void, contract = fixture): Promise<Imported> =>
  await importText(upstream(change), contract);

export const linesOf = ({ difference: { changes } }: Imported): string[] =>
  changes.map((one) => line(one).replace(/ +/, " "));
