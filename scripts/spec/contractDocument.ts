import { isMap, isSeq, parseDocument, type Document, type YAMLMap } from "yaml";
import { SpecError } from "./SpecError";
import { isList, isObject, type Json, type JsonObject } from "./json";
import { follow, readShape } from "./shape";
import { compact, yamlText } from "./yamlText";

export type Place = readonly (string | number)[];

/** The contract, open to edits that leave its comments, order and formatting alone. */
export class ContractDocument {
  readonly #document: Document;
  /** Read once between two edits. */
  #json: JsonObject | undefined;

  constructor(yaml: string) {
    this.#document = parseDocument(yaml);
    const [error] = this.#document.errors;
    if (error !== undefined) throw new SpecError(`the contract is not YAML: ${error.message.split("\n", 1)[0] ?? ""}`);
  }

  /** The contract as data, as it is now. */
  get json(): JsonObject {
    return (this.#json ??= this.#document.toJS() as JsonObject);
  }

  toString(): string {
    return yamlText(this.#document);
  }

  has(place: Place): boolean {
    return this.#document.hasIn(place);
  }

  /** Sets what is at a place; a new key comes last, or before the first key that is greater when `sorted`. */
  set(place: Place, value: Json, { sorted = false, spaced = false } = {}): void {
    const holder = this.#open(place.slice(0, -1));
    const key = place.at(-1);
    const node = this.#document.createNode(value);
    compact(this.#document, node);
    const pair = holder.items.find((one) => String(one.key) === String(key));
    if (pair !== undefined) {
      pair.value = node;
      this.#json = undefined;
      return;
    }
    const added = this.#document.createPair(String(key), null);
    added.value = node;
    if (spaced) (added.key as { spaceBefore?: boolean }).spaceBefore = true;
    const before = sorted ? holder.items.findIndex((one) => String(one.key) > String(key)) : -1;
    this.#json = undefined;
    holder.items.splice(before < 0 ? holder.items.length : before, 0, added as never);
    if (holder.flow === true && !this.#fits(holder)) holder.flow = false;
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
    this.#json = undefined;
  }

  remove(place: Place): void {
    this.#ownUpTo(place.slice(0, -1));
    this.#document.deleteIn(place);
    this.#json = undefined;
  }

  renameKey(place: Place, name: string): void {
    const pair = this.#open(place.slice(0, -1)).items.find((one) => String(one.key) === String(place.at(-1)));
    if (pair !== undefined) (pair.key as { value: string }).value = name;
    this.#json = undefined;
  }

  /** Gives a place its own copy of what it refers to, so that an edit there touches nothing else. */
  own(place: Place): void {
    this.#open(place);
  }

  #fits(holder: YAMLMap): boolean {
    return JSON.stringify(holder.toJS(this.#document)).length <= 100;
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
    this.#json = undefined;
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
  const members = isList(object["allOf"]) ? object["allOf"] : [];
  return members.map((member) => step(json, member, key)).find((found) => found !== undefined);
}

/** Where an object is really written: the component, if the place only refers to one. */
export function written(json: JsonObject, place: Place): Place {
  const value = valueAt(json, place);
  const ref = isObject(value) ? value["$ref"] : undefined;
  if (typeof ref !== "string") return place;
  return written(
    json,
    ref
      .slice(2)
      .split("/")
      .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~")),
  );
}

export const shapeAt = (json: JsonObject, place: Place) => readShape(json, valueAt(json, place));
