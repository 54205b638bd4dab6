import { asList, asObject, isList, isObject, type Json, type JsonObject } from "./json";
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

/**
 * A value with every reference in it followed, as far as none leads back to itself. What stands beside a reference counts too; what it
 * hides is kept under `allOf`.
 */
export function resolved(document: JsonObject, value: Json | undefined, seen: readonly string[] = []): Json {
  if (isList(value)) return value.map((one) => resolved(document, one, seen));
  if (!isObject(value)) return value ?? null;
  const { $ref, ...rest } = value;
  const own = Object.fromEntries(Object.entries(rest).map(([key, one]) => [key, resolved(document, one, seen)]));
  if (typeof $ref !== "string") return $ref === undefined ? own : { $ref: resolved(document, $ref, seen), ...own };
  if (seen.includes($ref)) return { recursive: seen.length - seen.indexOf($ref), ...own };
  const whole = asObject(resolved(document, target(document, $ref), [...seen, $ref]));
  const isHiding = Object.keys(own).some((key) => Object.hasOwn(whole, key));
  return isHiding ? { ...whole, ...own, allOf: [whole, ...asList(own["allOf"])] } : { ...whole, ...own };
}
