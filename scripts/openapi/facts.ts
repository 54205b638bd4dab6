import { createHash } from "node:crypto";
import {
  asList,
  asObject,
  groupBy,
  isList,
  isObject,
  mapValues,
  text,
  worded,
  type Json,
  type JsonObject,
} from "./json";
import { follow, target } from "./references";

/** What a description says of each place in it, such as `getApiUser query fields`: a type, a bound, a status, a hash of a text. */
export interface Facts {
  readonly places: ReadonlyMap<string, ReadonlySet<string>>;
  /** The texts that stand behind the hashes. They are shown, and never stored. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Whether these are the facts of an operation itself. */
export const isOperation = (facts: ReadonlySet<string> = new Set()): boolean =>
  [...facts].some((fact) => fact.startsWith("security="));

/** Every fact of an OpenAPI 3 document. A key that is not known here becomes a fact too, so that nothing is lost. */
export function factsOf(document: JsonObject): Facts {
  const reader = new Reader(document);
  reader.readService();
  for (const [path, item] of Object.entries(asObject(document["paths"]))) reader.readPath(path, item);
  return reader;
}

/** A short hash of a value, whatever the order of its keys. */
export const hashOf = (value: unknown): string =>
  createHash("sha256")
    .update(JSON.stringify(sorted(value)))
    .digest("hex")
    .slice(0, 8);

const sorted = (value: unknown): unknown => {
  if (isList(value)) return value.map(sorted);
  if (!isObject(value)) return value ?? null;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
};

/** The keys of a path that are operations. */
export const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** What explains and changes nothing for a program. */
export const noFacts: readonly string[] = ["example", "examples", "externalDocs", "tags", "title", "info"];

const prose = ["summary", "description"];

/** What is said by a word if it is true, and by none if not. Descriptions in Swagger 2.0 say some of these as extensions. */
const words: Readonly<Record<string, string>> = {
  ...{ required: "required", deprecated: "deprecated", readOnly: "readOnly", writeOnly: "writeOnly", nullable: "null" },
  ...{ "x-deprecated": "deprecated", "x-readOnly": "readOnly", "x-writeOnly": "writeOnly", "x-nullable": "null" },
};

/** Values of these keywords are facts, even if they contain spaces. */
const verbatim = new Set(["enum", "const", "default", "pattern"]);

class Reader implements Facts {
  readonly places = new Map<string, Set<string>>();
  readonly texts = new Map<string, string>();

  constructor(readonly document: JsonObject) {}

  readService(): void {
    const { document } = this;
    const urls = asList(document["servers"]).map((server) => worded(asObject(server)["url"]).replace(/\/$/, ""));
    this.#say("service", ...urls);
    this.#rest("service", document, ["openapi", "servers", "paths", "components", "security"]);
    for (const [name, scheme] of Object.entries(this.#schemes())) {
      const place = `service credentials ${wordsOf(scheme, name)}`;
      this.#rest(place, scheme, ["type", "scheme", "in", "name"]);
    }
    const { paths } = document;
    this.#rest(
      "service",
      asObject(paths),
      Object.keys(asObject(paths)).filter((key) => key.startsWith("/")),
    );
  }

  readPath(path: string, value: Json | undefined): void {
    const item = this.#object(value);
    this.#rest(`path ${path}`, item, ["parameters", "$ref", ...methods]);
    for (const method of methods)
      if (item[method] !== undefined) this.#readOperation(path, method.toUpperCase(), item, asObject(item[method]));
  }

  #readOperation(path: string, method: string, item: JsonObject, operation: JsonObject): void {
    const own = operation["operationId"];
    // Two operations of one name stay apart.
    const id =
      typeof own === "string" && !this.places.has(own)
        ? own
        : `${own === undefined ? "" : `${shown(own)} `}${method} ${path}`;
    this.#say(id, method, path, `security=${this.#securityOf(operation)}`);
    this.#rest(id, operation, ["operationId", "parameters", "requestBody", "responses", "security"]);
    this.#readParameters(id, [item["parameters"], operation["parameters"]]);
    if (operation["requestBody"] !== undefined) {
      const body = this.#object(operation["requestBody"]);
      this.#say(`${id} body`);
      this.#rest(`${id} body`, body, ["content"]);
      this.#readContent(`${id} body`, body);
    }
    for (const [status, one] of Object.entries(asObject(operation["responses"]))) {
      if (status.startsWith("x-")) this.#say(id, ...factOf(`responses.${status}`, this.#resolved(one)));
      else this.#readResponse(`${id} ${status}`, this.#object(one));
    }
  }

  /** A parameter of the operation replaces one of the path; one that stands twice in a list says so. */
  #readParameters(id: string, lists: readonly (Json | undefined)[]): void {
    const all = new Map<string, JsonObject[]>();
    for (const list of lists) {
      const here = groupBy(
        asList(list).map((one) => this.#object(one)),
        ({ name, in: where }) => `${id} ${worded(where)} ${nameOf(worded(name))}`,
      );
      for (const [place, found] of here) all.set(place, found);
    }
    for (const [place, found] of all) {
      if (found.length > 1) this.#say(place, "twice");
      for (const parameter of found) this.#readParameter(place, parameter);
    }
  }

  #readParameter(place: string, parameter: JsonObject): void {
    const { name, in: where, style, explode, schema } = parameter;
    const usual = where === "query" || where === "cookie" ? "form" : "simple";
    this.#say(place);
    if (style !== undefined && style !== usual) this.#say(place, `style=${shown(style)}`);
    if (explode !== undefined && explode !== ((style ?? usual) === "form"))
      this.#say(place, `explode=${shown(explode)}`);
    this.#rest(place, parameter, ["name", "in", "style", "explode", "schema", "x-fields"]);
    const { enum: blocks, ...rest } = asObject(schema);
    const trees = name === "fields" ? asList(blocks).map(treeOf) : [];
    const isRead = trees.length > 0 && trees.every((tree) => tree !== undefined);
    if (schema !== undefined) this.#readSchema(place, isRead ? rest : schema);
    for (const tree of [parameter["x-fields"], ...(isRead ? trees : [])]) this.#readSelectable(place, asObject(tree));
  }

  /** What `fields` can select. */
  #readSelectable(place: string, tree: JsonObject): void {
    for (const [name, below] of Object.entries(tree)) {
      this.#say(`${place} ${name}`, "selectable");
      this.#readSelectable(`${place} ${name}`, asObject(below));
    }
  }

  #readResponse(place: string, response: JsonObject): void {
    this.#say(place);
    this.#rest(place, response, ["content", "headers"]);
    for (const [name, one] of Object.entries(asObject(response["headers"]))) {
      this.#readParameter(`${place} header ${nameOf(name)}`, { ...this.#object(one), in: "header" });
    }
    this.#readContent(place, response);
  }

  /** What stands in another media type is said once if it is the same as in JSON. */
  #readContent(place: string, { content }: JsonObject): void {
    const all = Object.entries(asObject(content));
    const [main] = [all.find(([type]) => type.startsWith("application/json")), ...all].filter(Boolean);
    for (const [type, value] of all) {
      const { schema, ...media } = asObject(value);
      const root = type === main?.[0] ? place : `${place} as ${type}`;
      this.#say(place, type);
      this.#rest(root, media, []);
      const isSame =
        root !== place && hashOf(this.#resolved(schema)) === hashOf(this.#resolved(asObject(main?.[1])["schema"]));
      if (schema !== undefined && !isSame) this.#readSchema(root, schema, " ");
    }
  }

  /** @param glue what stands between the place of an object and the name of a property */
  #readSchema(place: string, schema: Json | undefined, glue = ".", seen: readonly string[] = []): void {
    this.#say(place);
    if (!isObject(schema)) return this.#say(place, schema === true ? "anything" : `schema=${shown(schema)}`);
    const { $ref, type, oneOf, anyOf, allOf, required, properties, items, additionalProperties, ...rest } = schema;
    const below = (name: string) => `${place}${glue}${nameOf(name)}`;
    const same = (one: Json, more: readonly string[] = seen) => this.#readSchema(place, one, glue, more);
    if (typeof $ref === "string") {
      if (seen.includes($ref)) this.#say(place, `recursive=${seen.length - seen.indexOf($ref)}`);
      else same(target(this.document, $ref), [...seen, $ref]);
    }
    const types = isList(type) ? type : type === undefined ? [] : [type];
    this.#say(place, ...types.map((one) => (one === "null" ? "null" : shown(one))));
    for (const one of asList(allOf)) same(one);
    for (const [word, list] of Object.entries({ oneOf: asList(oneOf), anyOf: asList(anyOf) })) {
      const members = list.filter((one) => asObject(one)["type"] !== "null");
      if (members.length < list.length) this.#say(place, "null");
      if (members.length === 1) members.forEach((one) => same(one));
      else members.forEach((one, index) => this.#readSchema(`${place}<${word}${index + 1}>`, one, ".", seen));
    }
    for (const name of asList(required)) this.#say(below(worded(name)), "required");
    for (const [name, one] of Object.entries(asObject(properties))) this.#readSchema(below(name), one, ".", seen);
    if (items !== undefined) this.#readSchema(`${place}${glue === "." ? "" : glue}[]`, items, ".", seen);
    if (isObject(additionalProperties)) this.#readSchema(below("*"), additionalProperties, ".", seen);
    else if (additionalProperties !== undefined)
      this.#say(place, `additionalProperties=${shown(additionalProperties)}`);
    this.#rest(place, rest, []);
  }

  /** Whatever stands in an object beside what is read of it. */
  #rest(place: string, object: JsonObject, read: readonly string[]): void {
    for (const [key, value] of Object.entries(object)) {
      if (value === undefined || read.includes(key) || noFacts.includes(key)) continue;
      const word = words[key];
      if (word !== undefined && typeof value === "boolean") this.#say(place, ...(value ? [word] : []));
      else if (!prose.includes(key) || typeof value !== "string")
        this.#say(place, ...factOf(key, this.#resolved(value)));
    }
    const told = prose.flatMap((key) => text(object[key]) ?? []).join(" ");
    if (told === "") return;
    const inOneLine = told.replaceAll(/\s+/g, " ").trim();
    const hash = `text:${hashOf(inOneLine)}`;
    this.texts.set(hash, inOneLine);
    this.#say(place, hash);
  }

  #say(place: string, ...facts: readonly string[]): void {
    const known = this.places.get(place) ?? new Set();
    for (const fact of facts) known.add(fact);
    this.places.set(place, known);
  }

  #schemes(): Record<string, JsonObject> {
    const schemes = asObject(asObject(this.document["components"])["securitySchemes"]);
    return mapValues(schemes, (one) => this.#object(one));
  }

  #securityOf(operation: JsonObject): string {
    const security = operation["security"] ?? this.document["security"];
    if (security === undefined) return "unstated";
    const schemes = this.#schemes();
    const ways = asList(security).map((way) =>
      Object.entries(asObject(way)).map(([name, scopes]) =>
        [wordsOf(schemes[name] ?? {}, name), ...asList(scopes).map(shown)].join(":"),
      ),
    );
    const written = ways.map((schemesOfWay) => schemesOfWay.join("+") || "none");
    return written.sort().join("|") || "none";
  }

  /** An object, or what its `$ref` stands for, with whatever stands beside the `$ref`. */
  #object(value: Json | undefined): JsonObject {
    const { $ref, ...beside } = asObject(value);
    return { ...follow(this.document, value), ...($ref === undefined ? {} : beside) };
  }

  #resolved(value: Json | undefined): Json {
    return resolved(this.document, value);
  }
}

/** A value with every reference in it followed, as far as none leads back to itself. */
export function resolved(document: JsonObject, value: Json | undefined, seen: readonly string[] = []): Json {
  if (isList(value)) return value.map((one) => resolved(document, one, seen));
  if (!isObject(value)) return value ?? null;
  const { $ref, ...rest } = value;
  const own = Object.fromEntries(Object.entries(rest).map(([key, one]) => [key, resolved(document, one, seen)]));
  if (typeof $ref !== "string") return $ref === undefined ? own : { $ref: resolved(document, $ref, seen), ...own };
  if (seen.includes($ref)) return { recursive: seen.length - seen.indexOf($ref), ...own };
  return { ...asObject(resolved(document, target(document, $ref), [...seen, $ref])), ...own };
}

function wordsOf({ type, scheme, in: where, name }: JsonObject, alias: string): string {
  const words = [type, scheme, where, name].filter((one) => typeof one === "string");
  return words.join(":") || alias;
}

/** `group(name,type)` as a tree; nothing of a text that is not written so. */
function treeOf(block: Json): Json | undefined {
  const json = worded(block)
    .replaceAll(/[\\\s]/g, "")
    .replaceAll(/\w+/g, '"$&":')
    .replaceAll(/:(?=[,)]|$)/g, ":true")
    .replaceAll(":(", ":{")
    .replaceAll(")", "}");
  try {
    return JSON.parse(`{${json}}`) as Json;
  } catch {
    return undefined;
  }
}

const nameOf = (name: string): string => (/^[\w$*.[\]-]+$/.test(name) ? name : shown(name));

function factOf(key: string, value: Json): string[] {
  const isScalar = (one: Json) => typeof one !== "object" || one === null;
  const isShown = isList(value) ? value.every(isScalar) : isScalar(value);
  const isProse = !verbatim.has(key) && /\s/.test(JSON.stringify(value));
  return [`${nameOf(key)}=${isShown && !isProse ? shown(value) : `#${hashOf(value)}`}`];
}

/** A value without spaces: bare if it is a word, otherwise as JSON. */
function shown(value: Json | undefined): string {
  if (typeof value === "string" && /^(?!(?:true|false|null|-?[\d.]+)$)[\w./:-]+$/.test(value)) return value;
  return JSON.stringify(value ?? null).replaceAll(" ", "\\u0020");
}
