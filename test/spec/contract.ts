import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Json, JsonObject } from "../../scripts/openapi/json";
import type { Facade } from "../../scripts/spec/facade";

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

const parsed = parse(fixture) as JsonObject;

/** The contract of the fixtures, open to changes. */
export class Contract {
  readonly json = structuredClone(parsed);

  /** The object at a place; a test that names another place has a mistake in it. */
  at(...place: string[]): JsonObject {
    return place.reduce<JsonObject>((node, key) => {
      const value = node[key];
      if (typeof value !== "object" || value === null) throw new Error(`${place.join(" ")} is not in the contract`);
      return value as JsonObject;
    }, this.json);
  }

  operation(operationId: string): JsonObject {
    const all = Object.values(this.at("paths")).flatMap((item) => Object.values(item as JsonObject));
    const found = (all as JsonObject[]).find((one) => one["operationId"] === operationId);
    if (found === undefined) throw new Error(`${operationId} is not in the contract`);
    return found;
  }

  /** The parameters of an operation, as a list that can be extended. */
  parameters(operationId: string): Json[] {
    return (this.operation(operationId)["parameters"] ??= []) as Json[];
  }

  parameter(operationId: string, name: string): JsonObject {
    const found = (this.parameters(operationId) as JsonObject[]).find((one) => one["name"] === name);
    if (found === undefined) throw new Error(`${name} is no parameter of ${operationId}`);
    return found;
  }

  responses(operationId: string): JsonObject {
    return this.operation(operationId)["responses"] as JsonObject;
  }

  properties(schema: string): JsonObject {
    return this.at("components", "schemas", schema, "properties");
  }
}

/** The contract with a change: as JSON, which is YAML too and is read faster. */
export function changed(change: (contract: Contract) => void): string {
  const contract = new Contract();
  change(contract);
  return JSON.stringify(contract.json);
}

/** The contract with a change, as it is once it has been read. */
export const changedDocument = (change: (contract: Contract) => void): JsonObject =>
  JSON.parse(changed(change)) as JsonObject;
