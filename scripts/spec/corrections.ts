/**
 * Where the official description contradicts itself, and what the contract says instead: the rows of the register in
 * openapi/README.md, one correction each. A correction has nothing to do where upstream has come to agree. Where upstream says
 * something third, it refuses by name: then the choice behind it has to be made again, here.
 */
import { text } from "../openapi/json";
import { matchOperations } from "../openapi/matchOperations";
import { successOf, type Model, type Operation } from "../openapi/model";
import type { Shape } from "../openapi/shape";
import { SpecError } from "../openapi/SpecError";
import { declareSelectable } from "./fieldsVocabulary";
import { isOne, known } from "./inferences";
import type { Note } from "./schemas";

export interface Correction {
  readonly name: string;
  /** The row of the register. */
  readonly row: number;
  /** Corrects an operation wherever there is something to correct. Throws where upstream says something third. */
  readonly apply: (operation: Operation, contract: Contract, note: Note) => void;
}

interface Contract {
  readonly operations: readonly Operation[];
  /** What the contract says of the operation that is corrected. */
  readonly own: Operation | undefined;
}

export const corrections: readonly Correction[] = [
  // First, because the others look into the results.
  {
    name: "results-have-schemas",
    row: 6,
    apply: (operation, { own }) => {
      const [status = "", reply] = successOf(operation) ?? [];
      if (!isOne(operation, known.list, known.create, known.renew) || reply === undefined || reply.shape?.properties)
        return;
      expectType(reply.shape, ["object", undefined], `the result of ${operation.operationId} is now`);
      const ours = own?.responses[status];
      if (ours?.shape === undefined) throw new SpecError(`the contract has no result for ${operation.operationId}`);
      reply.shape = structuredClone(ours.shape);
      if (reply.media.length === 0) reply.media = [...ours.media];
    },
  },
  {
    name: "bodies-send-profileIds",
    row: 1,
    apply: (operation) => {
      const { operationId, body } = operation;
      const { properties = {}, required = [] } = body?.shape ?? {};
      const { profileId, profileIds } = properties;
      if (!isOne(operation, known.update, known.addProfiles) && profileId?.type !== "array") return;
      if ((profileId === undefined) === (profileIds === undefined)) {
        const words = profileId === undefined ? "neither profileId nor" : "both profileId and";
        throw new SpecError(`the body of ${operationId} declares ${words} profileIds`);
      }
      if (profileId === undefined) return;
      if (profileId.type !== "array")
        throw new SpecError(`profileId of ${operationId} is ${profileId.type ?? "untyped"}, not a list`);
      if (required.includes("profileId")) required[required.indexOf("profileId")] = "profileIds";
      delete properties["profileId"];
      properties["profileIds"] = profileId;
    },
  },
  {
    name: "group-is-an-object",
    row: 2,
    apply: (operation) => expectType(groupOf(operation), ["object"], "ApiUser.group in the schema is now"),
  },
  {
    name: "group-type-is-an-integer",
    row: 3,
    apply: (operation) =>
      expectType(groupOf(operation)?.properties?.["type"], ["integer"], "MinGroup.type in the schema is now"),
  },
  {
    name: "selectable-names-are-declared",
    row: 4,
    apply: (operation, { own, operations }, note) => {
      const parameter = operation.parameters.find(({ name, in: place }) => name === "fields" && place === "query");
      if (parameter === undefined) return;
      const response = itemOf(operation);
      // Of a new operation, the contract may know the schema of that name.
      const ours = own === undefined ? operations.map(itemOf).find((one) => one?.name === response?.name) : itemOf(own);
      declareSelectable(operation.operationId, parameter, response, ours, note);
    },
  },
  {
    name: "429-everywhere",
    row: 5,
    apply: ({ responses }) => {
      responses["429"] ??= { headers: {}, media: [], prose: {}, node: {} };
    },
  },
  {
    name: "limit-has-a-range",
    row: 7,
    apply: (operation, _, note) => {
      const limit = operation.parameters.find(({ name }) => name === "limit");
      if (!isOne(operation, known.list) || limit === undefined) return;
      const { shape, prose } = limit;
      const { minimum = 1, maximum = 100 } = shape.keywords;
      if (shape.type !== "integer" || minimum !== 1 || maximum !== 100)
        throw new SpecError(
          `limit is now ${shape.type ?? "untyped"} from ${JSON.stringify(minimum)} to ${JSON.stringify(maximum)}`,
        );
      const said = text(prose["description"]) ?? shape.description ?? "";
      const other = [...said.matchAll(/\d+/g)].map(Number).find((number) => number !== 1 && number !== 100);
      if (other !== undefined) note(`the description of limit speaks of ${other}, the contract allows 1 to 100`);
      Object.assign(shape.keywords, { minimum, maximum });
    },
  },
];

/** Upstream as the contract wants it, with a note of what a person should look at again. */
export function correct(upstream: Model, contract: Model, note: Note): Model {
  const model = structuredClone(upstream);
  const { operations } = contract;
  const { matched } = matchOperations(operations, model.operations);
  for (const { name, row, apply } of corrections) {
    try {
      for (const operation of model.operations)
        apply(operation, { operations, own: matched.find(({ their }) => their === operation)?.ours }, note);
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      throw new SpecError(
        `correction ${name} (row ${row} of openapi/README.md) does not fit any more: ${error.message}; decide anew in scripts/spec/corrections.ts`,
      );
    }
  }
  return model;
}

function expectType(shape: Shape | undefined, types: readonly (string | undefined)[], label: string): void {
  if (shape !== undefined && !types.includes(shape.type)) throw new SpecError(`${label} ${shape.type ?? "untyped"}`);
}

/** What an operation gives: the items of a page, or the thing itself. */
function itemOf(operation: Operation): Shape | undefined {
  const shape = successOf(operation)?.[1].shape;
  const properties = shape?.properties ?? {};
  const named = properties["data"]?.items;
  if (named !== undefined || !isOne(operation, known.list)) return named ?? shape;
  const lists = Object.values(properties).flatMap(({ items }) => (items?.properties === undefined ? [] : [items]));
  const [only, ...others] = lists;
  if (only === undefined || others.length > 0) throw new SpecError("the page of listApiUsers has no list of users");
  return only;
}

const groupOf = (operation: Operation): Shape | undefined =>
  isOne(operation, known.list, known.get) ? itemOf(operation)?.properties?.["group"] : undefined;
