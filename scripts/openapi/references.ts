import { asList, asObject, isList, isObject, mapValues, type Json, type JsonObject } from "./json";
import { SpecError } from "./SpecError";

const nameKey = Symbol("name");

/** What a thing is called that a reference stood for. It is kept beside the description, not in it. */
export const nameIn = (value: JsonObject & { readonly [nameKey]?: string }): string | undefined => value[nameKey];

/**
 * A value with every reference in it followed, as far as none leads back to itself. What stands beside a reference counts too; what it
 * hides is kept under `allOf`. What has no reference in it is the object of the document itself.
 */
export function resolved(document: JsonObject, value: Json | undefined, seen: readonly string[] = []): Json {
  if (isList(value)) return value.map((one) => resolved(document, one, seen));
  if (!isObject(value)) return value ?? null;
  const { $ref, ...rest } = value;
  const own = mapValues(rest, (one) => resolved(document, one, seen));
  if ($ref === undefined) return Object.keys(own).every((key) => own[key] === value[key]) ? value : own;
  if (typeof $ref !== "string") return { $ref: resolved(document, $ref, seen), ...own };
  const found = target(document, $ref);
  const name = { [nameKey]: $ref.slice($ref.lastIndexOf("/") + 1) };
  if (seen.includes($ref)) {
    const { type } = asObject(found);
    return { recursive: seen.length - seen.indexOf($ref), ...(type !== undefined && { type }), ...name, ...own };
  }
  const whole = { ...asObject(resolved(document, found, [...seen, $ref])), ...name };
  const isHiding = Object.keys(own).some((key) => Object.hasOwn(whole, key));
  return isHiding ? { ...whole, ...own, allOf: [whole, ...asList(own["allOf"])] } : { ...whole, ...own };
}

/** What a `$ref` of this document points at; a dangling one is refused. */
function target(document: JsonObject, ref: string): Json {
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

/** What has to be an object. */
export function objectOf(value: Json | undefined): JsonObject {
  if (!isObject(value)) throw new SpecError(`expected an object, found ${JSON.stringify(value)}`);
  return value;
}
