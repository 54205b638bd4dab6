import { isObject, text, type JsonObject } from "../openapi/json";
import type { Shape } from "../openapi/shape";
import { shapeAt, valueAt, written, type Place } from "./contractDocument";

/** Which way a value travels, and with it whose word counts: the texts of errors are described by the contract alone. */
export type Direction = "request" | "response" | "error";

/** What is said where a schema is used, beside what it refers to. */
export interface Use {
  readonly place: Place;
  readonly ours: Shape;
  readonly theirs: Shape;
  readonly where: string;
}

/** A schema of the contract and every schema of upstream that describes the same thing. */
export interface Pairing {
  readonly place: Place;
  readonly ours: Shape;
  /** The description that is written at the place itself, and not at what it refers to. */
  readonly description: string | undefined;
  readonly direction: Direction;
  readonly theirs: { readonly shape: Shape; readonly where: string }[];
}

/** Goes through the contract and upstream side by side and finds the schemas that stand in the same position. */
export class Pairings {
  readonly #byPlace = new Map<string, Pairing>();
  readonly uses: Use[] = [];
  /** The names that upstream gives to schemas of the contract. */
  readonly names = new Map<string, string>();

  constructor(readonly json: JsonObject) {}

  [Symbol.iterator](): Iterator<Pairing> {
    return this.#byPlace.values();
  }

  pair(
    reference: Place,
    upstream: Shape,
    direction: Direction,
    where: string,
    ours = shapeAt(this.json, reference),
  ): void {
    this.#remember(reference, upstream);
    this.uses.push({ place: reference, ours, theirs: upstream, where });
    if (ours.isRecursive === true && upstream.isRecursive === true) return;
    const bothObjects = ours.properties !== undefined && (upstream.properties ?? upstream.type) !== undefined;
    const place = bothObjects && upstream.type === "object" ? written(this.json, reference) : reference;
    const key = JSON.stringify(place);
    const pairing = this.#byPlace.get(key) ?? {
      place,
      ours,
      description: this.#description(place),
      direction,
      theirs: [],
    };
    this.#byPlace.set(key, pairing);
    pairing.theirs.push({ shape: upstream, where: upstream.name ?? where });
    const at = upstream.name ?? where;
    for (const [name, property] of Object.entries(upstream.properties ?? {})) {
      const own = ours.properties?.[name];
      if (own !== undefined) this.pair([...place, "properties", name], property, direction, `${at}.${name}`, own);
    }
    if (ours.items && upstream.items)
      this.pair([...place, "items"], upstream.items, direction, `an item of ${where}`, ours.items);
  }

  #description(place: Place): string | undefined {
    const value = valueAt(this.json, place);
    return isObject(value) ? text(value["description"]) : undefined;
  }

  #remember(reference: Place, upstream: Shape): void {
    const value = valueAt(this.json, reference);
    if (upstream.name === undefined || !isObject(value)) return;
    const place = written(this.json, reference);
    const name = place.at(-1);
    if (place !== reference && typeof name === "string" && !this.names.has(upstream.name))
      this.names.set(upstream.name, name);
  }
}
