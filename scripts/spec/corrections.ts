/**
 * Where the official description contradicts itself, and what the contract says instead: the rows of the register in
 * openapi/README.md, one correction each. Every one looks first at what upstream says. Where that is neither what it
 * corrects nor what it would produce, it refuses by name: then the choice behind it has to be made again, here.
 */
import { SpecError } from "./SpecError";
import { draft, type Draft } from "./draft";
import { isList, isObject, type Json } from "./json";
import { operationKey, type Model, type Operation } from "./model";
import { declareSelectable, type Finding } from "./selectable";
import type { Shape } from "./shape";

export interface Correction {
  readonly name: string;
  /** The row of the register. */
  readonly row: number;
  readonly reason: string;
  /** Looks at each place that there is, and corrects the draft. Throws where upstream says something third. */
  readonly apply: (upstream: Draft<Model>, contract: Model, note: (text: string) => void) => readonly Finding[];
}

export interface Outcome {
  readonly name: string;
  readonly row: number;
  readonly reason: string;
  readonly result: "applied" | "no longer needed" | "nothing left to correct";
}

export interface Corrected {
  readonly model: Model;
  readonly outcomes: readonly Outcome[];
  /** What a person should look at again. */
  readonly notes: readonly string[];
}

const update = "PUT /api-users/{}";
const addProfiles = "PUT /api-users/{}/profiles";
const list = "GET /api-users";
const get = "GET /api-users/{}";
const create = "POST /api-users";
const renew = "PUT /api-users/{}/renew-credential";

export const corrections: readonly Correction[] = [
  // First, because the others look into the results.
  {
    name: "results-have-schemas",
    row: 6,
    reason: "The 2019 edition types the results of list, create and renew as a plain object.",
    apply: (upstream, contract) =>
      found(upstream, list, create, renew).flatMap((operation) => {
        const [status, reply] = successReply(operation) ?? [];
        if (status === undefined || reply === undefined) return [];
        const { shape } = reply;
        if (shape?.properties !== undefined) return "agrees";
        if (shape !== undefined && shape.type !== "object" && shape.type !== undefined)
          throw new SpecError(`the result of ${operation.operationId} is now ${shape.type}`);
        const ours = contract.operations.find((one) => operationKey(one) === operationKey(operation));
        const known = ours?.responses[status]?.shape;
        if (known === undefined) throw new SpecError(`the contract has no result for ${operation.operationId}`);
        reply.shape = draft(known);
        return "corrected";
      }),
  },
  {
    name: "bodies-send-profileIds",
    row: 1,
    reason: "The bodies declare profileId, while their own example and the clients known to work send profileIds.",
    apply: (upstream) =>
      upstream.operations.flatMap((operation) => {
        const named = [update, addProfiles].includes(operationKey(operation));
        const body = operation.body?.shape.properties ?? {};
        const { profileId, profileIds } = body;
        if (!named && profileId?.type !== "array") return [];
        if (profileId !== undefined && profileIds !== undefined)
          throw new SpecError(`the body of ${operation.operationId} declares both profileId and profileIds`);
        if (profileIds !== undefined) return "agrees";
        if (profileId === undefined)
          throw new SpecError(`the body of ${operation.operationId} declares neither profileId nor profileIds`);
        if (profileId.type !== "array")
          throw new SpecError(`profileId of ${operation.operationId} is ${profileId.type ?? "untyped"}, not a list`);
        const { required } = operation.body?.shape ?? { required: [] };
        const at = (required as string[]).indexOf("profileId");
        if (at >= 0) required[at] = "profileIds";
        delete body["profileId"];
        body["profileIds"] = profileId;
        return "corrected";
      }),
  },
  {
    name: "group-is-an-object",
    row: 2,
    reason: "ApiUser.group is an object in the schema and an array in the example. A user belongs to one group.",
    apply: (upstream) =>
      users(upstream).flatMap(({ properties, examples }) => {
        const group = properties?.["group"];
        if (group === undefined) return [];
        if (group.type !== "object")
          throw new SpecError(`ApiUser.group is now ${group.type ?? "untyped"} in the schema`);
        return isObject(examples) && isList(examples["group"]) ? "corrected" : "agrees";
      }),
  },
  {
    name: "group-type-is-an-integer",
    row: 3,
    reason: 'MinGroup.type is an integer in the schema and "0" in the example. The sibling endpoints send integers.',
    apply: (upstream) =>
      users(upstream).flatMap(({ properties, examples }) => {
        const group = properties?.["group"];
        const type = group?.properties?.["type"];
        if (type === undefined) return [];
        if (type.type !== "integer")
          throw new SpecError(`MinGroup.type is now ${type.type ?? "untyped"} in the schema`);
        const shown = [group?.examples, ...(isObject(examples) ? all(examples["group"]) : [])];
        return shown.some((one) => isObject(one) && typeof one["type"] === "string") ? "corrected" : "agrees";
      }),
  },
  {
    name: "selectable-names-are-declared",
    row: 4,
    reason: "fields can ask for names that the response schemas lack. What can be asked for can come back.",
    apply: (upstream, contract, note) =>
      upstream.operations.flatMap((operation) => {
        const parameter = operation.parameters.find(({ name, in: place }) => name === "fields" && place === "query");
        const response = successOf(operation);
        if (parameter === undefined || response === undefined) return [];
        const known = itemOfContract(contract, operation);
        return declareSelectable(operation.operationId, parameter, itemOf(response), known, note);
      }),
  },
  {
    name: "429-everywhere",
    row: 5,
    reason: "429 is announced in prose and declared on no operation. A client has to expect it anywhere.",
    apply: (upstream) =>
      upstream.operations.map(({ responses }) => {
        if (responses["429"] !== undefined) return "agrees";
        responses["429"] = { headers: [], prose: {} };
        return "corrected";
      }),
  },
  {
    name: "limit-has-a-range",
    row: 7,
    reason: "limit has its range, 1 to 100, only in prose. What happens above 100 is unknown, so it is never sent.",
    apply: (upstream) =>
      found(upstream, list).flatMap(({ parameters }) => {
        const shape = parameters.find(({ name }) => name === "limit")?.shape;
        if (shape === undefined) return [];
        const { minimum = 1, maximum = 100 } = shape.keywords;
        if (shape.type !== "integer" || minimum !== 1 || maximum !== 100)
          throw new SpecError(
            `limit is now ${shape.type ?? "untyped"} from ${JSON.stringify(minimum)} to ${JSON.stringify(maximum)}`,
          );
        const agrees = "minimum" in shape.keywords && "maximum" in shape.keywords;
        Object.assign(shape.keywords, { minimum, maximum });
        return agrees ? "agrees" : "corrected";
      }),
  },
];

/** The model of upstream as the contract wants it, and what became of each correction. */
export function correct(upstream: Model, contract: Model): Corrected {
  const model = draft(upstream);
  const notes = new Set<string>();
  const outcomes = corrections.map(({ name, row, reason, apply }): Outcome => {
    try {
      const findings = apply(model, contract, (text) => notes.add(text));
      const result = findings.includes("corrected")
        ? "applied"
        : findings.length > 0
          ? "no longer needed"
          : "nothing left to correct";
      return { name, row, reason, result };
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      throw new SpecError(
        `correction ${name} (row ${row} of openapi/README.md) does not fit any more: ${error.message}; decide anew in scripts/spec/corrections.ts`,
      );
    }
  });
  return { model: model, outcomes: [...outcomes].sort((a, b) => a.row - b.row), notes: [...notes] };
}

const found = (model: Draft<Model>, ...keys: string[]): Draft<Operation>[] =>
  model.operations.filter((operation) => keys.includes(operationKey(operation as Operation)));

const successReply = (operation: Draft<Operation>) =>
  Object.entries(operation.responses).find(([status]) => status.startsWith("2"));

const successOf = (operation: Draft<Operation>) => successReply(operation)?.[1].shape;

/** What an operation gives: the items of a page, or the thing itself. */
const itemOf = <S extends Shape | Draft<Shape>>(shape: S): S =>
  (shape.properties?.["data"]?.items as S | undefined) ?? shape;

const users = (model: Draft<Model>): Draft<Shape>[] =>
  found(model, list, get).flatMap((operation) => {
    const shape = successOf(operation);
    return shape === undefined ? [] : [itemOf(shape)];
  });

function itemOfContract(contract: Model, operation: Draft<Operation>): Shape | undefined {
  const ours = contract.operations.find((one) => operationKey(one) === operationKey(operation as Operation));
  const shape = ours && Object.entries(ours.responses).find(([status]) => status.startsWith("2"))?.[1].shape;
  return shape && itemOf(shape);
}

const all = (value: Json | undefined): readonly Json[] => (isList(value) ? value : value === undefined ? [] : [value]);
