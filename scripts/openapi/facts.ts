import { asList, asObject, isObject, worded, type Json, type JsonObject } from "./json";
import { factsOfKey, hashOf, nameOf, operationName, shown } from "./notation";
import { objectOf, resolved } from "./references";
import { schemeKeys, schemeWords, securityWords } from "./security";

/** What a description says of each place in it, such as `getApiUser query fields`: a type, a bound, a status, a hash of a text. */
export interface Facts {
  readonly places: Places;
  /** The texts that stand behind the hashes. They are shown, and never stored. */
  readonly texts: ReadonlyMap<string, string>;
}

export type Places = ReadonlyMap<string, ReadonlySet<string>>;

/** Whether these are the facts of an operation itself. */
export const isOperation = (facts: ReadonlySet<string> = new Set()): boolean =>
  [...facts].some((fact) => fact.startsWith("security="));

/** Every fact of an OpenAPI 3 document. A key that is not known here becomes a fact too, so that nothing is lost. */
export function factsOf(document: JsonObject): Facts {
  const { components, ...rest } = document;
  const { securitySchemes } = asObject(components);
  return new Reader(asObject(resolved(document, { ...rest, securitySchemes })));
}

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

/** What is read of a key, by its name. Whatever has no reader is a fact of the place that it stands in. */
type Readers = Readonly<Record<string, (value: Json) => void>>;

/** For a key that has been read together with another. */
const alreadyRead = (): void => undefined;

class Reader implements Facts {
  readonly places = new Map<string, Set<string>>();
  readonly texts = new Map<string, string>();
  readonly #schemes: JsonObject;
  readonly #security: Json | undefined;

  /** @param document - with every reference in it followed */
  constructor(document: JsonObject) {
    this.#schemes = asObject(document["securitySchemes"]);
    this.#security = document["security"];
    this.#read("service", document, {
      openapi: alreadyRead,
      security: alreadyRead,
      servers: (servers) => {
        const urls = asList(servers).map((server) => worded(asObject(server)["url"]).replace(/\/$/, ""));
        this.#say("service", ...urls);
      },
      paths: (paths) => {
        const all = Object.entries(asObject(paths)).filter(([key]) => key.startsWith("/"));
        const readers = all.map(([path]) => [path, (item: Json) => this.#readPath(path, item)] as const);
        this.#read("service", paths, Object.fromEntries(readers));
      },
      securitySchemes: () => {
        for (const [name, scheme] of Object.entries(this.#schemes)) {
          const stated = Object.fromEntries(schemeKeys.map((key) => [key, alreadyRead]));
          this.#read(`service credentials ${schemeWords(asObject(scheme), name)}`, scheme, stated);
        }
      },
    });
  }

  #readPath(path: string, item: Json): void {
    const { parameters, ...others } = objectOf(item);
    const readOf = (method: string) => (operation: Json) =>
      this.#readOperation(path, method.toUpperCase(), parameters, asObject(operation));
    this.#read(`path ${path}`, others, Object.fromEntries(methods.map((method) => [method, readOf(method)])));
  }

  #readOperation(path: string, method: string, shared: Json | undefined, operation: JsonObject): void {
    const { operationId, security = this.#security, parameters, ...rest } = operation;
    const id = operationName(operationId, method, path, this.places);
    this.#say(id, method, path, `security=${securityWords(this.#schemes, security)}`);
    const all = [...asList(shared), ...asList(parameters)].map(objectOf);
    // A parameter of the operation replaces one of the path.
    const byPlace = new Map(all.map((one) => [`${worded(one["in"])} ${nameOf(worded(one["name"]))}`, one]));
    for (const [place, parameter] of byPlace) this.#readParameter(`${id} ${place}`, parameter);
    this.#read(id, rest, {
      requestBody: (body) => this.#readBody(`${id} body`, body),
      responses: (responses) => {
        for (const [status, one] of Object.entries(asObject(responses))) {
          if (status.startsWith("x-")) this.#say(id, ...factsOfKey(`responses.${status}`, one ?? null));
          else this.#readBody(`${id} ${status}`, one);
        }
      },
    });
  }

  #readParameter(place: string, parameter: JsonObject): void {
    const { name, in: where, style, explode, ...rest } = parameter;
    this.#say(place);
    const usual = where === "query" || where === "cookie" ? "form" : "simple";
    if (style !== undefined && style !== usual) this.#say(place, `style=${shown(style)}`);
    if (explode !== undefined && explode !== ((style ?? usual) === "form"))
      this.#say(place, `explode=${shown(explode)}`);
    this.#read(place, rest, {
      schema: (schema) => {
        const { enum: blocks, ...others } = asObject(schema);
        const trees = name === "fields" ? asList(blocks).map(treeOf) : [];
        const isRead = trees.length > 0 && trees.every((tree) => tree !== undefined);
        for (const tree of isRead ? trees : []) this.#readSelectable(place, tree);
        this.#readSchema(place, isRead ? others : schema);
      },
      "x-fields": (tree) => this.#readSelectable(place, tree),
    });
  }

  /** What `fields` can select. */
  #readSelectable(place: string, tree: Json | undefined): void {
    for (const [name, below] of Object.entries(asObject(tree))) {
      this.#say(`${place} ${name}`, "selectable");
      this.#readSelectable(`${place} ${name}`, below);
    }
  }

  /** The body of a request, or a response. What it is in different media types is said in one place. */
  #readBody(place: string, body: Json | undefined): void {
    this.#say(place);
    this.#read(place, body, {
      content: (content) => {
        for (const [type, media] of Object.entries(asObject(content))) {
          this.#say(place, type.replaceAll(/\s/g, ""));
          this.#read(place, media, { schema: (schema) => this.#readSchema(place, schema, " ") });
        }
      },
      headers: (headers) => {
        for (const [name, one] of Object.entries(asObject(headers)))
          this.#readParameter(`${place} header ${nameOf(name)}`, { ...objectOf(one), in: "header" });
      },
    });
  }

  /** @param glue what stands between the place of an object and the name of a property */
  #readSchema(place: string, schema: Json | undefined, glue = "."): void {
    this.#say(place);
    if (!isObject(schema)) return this.#say(place, schema === true ? "anything" : `schema=${shown(schema)}`);
    const below = (name: string) => `${place}${glue}${nameOf(name)}`;
    const same = (one: Json) => this.#readSchema(place, one, glue);
    const alternatives = (word: string) => (list: Json) => {
      const members = asList(list).filter((one) => asObject(one)["type"] !== "null");
      if (members.length < asList(list).length) this.#say(place, "null");
      if (members.length === 1) members.forEach(same);
      else members.forEach((one, index) => this.#readSchema(`${place}<${word}${index + 1}>`, one));
    };
    this.#read(place, schema, {
      type: (type) => this.#say(place, ...[type].flat().map((one) => (one === "null" ? "null" : shown(one)))),
      allOf: (all) => asList(all).forEach(same),
      oneOf: alternatives("oneOf"),
      anyOf: alternatives("anyOf"),
      required: (names) => asList(names).forEach((name) => this.#say(below(worded(name)), "required")),
      properties: (properties) => {
        for (const [name, one] of Object.entries(asObject(properties))) this.#readSchema(below(name), one);
      },
      items: (items) => this.#readSchema(`${place}${glue === "." ? "" : glue}[]`, items),
      additionalProperties: (more) => {
        if (isObject(more)) this.#readSchema(below("*"), more);
        else this.#say(place, `additionalProperties=${shown(more)}`);
      },
    });
  }

  /** Reads an object by the readers of its keys. A key without one is a fact, unless it only explains. */
  #read(place: string, value: Json | undefined, readers: Readers = {}): void {
    for (const [key, one] of Object.entries(objectOf(value))) {
      if (one === undefined || noFacts.includes(key)) continue;
      const word = words[key];
      if (Object.hasOwn(readers, key)) readers[key]?.(one);
      else if (word !== undefined && typeof one === "boolean") this.#say(place, ...(one ? [word] : []));
      else if (prose.includes(key) && typeof one === "string") this.#sayText(place, one);
      else this.#say(place, ...factsOfKey(key, one));
    }
  }

  #sayText(place: string, prose: string): void {
    const inOneLine = prose.replaceAll(/\s+/g, " ").trim();
    if (inOneLine === "") return;
    const hash = `text:${hashOf(inOneLine)}`;
    this.texts.set(hash, inOneLine);
    this.#say(place, hash);
  }

  #say(place: string, ...facts: readonly string[]): void {
    const known = this.places.get(place) ?? new Set();
    for (const fact of facts) known.add(fact);
    this.places.set(place, known);
  }
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
