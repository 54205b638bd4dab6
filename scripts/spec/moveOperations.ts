import { asList, asObject, namesOf, put, same, type JsonObject } from "../openapi/json";
import type { Matched } from "../openapi/matchOperations";
import { pathKey } from "../openapi/model";
import { SpecError } from "../openapi/SpecError";

/** The names of the parameters of a path. */
export const namesIn = (path: string): string[] => [...path.matchAll(/\{([^}]*)\}/g)].map((match) => match[1] ?? "");

/** Gives operations their names, and takes them to their paths. A path that differs in the names of its parameters alone stays. */
export function moveOperations(paths: JsonObject, matched: readonly Matched[]): void {
  const moves = matched.map(({ ours, their }) => {
    const isSame = pathKey(ours.path) === pathKey(their.path) && ours.path.endsWith("/") === their.path.endsWith("/");
    const names = namesIn(ours.path);
    const to = their.path.replaceAll(/\{[^}]*\}/g, (own) => (names.length > 0 ? `{${names.shift() ?? ""}}` : own));
    return { ours, their, to: isSame ? ours.path : to };
  });
  for (const { ours, to } of moves) {
    const isWhole = moves.every((one) => one.ours.item !== ours.item || one.to === to);
    if (isWhole && paths[to] === undefined) rename(paths, ours.path, to);
  }
  for (const { ours, their, to } of moves) {
    const { node, item } = ours;
    node["operationId"] = their.operationId;
    const target = (paths[to] ??= {}) as JsonObject;
    const [from, method] = [ours.method.toLowerCase(), their.method.toLowerCase()];
    if (target[method] === node) continue;
    if (target[method] !== undefined)
      throw new SpecError(
        `${their.operationId} takes the place of another operation: write that by hand, then import again`,
      );
    put(item, from, undefined);
    target[method] = node;
    const shared = asList(target["parameters"]);
    const own = asList(node["parameters"]).filter((one) => !shared.some((other) => same(one, other)));
    put(node, "parameters", own.length > 0 ? own : undefined);
  }
  for (const path of Object.keys(paths))
    if (namesOf(asObject(paths[path])).every((key) => key === "parameters")) put(paths, path, undefined);
}

/** Gives a key another name and keeps its place. */
function rename(holder: JsonObject, from: string, to: string): void {
  for (const [key, value] of Object.entries(holder)) {
    put(holder, key, undefined);
    holder[key === from ? to : key] = value;
  }
}
