import { canonical, isList, isObject, same, text, type JsonObject } from "../openapi/json";
import type { Matched } from "../openapi/matchOperations";
import type { Operation, Parameter } from "../openapi/model";
import { follow, type Shape } from "../openapi/shape";
import { valueAt, written, type ContractDocument, type Place } from "./contractDocument";
import { isBoundOfOffset } from "./inferences";
import type { Pairings } from "./pairing";
import { unlisted } from "./proseLists";
import { agrees, meaning, type Note } from "./schemaEdits";

/** Where the contract names a parameter of an operation: in the list of the operation, or of its path. */
interface Site {
  readonly place: Place;
  readonly own: boolean;
}

/** Removes parameters that are gone and brings all but the schema of the others up to date. */
export function mergeParameters(document: ContractDocument, operations: readonly Matched[], note: Note): void {
  for (const { ours, their } of operations) removeGone(document, ours, their, operations);
  splitShared(document, operations);
  for (const { ours, their } of operations) {
    for (const [own, parameter] of both(ours, their)) {
      const site = siteOf(document.json, ours, own);
      if (site === undefined) continue;
      const place = written(document.json, site.place);
      for (const key of ["required", "deprecated"] as const) {
        if (own[key] === parameter[key]) continue;
        if (parameter[key]) document.set([...place, key], true);
        else document.remove([...place, key]);
      }
      for (const value of unlisted(described(own), described(parameter)))
        note(`the description of ${parameter.name} of ${their.operationId} ${value}`);
      for (const [keyword, value] of Object.entries(own.shape.keywords))
        if (parameter.shape.keywords[keyword] === undefined && isBoundOfOffset(whereOf(parameter, their), keyword))
          note(`offset has no ${keyword} any more, the contract keeps ${JSON.stringify(value)}`);
      mergeSerialisation(document, place, own, parameter);
      mergeTree(document, [...place, "x-fields"], own.fields ?? {}, parameter.fields ?? {});
    }
  }
}

/** A style that is written out stays written out as long as `explode` is. */
function mergeSerialisation(document: ContractDocument, place: Place, own: Parameter, their: Parameter): void {
  for (const key of ["explode", "style"] as const) {
    if (same(own.serialisation[key], their.serialisation[key])) continue;
    const value =
      their.serialisation[key] ?? (key === "style" && document.has([...place, "explode"]) ? "form" : undefined);
    if (value !== undefined) document.set([...place, key], value, { after: key === "explode" ? "style" : "in" });
    else document.remove([...place, key]);
  }
}

export function pairParameters(pairings: Pairings, ours: Operation, their: Operation): void {
  for (const [own, parameter] of both(ours, their)) {
    const site = siteOf(pairings.json, ours, own);
    if (site === undefined) continue;
    const schema = [...written(pairings.json, site.place), "schema"];
    pairings.pair(schema, parameter.shape, "request", whereOf(parameter, their));
  }
}

const whereOf = ({ name }: Parameter, { operationId }: Operation) => `${name} of ${operationId}`;

/** A parameter may describe its values itself. */
const described = ({ shape, prose }: Parameter): Shape => ({
  ...shape,
  description: [text(prose["description"]), shape.description].filter(Boolean).join("\n"),
});

/** Whether the contract already says of a parameter what upstream says. */
export const agreesOn = (ours: Parameter, their: Parameter): boolean =>
  ours.required === their.required &&
  ours.deprecated === their.deprecated &&
  same(ours.serialisation, their.serialisation) &&
  same(ours.fields ?? {}, their.fields ?? {}) &&
  agrees(ours.shape, their.shape, "request", `${ours.name} of `);

const both = (ours: Operation, their: Operation): [Parameter, Parameter][] =>
  ours.parameters.flatMap((own): [Parameter, Parameter][] => {
    const match = find(their, own);
    return match === undefined ? [] : [[own, match]];
  });

const find = ({ parameters }: Operation, wanted: Parameter) =>
  parameters.find((one) => one.name === wanted.name && one.in === wanted.in);

function removeGone(document: ContractDocument, ours: Operation, their: Operation, all: readonly Matched[]): void {
  for (const own of ours.parameters) {
    if (find(their, own) !== undefined) continue;
    const site = siteOf(document.json, ours, own);
    if (site === undefined) continue;
    // A parameter of the path goes when no operation there has it any more.
    const isLeft = all.some((other) => other.ours.path === ours.path && find(other.their, own) !== undefined);
    if (!site.own && isLeft) continue;
    document.remove(site.place);
    const list = valueAt(document.json, site.place.slice(0, -1));
    if (isList(list) && list.length === 0) document.remove(site.place.slice(0, -1));
  }
}

/** A parameter that operations share in the contract, and that is no longer the same in all of them upstream. */
function splitShared(document: ContractDocument, operations: readonly Matched[]): void {
  const shared = new Map<string, { ours: Operation; own: Parameter; their: Parameter; site: Site }[]>();
  for (const { ours, their } of operations)
    for (const [own, parameter] of both(ours, their)) {
      const site = siteOf(document.json, ours, own);
      if (site === undefined) continue;
      const key = canonical(written(document.json, site.place));
      shared.set(key, [...(shared.get(key) ?? []), { ours, own, their: parameter, site }]);
    }
  for (const users of shared.values()) {
    const model = users.find(({ own, their }) => agreesOn(own, their)) ?? users[0];
    for (const { ours, their, site } of users) {
      if (model === undefined || signature(their) === signature(model.their)) continue;
      if (site.own) document.own(site.place);
      else {
        const copy = follow(document.json, valueAt(document.json, site.place));
        document.append(["paths", ours.path, ours.method.toLowerCase(), "parameters"], copy);
      }
    }
  }
}

const signature = ({ required, deprecated, serialisation, fields, shape }: Parameter): string =>
  canonical({ required, deprecated, serialisation, fields, shape: meaning(shape) });

function siteOf(json: JsonObject, { path, method }: Operation, { name, in: where }: Parameter): Site | undefined {
  const lists = [
    { list: ["paths", path, method.toLowerCase(), "parameters"], own: true },
    { list: ["paths", path, "parameters"], own: false },
  ];
  for (const { list, own } of lists) {
    const values = valueAt(json, list);
    const index = (isList(values) ? values : []).findIndex((value) => {
      const parameter = follow(json, value);
      return parameter["name"] === name && parameter["in"] === where;
    });
    if (index >= 0) return { place: [...list, index], own };
  }
  return undefined;
}

/** Adds and removes names of a tree and leaves the others, and their order, alone. */
function mergeTree(document: ContractDocument, place: Place, ours: JsonObject, theirs: JsonObject): void {
  for (const name of Object.keys(ours)) if (theirs[name] === undefined) document.remove([...place, name]);
  for (const [name, below] of Object.entries(theirs)) {
    const own = ours[name];
    if (isObject(own) && isObject(below)) mergeTree(document, [...place, name], own, below);
    else if (below !== undefined && !same(own, below)) document.set([...place, name], below);
  }
}
