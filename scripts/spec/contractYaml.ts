import { isCollection, isMap, isPair, isScalar, isSeq, parseDocument, visit, YAMLMap, YAMLSeq } from "yaml";
import type { Document, Pair } from "yaml";
import { asList, asObject, isList, same, type Json, type JsonObject } from "../openapi/json";
import { SpecError } from "../openapi/SpecError";

/** The order in which the contract writes the keys of an object; a new key goes before the first that comes later. */
const order = [
  ...["$ref", "allOf", "oneOf", "type", "format", "pattern", "enum", "minimum", "maximum", "minLength", "maxLength"],
  ...["minItems", "maxItems", "default", "deprecated", "readOnly", "writeOnly", "description", "style", "explode"],
  ...["additionalProperties", "required", "schema", "parameters", "requestBody", "headers", "content", "responses"],
  ...["properties", "items", "get", "post", "put", "patch", "delete"],
];

/** The contract as data that is open to edits, and back as YAML with the comments, order and format of what stays. */
export class ContractYaml {
  readonly json: JsonObject;
  readonly #document: Document;
  /** What each object and list of the data is in the YAML, and the key before it. */
  readonly #nodes = new Map<unknown, YAMLMap | YAMLSeq>();
  readonly #pairs = new Map<unknown, Pair>();

  constructor(yaml: string) {
    this.#document = parseDocument(yaml);
    const [error] = this.#document.errors;
    if (error !== undefined) throw new SpecError(`the contract is not YAML: ${error.message.split("\n", 1)[0] ?? ""}`);
    this.json = asObject(this.#document.toJS());
    this.#remember(this.#document.contents, this.json);
  }

  #remember(node: unknown, value: Json | undefined): void {
    if (isCollection(node)) this.#nodes.set(value, node);
    if (isSeq(node)) node.items.forEach((item, index) => this.#remember(item, asList(value)[index]));
    if (!isMap(node)) return;
    for (const pair of node.items) {
      const below = asObject(value)[String(pair.key)];
      if (isCollection(pair.value)) this.#pairs.set(below, pair);
      this.#remember(pair.value, below);
    }
  }

  /** The data as YAML. Lines are never folded, and lists on one line have no padding while objects do. */
  toString(): string {
    this.#document.contents = this.#written(this.json, undefined, this.#nodesIn(this.json)) as never;
    visit(this.#document, {
      Collection: (_, node) => {
        const { prototype } = isSeq(node) ? YAMLSeq : YAMLMap;
        const flowCollectionPadding = isSeq(node) ? "" : " ";
        node.toString = (context, ...others) =>
          prototype.toString.call(node, context && { ...context, flowCollectionPadding }, ...others);
      },
    });
    return this.#document.toString({ lineWidth: 0, singleQuote: true });
  }

  /** The YAML of everything that is still part of the data. */
  #nodesIn(value: Json | undefined, all = new Set<unknown>()): Set<unknown> {
    if (typeof value !== "object" || value === null) return all;
    all.add(this.#nodes.get(value));
    for (const one of Object.values(value)) this.#nodesIn(one, all);
    return all;
  }

  /** The YAML of a value: its own, or that of what it takes the place of, or a new one. */
  #written(value: Json, old: unknown, kept: ReadonlySet<unknown>): unknown {
    if (typeof value !== "object" || value === null)
      return isScalar(old) && old.value === value ? old : this.#document.createNode(value);
    const free = isCollection(old) && isList(value) === isSeq(old) && !kept.has(old) ? old : undefined;
    const node = this.#nodes.get(value) ?? free ?? (isList(value) ? new YAMLSeq() : new YAMLMap());
    const isNew = node !== free && !this.#nodes.has(value);
    if (isSeq(node)) node.items = asList(value).map((one, index) => this.#writeItem(one, node.items[index], kept));
    else this.#writeObject(node, asObject(value), kept);
    const isNullable = asList(value).some((one) => same(one, { type: "null" }));
    const isNested = node.items.some((item) => isMap(isPair(item) ? item.value : item));
    if (isNew) node.flow = isShort(value) && (isNullable || !isNested);
    return node;
  }

  /** A new reference in a list has a line of its own, as all of them have. */
  #writeItem(value: Json, old: unknown, kept: ReadonlySet<unknown>): unknown {
    const node = this.#written(value, old, kept);
    if (isMap(node) && node.has("$ref") && !this.#nodes.has(value)) node.flow = false;
    return node;
  }

  #writeObject(map: YAMLMap, value: JsonObject, kept: ReadonlySet<unknown>): void {
    const had = map.items;
    const pairs = Object.entries(value).flatMap(([key, one]): Pair[] => {
      if (one === undefined) return [];
      const own = this.#nodes.get(one);
      const pair =
        had.find((each) => String(each.key) === key && (each.value === own || !kept.has(each.value))) ??
        this.#pairs.get(one) ??
        this.#document.createPair(key, null);
      if (isScalar(pair.key)) pair.key.value = key;
      pair.value = this.#written(one, pair.value, kept);
      return [pair];
    });
    const items = had.filter((pair) => pairs.includes(pair));
    for (const pair of pairs.filter((one) => !items.includes(one))) {
      if (had.some(({ key }) => isScalar(key) && key.spaceBefore) && isScalar(pair.key)) pair.key.spaceBefore = true;
      items.splice(placeFor(pair, items), 0, pair);
    }
    map.items = items;
    const isLeaf = items.every((pair) => isScalar(pair.value));
    if (map.flow === true)
      map.flow = isShort(value) || items.every((pair) => isScalar(pair.value) || isFlow(pair.value));
    else if (isLeaf && isShort(value) && had.some((pair) => isMap(pair.value) && !items.includes(pair)))
      map.flow = true;
  }
}

function placeFor({ key }: Pair, items: readonly Pair[]): number {
  const rank = order.indexOf(String(key));
  const isStatus = /^\d/.test(String(key));
  const before = items.findIndex((one) =>
    isStatus ? String(one.key) > String(key) : rank >= 0 && order.indexOf(String(one.key)) > rank,
  );
  return before < 0 ? items.length : before;
}

const isFlow = (node: unknown): boolean => isCollection(node) && node.flow === true;

const isShort = (value: Json): boolean => JSON.stringify(value).length <= 100;
