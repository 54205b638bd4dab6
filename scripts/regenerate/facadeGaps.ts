import { isDeepStrictEqual } from "node:util";
import type { Places } from "../openapi/facts";
import { listForm, successOf, type Content, type Model, type Operation, type Parameter } from "../openapi/model";
import type { Contract } from "../openapi/readDescription";
import { isOpen, waysIn } from "../openapi/security";
import { isEmptyAllowed, type Shape } from "../openapi/shape";
import { authentication, methodName, page, placesOfAnOperation, placesOfTypes, type Facade } from "../spec/facade";

/** Something of the contract that the facade does not carry out. */
export interface Gap {
  readonly what: string;
  /** What is to be done, each line beginning with a file. */
  readonly steps: readonly string[];
}

/**
 * Where the facade is behind the contract.
 *
 * @param renamed - operations that are called differently than before, by their old name
 */
export function facadeGaps(
  contract: Contract,
  renamed: ReadonlyMap<string, string>,
  facade: Facade,
  deprecated: ReadonlySet<string>,
): Gap[] {
  const current = contract.operations.map(({ operationId }) => operationId);
  const behind = [...renamed].filter(([from, to]) => from in facade && !(to in facade));
  const known = new Set([...Object.keys(facade), ...behind.map(([, to]) => to)]);
  const fresh = contract.operations.filter(({ operationId }) => !known.has(operationId));
  const old = contract.operations.filter((operation) => !fresh.includes(operation));
  const gone = Object.keys(facade).filter((id) => !current.includes(id) && !renamed.has(id));
  const files = placesOfAnOperation.map(([file]) => file);
  return [
    ...behind.map(([from, to]) => ({
      what: `operation ${from} is now called ${to}`,
      steps: files.filter((file) => !file.endsWith(".md")).map((file) => `${file}: rename ${from} to ${to}`),
    })),
    ...fresh.map((operation) => freshGap(operation, old)),
    ...gone.map((operationId) => ({
      what: `method ${methodName(facade, operationId) ?? ""} has no operation any more`,
      steps: files.map((file) => `${file}: take ${operationId} away`),
    })),
    ...contract.operations.flatMap((operation) => operationGaps(operation, contract.places, facade, deprecated)),
    ...contract.operations.flatMap((operation) => formGaps(operation, listForm(contract))),
    ...pageGaps(contract),
  ];
}

function freshGap(operation: Operation, old: readonly Operation[]): Gap {
  const { operationId, method, path, body } = operation;
  const hasTypes = body !== undefined || resultOf(operation) !== undefined;
  const isNewMethod = !old.some((one) => one.method === method);
  return {
    what: `operation ${operationId} (${method} ${path}) has no method of ApiUsersClient`,
    steps: [
      ...placesOfAnOperation.map(([file, what]) => `${file}: ${what} (${operationId})`),
      ...(hasTypes ? placesOfTypes.map((file) => `${file}: the types of what ${operationId} takes and gives`) : []),
      ...(isNewMethod
        ? [`test/: tests that use ${method} as the method that no path has (git grep -l ${method} test)`]
        : []),
    ],
  };
}

/** The methods of a class whose comment says `@deprecated`. */
export const deprecatedMethods = (source: string): Set<string> =>
  new Set(source.split("/**").flatMap((part) => /@deprecated[^]*?\*\/\s*(?:async )?(\w+)/.exec(part)?.slice(1) ?? []));

/** What the contract has in a form that the client can neither send nor read. */
function formGaps(operation: Operation, lists: Pick<Parameter, "style" | "explode">): Gap[] {
  const { operationId, parameters, body } = operation;
  const bodies = { "the request body": body, "the result": successOf(operation)?.[1] };
  return gapsIn([
    ...Object.entries(bodies).map(([what, content]): Check => [
      isForeign(content),
      `${what} of ${operationId} is ${content?.types.join(" or ") ?? ""}, and the client exchanges application/json`,
      "src/client.ts, src/http/: send and read that form",
    ]),
    ...parameters
      .filter(({ in: where }) => where === "query")
      .flatMap(({ name, style, explode, shape: { type, keywords }, node }): Check[] => [
        [
          node["content"] !== undefined ||
            (type === "object" && style !== "deepObject") ||
            (type === "array" && !isDeepStrictEqual({ style, explode }, lists)),
          `${name} of ${operationId} is serialised in a way that the client does not support: it has one serialiser for lists and one for objects`,
          "src/http/transport.ts, src/contract/input.ts: serialise it that way",
        ],
        [
          type === "array" && isEmptyAllowed(keywords),
          `an empty ${name} of ${operationId} would send a request without a filter`,
          `openapi/api-users.yaml: write minItems: 1 into the schema of ${name}`,
        ],
      ]),
  ]);
}

/** Whether something has a body, and none in JSON. */
const isForeign = (content: Pick<Content, "types"> = { types: [] }): boolean =>
  content.types.length > 0 && !content.types.includes("application/json");

const resultOf = (operation: Operation): Shape | undefined => successOf(operation)?.[1].shape;

function operationGaps(operation: Operation, places: Places, facade: Facade, deprecated: ReadonlySet<string>): Gap[] {
  const { operationId, parameters, body } = operation;
  const row = facade[operationId];
  if (row === undefined) return [];
  const { method, takes = [], gives } = row;
  const name = `ApiUsersClient.${method}`;
  const edit = (what: string): string => `src/client.ts: let ${method} ${what}`;
  const sent = [
    ...parameters
      .filter(({ in: where }) => where !== "path" && !(where === "query" && takes.includes("query")))
      .map((parameter) => [parameter.name, `${parameter.in} parameter ${parameter.name}`] as const),
    ...(body === undefined || takes.includes("body") || isForeign(body) ? [] : bodyParts(body.shape)),
  ];
  const result = successOf(operation)?.[1];
  const hasResult = result !== undefined && result.types.length > 0;
  const ways = waysIn(places.get(operationId));
  return gapsIn([
    ...sent.map(([part, what]): Check => [
      !takes.includes(part),
      `${what} of ${operationId} is not sent by ${name}`,
      edit(`take ${part} and send it`),
      `scripts/spec/facade.ts: add "${part}" to takes of ${operationId}`,
    ]),
    [hasResult && !gives, `${operationId} has a result that ${name} does not give`, edit("give the result")],
    [
      !hasResult && gives === "result",
      `${name} gives a result that ${operationId} does not have`,
      edit("give nothing"),
    ],
    [
      !ways.some((way) => way === authentication || isOpen(way)),
      `${operationId} takes ${ways.join(" or ")}, and the client sends ${authentication}`,
      "src/http/credentials.ts: authenticate that way",
    ],
    [
      operation.node["deprecated"] === true && !deprecated.has(method),
      `${operationId} is deprecated, and ${name} does not say so`,
      `src/client.ts: add \`@deprecated\` to the comment of ${method}`,
    ],
  ]);
}

function bodyParts({ properties }: Shape): (readonly [string, string])[] {
  if (properties === undefined) return [["body", "the request body"]];
  return Object.keys(properties).map((name) => [name, `body property ${name}`]);
}

function pageGaps({ operations }: Model): Gap[] {
  const list = operations.find(({ operationId }) => operationId === page.operationId);
  if (list === undefined) return [];
  const at = (path: string) =>
    path.split(".").reduce<Shape | undefined>((shape, name) => shape?.properties?.[name], resultOf(list));
  const own = "src/pagination/page.ts";
  const row = "scripts/spec/facade.ts";
  const { operationId, parameters } = list;
  return gapsIn([
    ...page.result.map((path): Check => {
      const steps = [`${own}: read what a page has now`, `${row}: name it in page instead of ${path}`];
      return [at(path) === undefined, `a page has no ${path}, which the client reads`, ...steps];
    }),
    ...page.query.map((name): Check => {
      const steps = [`${own}: page without it`, `${row}: take ${name} out of page`];
      const found = parameters.find((parameter) => parameter.name === name);
      const what = found === undefined ? name : `default of ${name}`;
      const isGone = typeof found?.shape.keywords["default"] !== "number";
      return [isGone, `${operationId} has no ${what}, which the client pages with`, ...steps];
    }),
  ]);
}

type Check = readonly [isGap: boolean, what: string, ...steps: string[]];

const gapsIn = (checks: readonly Check[]): Gap[] =>
  checks.flatMap(([isGap, what, ...steps]) => (isGap ? [{ what, steps }] : []));
