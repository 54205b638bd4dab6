import { readFileSync } from "node:fs";
import type { Json, JsonObject } from "../../scripts/openapi/json";
import { description } from "./description";

type Value = Json | undefined;
export type Node = JsonObject;

/** Another description to change: an edition of Sigfox's, which cannot be in the repository. */
const edition = process.env["UPSTREAM_EDITION"];

const published = edition === undefined ? JSON.stringify(description()) : readFileSync(edition, "utf8");

/** A description of Sigfox's form, open to changes. */
export class Upstream {
  readonly json = JSON.parse(published) as Node;

  /** The object at a place; a test that names another place has a mistake in it. */
  at(...place: string[]): Node {
    return place.reduce<Node>((node, key) => {
      const value = node[key];
      if (typeof value !== "object" || value === null) throw new Error(`${place.join(" ")} is not upstream`);
      return value as Node;
    }, this.json);
  }

  operation(operationId: string): Node {
    const all = Object.values(this.at("paths")).flatMap((item) => Object.values(item as Node));
    const found = (all as Node[]).find((one) => one["operationId"] === operationId);
    if (found === undefined) throw new Error(`${operationId} is not upstream`);
    return found;
  }

  parameters(operationId: string): Value[] {
    return this.operation(operationId)["parameters"] as Value[];
  }

  parameter(operationId: string, name: string): Node {
    const found = (this.parameters(operationId) as Node[]).find((one) => one["name"] === name);
    if (found === undefined) throw new Error(`${name} is no parameter of ${operationId}`);
    return found;
  }

  dropParameter(operationId: string, name: string): void {
    const all = this.parameters(operationId);
    all.splice(all.indexOf(this.parameter(operationId, name)), 1);
  }

  responses(operationId: string): Node {
    return this.operation(operationId)["responses"] as Node;
  }

  reply(operationId: string, status: string): Node {
    return this.responses(operationId)[status] as Node;
  }

  properties(definition: string): Node {
    return this.at("definitions", definition, "properties");
  }

  property(definition: string, name: string): Node {
    return this.at("definitions", definition, "properties", name);
  }

  /** What `apiUser` has of its own, beside what it shares with an edition. */
  get user(): Node {
    return this.at("definitions", "apiUser", "allOf", "1", "properties");
  }

  /** Moves an operation to another path or method. */
  move(operationId: string, path: string, method: string): void {
    const operation = this.operation(operationId);
    const paths = this.at("paths");
    for (const item of Object.values(paths) as Node[])
      for (const [key, one] of Object.entries(item)) if (one === operation) Reflect.deleteProperty(item, key);
    paths[path] ??= {} as Node as Value;
    (paths[path] as Node)[method] = operation;
  }

  toString(): string {
    return JSON.stringify(this.json);
  }
}

export function upstream(change: (document: Upstream) => void = () => undefined): string {
  const document = new Upstream();
  change(document);
  return document.toString();
}
