import { createHash } from "node:crypto";
import { isList, isObject, type Json } from "./json";

/** A short hash of a value, whatever the order of its keys. */
export const hashOf = (value: unknown): string =>
  createHash("sha256")
    .update(
      JSON.stringify(value ?? null, (_, one: unknown) =>
        isObject(one) ? Object.fromEntries(Object.entries(one).sort()) : one,
      ),
    )
    .digest("hex")
    .slice(0, 8);

type Names = Pick<ReadonlySet<string>, "has">;

/** What an operation is called: by its method and path too if it has no name, or the name of another. */
export function operationName(operationId: Json | undefined, method: string, path: string, known: Names): string {
  if (typeof operationId === "string" && !known.has(operationId)) return operationId;
  return [...(operationId === undefined ? [] : [shown(operationId)]), method, path].join(" ");
}

/** Values of these keywords are facts, even if they contain spaces. */
const verbatim = new Set(["const", "default", "pattern"]);

/** A name as part of a place: bare if it is a word. */
export const nameOf = (name: string): string => (/^[\w$*.[\]-]+$/.test(name) ? name : shown(name));

/** What a key says, prose and objects as a hash; each value of an enumeration by itself. */
export function factsOfKey(key: string, value: Json): string[] {
  if (key === "enum" && isList(value) && value.length > 0) return value.map((one) => `enum=${shown(one)}`);
  const isShown = [value].flat().every((one) => typeof one !== "object" || one === null);
  const isProse = !verbatim.has(key) && /\s/.test(JSON.stringify(value));
  return [`${nameOf(key)}=${isShown && !isProse ? shown(value) : `#${hashOf(value)}`}`];
}

/** A value without spaces: bare if it is a word, otherwise as JSON. */
export function shown(value: Json | undefined): string {
  if (typeof value === "string" && /^(?!(?:true|false|null|-?[\d.]+)$)[\w./:-]+$/.test(value)) return value;
  return JSON.stringify(value ?? null).replaceAll(" ", "\\u0020");
}

export const isType = (fact: string): boolean => /^(string|number|integer|boolean|array|object)$/.test(fact);

/** The method or the path of an operation. */
export const isAddress = (fact: string): boolean => /^\/|^[A-Z]+$/.test(fact);

/** What a fact is about: what it begins with, or what kind of word it is. */
export function keyOf(fact: string): string {
  if (isType(fact)) return "type";
  if (isAddress(fact)) return "address";
  if (/^\w+:\/\//.test(fact)) return "server";
  const named = /^(text|[^=:/]+)[=:]/.exec(fact)?.[1];
  return named ?? (fact.includes("/") ? "media type" : fact);
}

/** The place of which another is one of several alternatives; any other place is its own. */
export const withoutAlternative = (place: string): string => place.replace(/<\w+>$/, "");

/** Whether a place is of what is sent. What `fields` can select is what is received. */
export const isSent = (place: string): boolean =>
  /^\S+ (query|path|header|cookie|body)\b/.test(place) && !/ query \S+ /.test(place);
