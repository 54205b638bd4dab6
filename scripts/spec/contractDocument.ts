import { isMap, isPair, isScalar, isSeq, parseDocument, type Document, YAMLSeq, type YAMLMap } from "yaml";
import { asList, asObject, isList, isObject, type Json, type JsonObject } from "../openapi/json";
import { readModel, type Model } from "../openapi/model";
import { follow, readShape } from "../openapi/shape";
import { SpecError } from "../openapi/SpecError";
import { compact, yamlText } from "./yamlText";

export type Place = readonly (string | number)[];

/** Where a new key goes; last, if nothing is said. */
interface How {
  /** Beside a reference, which stays as it is. */
  readonly beside?: boolean;
  /** With an empty line before it. */
  readonly spaced?: boolean;
  /** Before the first key that is greater. */
  readonly sorted?: boolean;
  /** Behind this key. */
  readonly after?: string;
  /** Before the first key that comes later here. */
  readonly order?: readonly string[];
}

function placeFor(key: string, { items }: YAMLMap, { after, sorted, order = [] }: How): number {
  const keys = items.map((one) => String(one.key));
  if (after !== undefined && keys.includes(after)) return keys.indexOf(after) + 1;
  const rank = order.indexOf(key);
  const before = keys.findIndex((one) => (sorted === true ? one > key : rank >= 0 && order.indexOf(one) > rank));
  return before < 0 ? keys.length : before;
}

/** The contract, open to edits that leave its comments, order and formatting alone. */
export class ContractDocument {
  readonly #document: Document;
  /** Read once between two edits. */
  #json: JsonObject | undefined;
  #model: Model | undefined;

  constructor(yaml: string) {
    this.#document = parseDocument(yaml);
    const [error] = this.#document.errors;
    if (error !== undefined) throw new SpecError(`the contract is not YAML: ${error.message.split("\n", 1)[0] ?? ""}`);
  }

  /** The contract as data, as it is now. */
  get json(): JsonObject {
    return (this.#json ??= this.#document.toJS() as JsonObject);
  }

  /** Its operations, as they are now. */
  get model(): Model {
    return (this.#model ??= readModel(this.json));
  }

  #changed(): void {
    this.#json = undefined;
    this.#model = undefined;
  }

  toString(): string {
    return yamlText(this.#document);
  }

  has(place: Place): boolean {
    return this.#document.hasIn(place);
  }

  /** Sets what is at a place. What the place refers to is copied first, so that an edit there touches nothing else. */
  set(place: Place, value: Json, how: How = {}): void {
    const holder = how.beside === true ? this.#beside(place.slice(0, -1)) : this.#open(place.slice(0, -1));
    const key = String(place.at(-1));
    const node = this.#document.createNode(value);
    compact(this.#document, node);
    this.#changed();
    const pair = holder.items.find((one) => String(one.key) === key);
    if (pair !== undefined) {
      pair.value = node;
      return;
    }
    const added = this.#document.createPair(key, null);
    added.value = node;
    if (how.spaced === true) (added.key as { spaceBefore?: boolean }).spaceBefore = true;
    holder.items.splice(placeFor(key, holder, how), 0, added as never);
    const isFlow = isScalar(node) || (node as YAMLMap).flow === true;
    if (holder.flow === true && !isFlow && !this.#fits(holder)) holder.flow = false;
  }

  /** Moves what is at a place, as it is written, to another key of the same object or to another object. */
  move(from: Place, to: Place, how: How): void {
    const source = this.#open(from.slice(0, -1));
    const index = source.items.findIndex((one) => String(one.key) === String(from.at(-1)));
    const [pair] = source.items.splice(index, 1);
    if (pair === undefined) throw new SpecError(`${from.join(".")} of the contract is missing`);
    this.#changed();
    if (!this.has(to.slice(0, -1))) this.set(to.slice(0, -1), {}, { spaced: true, ...how });
    const target = this.#open(to.slice(0, -1));
    target.flow = false;
    const key = String(to.at(-1));
    (pair.key as { value: string }).value = key;
    target.items.splice(target === source ? index : placeFor(key, target, how), 0, pair);
    this.#changed();
  }

  /** Lets a schema admit `null` or no longer, and keeps what it refers to. */
  setNullable(place: Place, nullable: boolean): void {
    const holder = this.#beside(place);
    const wrapped = holder.items.find((one) => String(one.key) === "oneOf");
    const reference = holder.items.find((one) => ["$ref", "allOf"].includes(String(one.key)));
    this.#changed();
    if (nullable && reference !== undefined) {
      const { key, value } = reference;
      const inner = this.#document.createNode({}) as YAMLMap;
      inner.flow = true;
      inner.items.push(this.#document.createPair(String(key), value));
      const list = new YAMLSeq();
      list.flow = true;
      list.items.push(inner, this.#document.createNode({ type: "null" }));
      compact(this.#document, list);
      reference.key = this.#document.createNode("oneOf");
      reference.value = list;
    } else if (!nullable && wrapped !== undefined && isSeq(wrapped.value) && isMap(wrapped.value.items[0])) {
      const [inner] = wrapped.value.items[0].items;
      if (isPair(inner)) Object.assign(wrapped, { key: inner.key, value: inner.value });
    } else {
      const { type } = asObject(valueAt(this.json, place));
      const only = asList(type).find((one) => one !== "null") ?? type;
      if (only !== undefined) this.set([...place, "type"], nullable ? [only, "null"] : only);
    }
  }

  /** Adds to a list, which is made if there is none. */
  append(place: Place, value: Json): void {
    if (!this.has(place)) this.set(place, []);
    const list = this.#document.getIn(place, true);
    if (!isSeq(list)) throw new SpecError(`${place.join(".")} of the contract is no list`);
    const node = this.#document.createNode(value);
    compact(this.#document, node);
    if (isMap(node)) list.flow = false;
    if (isMap(node) && node.has("$ref")) node.flow = false;
    list.items.push(node);
    this.#changed();
  }

  remove(place: Place): void {
    if (!this.has(place)) this.#ownUpTo(place.slice(0, -1));
    this.#document.deleteIn(place);
    this.#changed();
  }

  /** Writes a list of objects, and these, with a line for each entry. */
  spread(place: Place): void {
    const node = this.#document.getIn(place, true);
    if (!isSeq(node) || node.items.length === 0) return;
    for (const one of [node, ...node.items]) if (isMap(one) || isSeq(one)) one.flow = false;
  }

  /** Writes what has become short on one line again. */
  tidy(place: Place): void {
    const node = this.#document.getIn(place, true);
    if (isMap(node) && node.items.every(({ value }) => isScalar(value)) && this.#fits(node)) node.flow = true;
  }

  renameKey(place: Place, name: string): void {
    const pair = this.#open(place.slice(0, -1)).items.find((one) => String(one.key) === String(place.at(-1)));
    if (pair !== undefined) (pair.key as { value: string }).value = name;
    this.#changed();
  }

  /** Gives a place its own copy of what it refers to, so that an edit there touches nothing else. */
  own(place: Place): void {
    this.#open(place);
  }

  #fits(holder: YAMLMap): boolean {
    return JSON.stringify(holder.toJS(this.#document)).length <= 100;
  }

  #beside(place: Place): YAMLMap {
    this.#ownUpTo(place.slice(0, -1));
    const node = this.#document.getIn(place, true);
    return isMap(node) ? node : this.#open(place);
  }

  #open(place: Place): YAMLMap {
    this.#ownUpTo(place);
    const node = place.length === 0 ? this.#document.contents : this.#document.getIn(place, true);
    if (!isMap(node)) throw new SpecError(`${place.join(".")} of the contract is no object`);
    return node;
  }

  #ownUpTo(place: Place): void {
    for (let length = 1; length <= place.length; length++) this.#unreference(place.slice(0, length));
  }

  #unreference(place: Place): void {
    const node = this.#document.getIn(place, true);
    if (!isMap(node)) return;
    const value = node.toJS(this.#document) as JsonObject;
    const members = isList(value["allOf"]) ? value["allOf"] : undefined;
    if (value["$ref"] === undefined && members === undefined) return;
    const own = Object.fromEntries(Object.entries(value).filter(([key]) => key !== "$ref" && key !== "allOf"));
    const merged = [value["$ref"] === undefined ? {} : follow(this.json, value), ...(members ?? [])].reduce<JsonObject>(
      (all, member) => ({ ...all, ...follow(this.json, member) }),
      {},
    );
    const copy = this.#document.createNode({ ...merged, ...own });
    compact(this.#document, copy);
    this.#document.setIn(place, copy);
    this.#changed();
  }
}

/** Steps down from a value, through references and `allOf`. */
export function valueAt(json: JsonObject, place: Place): Json | undefined {
  let at: Json | undefined = json;
  for (const key of place) at = step(json, at, key);
  return at;
}

function step(json: JsonObject, value: Json | undefined, key: string | number): Json | undefined {
  if (isList(value)) return value[Number(key)];
  if (!isObject(value)) return undefined;
  const object = follow(json, value);
  if (object[key] !== undefined) return object[key];
  const nullable = asList(object["oneOf"]).some((member) => asObject(member)["type"] === "null");
  const members = [...asList(object["allOf"]), ...(nullable ? asList(object["oneOf"]) : [])];
  return members.map((member) => step(json, member, key)).find((found) => found !== undefined);
}

/** Where an object is really written: the component, if the place only refers to one. */
export function written(json: JsonObject, place: Place): Place {
  const value = valueAt(json, place);
  const ref = isObject(value) ? (value["$ref"] ?? asObject(unwrapped(value))["$ref"]) : undefined;
  if (typeof ref !== "string") return place;
  return written(
    json,
    ref
      .slice(2)
      .split("/")
      .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~")),
  );
}

/** What a schema that also admits `null` admits beside it. */
const unwrapped = (schema: JsonObject) =>
  asList(schema["oneOf"]).some((member) => asObject(member)["type"] === "null")
    ? asList(schema["oneOf"])[0]
    : undefined;

export const shapeAt = (json: JsonObject, place: Place) => readShape(json, valueAt(json, place));
