/**
 * Where the official description contradicts itself, and what the contract says instead: the rows of the register in
 * openapi/README.md, one correction each. A correction has nothing to do where upstream has come to agree. Where upstream says
 * something third, it refuses by name: then the choice behind it has to be made again, here.
 */
import { matchOperations } from "../openapi/matchOperations";
import { isSuccess, type Model, type Operation } from "../openapi/model";
import type { Shape } from "../openapi/shape";
import { SpecError } from "../openapi/SpecError";
import { declareSelectable } from "./fieldsVocabulary";
import { isOne, known, type Known } from "./inferences";
import type { Note } from "./schemas";

export interface Correction {
  readonly name: string;
  /** The row of the register. */
  readonly row: number;
  /** Corrects the draft wherever there is something to correct. Throws where upstream says something third. */
  readonly apply: (upstream: Upstream, note: Note) => void;
}

interface Upstream {
  readonly operations: readonly Operation[];
  readonly contract: Model;
  /** What the contract says of an operation. */
  readonly ours: (operation: Operation) => Operation | undefined;
}

export const corrections: readonly Correction[] = [
  // First, because the others look into the results.
  {
    name: "results-have-schemas",
    row: 6,
    apply: ({ operations, ours }) => {
      for (const operation of found(operations, known.list, known.create, known.renew)) {
        const [status, reply] = successReply(operation) ?? [];
        if (status === undefined || reply === undefined || reply.shape?.properties !== undefined) continue;
        const { shape } = reply;
        if (shape !== undefined && shape.type !== "object" && shape.type !== undefined)
          throw new SpecError(`the result of ${operation.operationId} is now ${shape.type}`);
        const own = ours(operation)?.responses[status];
        if (own?.shape === undefined) throw new SpecError(`the contract has no result for ${operation.operationId}`);
        reply.shape = structuredClone(own.shape);
        if (reply.media.length === 0) reply.media = structuredClone(own.media);
      }
    },
  },
  {
    name: "bodies-send-profileIds",
    row: 1,
    apply: ({ operations }) => {
      for (const operation of operations) {
        const named = isOne(operation, known.update, known.addProfiles);
        const body = operation.body?.shape.properties ?? {};
        const { profileId, profileIds } = body;
        if (!named && profileId?.type !== "array") continue;
        const { operationId } = operation;
        if (profileId !== undefined && profileIds !== undefined)
          throw new SpecError(`the body of ${operationId} declares both profileId and profileIds`);
        if (profileIds !== undefined) continue;
        if (profileId === undefined)
          throw new SpecError(`the body of ${operationId} declares neither profileId nor profileIds`);
        if (profileId.type !== "array")
          throw new SpecError(`profileId of ${operationId} is ${profileId.type ?? "untyped"}, not a list`);
        const required = operation.body?.shape.required ?? [];
        const at = required.indexOf("profileId");
        if (at >= 0) required[at] = "profileIds";
        delete body["profileId"];
        body["profileIds"] = profileId;
      }
    },
  },
  {
    name: "group-is-an-object",
    row: 2,
    apply: ({ operations }) => {
      for (const { properties } of users(operations)) {
        const group = properties?.["group"];
        if (group !== undefined && group.type !== "object")
          throw new SpecError(`ApiUser.group is now ${group.type ?? "untyped"} in the schema`);
      }
    },
  },
  {
    name: "group-type-is-an-integer",
    row: 3,
    apply: ({ operations }) => {
      for (const { properties } of users(operations)) {
        const type = properties?.["group"]?.properties?.["type"];
        if (type !== undefined && type.type !== "integer")
          throw new SpecError(`MinGroup.type is now ${type.type ?? "untyped"} in the schema`);
      }
    },
  },
  {
    name: "selectable-names-are-declared",
    row: 4,
    apply: ({ operations, ours, contract }, note) => {
      for (const operation of operations) {
        const parameter = operation.parameters.find(({ name, in: place }) => name === "fields" && place === "query");
        if (parameter === undefined) continue;
        const name = successReply(operation)?.[1].shape?.name;
        const item = knownItem(ours(operation), name, contract);
        declareSelectable(operation.operationId, parameter, itemOf(operation), item, note);
      }
    },
  },
  {
    name: "429-everywhere",
    row: 5,
    apply: ({ operations }) => {
      for (const { responses } of operations) responses["429"] ??= { headers: {}, media: [], prose: {}, node: {} };
    },
  },
  {
    name: "limit-has-a-range",
    row: 7,
    apply: ({ operations }, note) => {
      for (const { parameters } of found(operations, known.list)) {
        const { shape, prose } = parameters.find(({ name }) => name === "limit") ?? { shape: undefined, prose: {} };
        if (shape === undefined) continue;
        const { minimum = 1, maximum = 100 } = shape.keywords;
        if (shape.type !== "integer" || minimum !== 1 || maximum !== 100)
          throw new SpecError(
            `limit is now ${shape.type ?? "untyped"} from ${JSON.stringify(minimum)} to ${JSON.stringify(maximum)}`,
          );
        const said = typeof prose["description"] === "string" ? prose["description"] : (shape.description ?? "");
        const other = [...said.matchAll(/\d+/g)].map(Number).find((number) => number !== 1 && number !== 100);
        if (other !== undefined) note(`the description of limit speaks of ${other}, the contract allows 1 to 100`);
        Object.assign(shape.keywords, { minimum, maximum });
      }
    },
  },
];

/** Upstream as the contract wants it, with a note of what a person should look at again. */
export function correct(upstream: Model, contract: Model, note: Note): Model {
  const model = structuredClone(upstream);
  const { matched } = matchOperations(contract.operations, model.operations);
  const counterparts = new Map(matched.map(({ ours, their }) => [their, ours]));
  const ours = (operation: Operation) => counterparts.get(operation);
  for (const { name, row, apply } of corrections) {
    try {
      apply({ operations: model.operations, contract, ours }, note);
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      throw new SpecError(
        `correction ${name} (row ${row} of openapi/README.md) does not fit any more: ${error.message}; decide anew in scripts/spec/corrections.ts`,
      );
    }
  }
  return model;
}

const found = (operations: readonly Operation[], ...ones: readonly Known[]): Operation[] =>
  operations.filter((operation) => isOne(operation, ...ones));

const successReply = ({ responses }: Operation) => Object.entries(responses).find(([status]) => isSuccess(status));

/** What an operation gives: the items of a page, or the thing itself. */
function itemOf(operation: Operation): Shape | undefined {
  const shape = successReply(operation)?.[1].shape;
  const properties = shape?.properties ?? {};
  const named = properties["data"]?.items;
  if (named !== undefined || !isOne(operation, known.list)) return named ?? shape;
  const lists = Object.values(properties).flatMap(({ items }) => (items?.properties === undefined ? [] : [items]));
  const [only, ...others] = lists;
  if (only === undefined || others.length > 0) throw new SpecError("the page of listApiUsers has no list of users");
  return only;
}

/** What the contract says of the result of an operation; of a new one, what it says of the schema of that name. */
function knownItem(own: Operation | undefined, name: string | undefined, { operations }: Model): Shape | undefined {
  if (own !== undefined) return itemOf(own);
  return operations.map(itemOf).find((item) => item !== undefined && item.name === name);
}

const users = (operations: readonly Operation[]): Shape[] =>
  found(operations, known.list, known.get).flatMap((operation) => itemOf(operation) ?? []);
