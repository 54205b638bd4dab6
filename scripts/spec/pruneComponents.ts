import { isList, isObject, type JsonObject } from "../openapi/json";
import { target } from "../openapi/shape";
import type { ContractDocument } from "./contractDocument";

/** Removes the components that no operation leads to any more. */
export function pruneComponents(document: ContractDocument): void {
  const { json } = document;
  const reached = new Set<string>();
  reach(json, json["paths"], reached);
  const components = isObject(json["components"]) ? json["components"] : {};
  for (const kind of ["schemas", "responses", "parameters"]) {
    const group = components[kind];
    for (const name of Object.keys(isObject(group) ? group : {}))
      if (!reached.has(`#/components/${kind}/${name}`)) document.remove(["components", kind, name]);
  }
}

function reach(json: JsonObject, value: unknown, reached: Set<string>): void {
  if (isList(value)) for (const one of value) reach(json, one, reached);
  if (!isObject(value)) return;
  const { $ref } = value;
  if (typeof $ref === "string" && !reached.has($ref)) {
    reached.add($ref);
    reach(json, target(json, $ref), reached);
  }
  for (const one of Object.values(value)) reach(json, one, reached);
}
