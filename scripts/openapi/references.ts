import { isObject, type Json, type JsonObject } from "./json";
import { SpecError } from "./SpecError";

/** What a `$ref` of this document points at; a dangling one is refused. */
export function target(document: JsonObject, ref: string): Json {
  const path = ref.startsWith("#/") ? ref.slice(2).split("/") : undefined;
  if (path === undefined) throw new SpecError(`${ref} points outside the document: bundle it into one file first`);
  let at: Json | undefined = document;
  for (const part of path) {
    const key = decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
    at = isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  }
  if (at === undefined) throw new SpecError(`${ref} points at nothing`);
  return at;
}

/** An object of the document, or the one that its `$ref` stands for. */
export function follow(document: JsonObject, value: Json | undefined, seen: readonly string[] = []): JsonObject {
  if (!isObject(value)) throw new SpecError(`expected an object, found ${JSON.stringify(value)}`);
  const ref = value["$ref"];
  if (typeof ref !== "string") return value;
  if (seen.includes(ref)) throw new SpecError(`${ref} refers to itself (${[...seen, ref].join(" → ")})`);
  return follow(document, target(document, ref), [...seen, ref]);
}
