import { isSuccess, successOf, type Content, type Model, type Operation } from "../openapi/model";
import type { Shape } from "../openapi/shape";
import { unfilteredBy } from "../generate/fakeQuery";
import { uncheckedIn } from "../generate/rule";
import {
  authentication,
  isUnexpected,
  methodName,
  page,
  placesOfAnOperation,
  placesOfTypes,
  type Facade,
} from "../spec/facade";

/** Something of the contract that the facade does not carry out. */
export interface Gap {
  readonly what: string;
  /** What is to be done, each line beginning with a file. */
  readonly steps: readonly string[];
}

/** Where the facade is behind the contract. The contract before tells a renamed operation from a new one. */
export function facadeGaps(contract: Model, before: Model, facade: Facade, deprecated: ReadonlySet<string>): Gap[] {
  const has = ({ operationId }: Operation) => facade[operationId] !== undefined;
  const current = new Set(contract.operations.map(({ operationId }) => operationId));
  const unknown = contract.operations.filter((operation) => !has(operation));
  const old = before.operations.filter((one) => has(one) && !current.has(one.operationId));
  const oldOf = ({ method, path }: Operation) => old.find((one) => one.method === method && one.path === path);
  const renamed = unknown.flatMap((operation) => {
    const from = oldOf(operation)?.operationId;
    return from === undefined ? [] : [{ from, to: operation.operationId }];
  });
  const fresh = unknown.filter((operation) => oldOf(operation) === undefined);
  const gone = Object.keys(facade).filter((id) => !current.has(id) && !renamed.some(({ from }) => from === id));
  const files = placesOfAnOperation.map(([file]) => file);
  return [
    ...renamed.map(({ from, to }) => ({
      what: `operation ${from} is now called ${to}`,
      steps: files.filter((file) => !file.endsWith(".md")).map((file) => `${file}: rename ${from} to ${to}`),
    })),
    ...fresh.map((operation) => freshGap(operation, before)),
    ...gone.map((operationId) => ({
      what: `method ${methodName(facade, operationId) ?? ""} has no operation any more`,
      steps: files.map((file) => `${file}: take ${operationId} away`),
    })),
    ...contract.operations.flatMap((operation) => operationGaps(operation, facade, deprecated)),
    ...pageGaps(contract),
  ];
}

function freshGap(operation: Operation, before: Model): Gap {
  const { operationId, method, path, body } = operation;
  const hasTypes = body !== undefined || resultOf(operation) !== undefined;
  const isNewMethod = !before.operations.some((one) => one.method === method);
  return {
    what: `operation ${operationId} (${method} ${path}) has no method of ApiUsersClient`,
    steps: [
      ...placesOfAnOperation.map(([file, what]) => `${file}: ${what(operationId)}`),
      ...(hasTypes ? placesOfTypes.map((file) => `${file}: the types of what ${operationId} takes and gives`) : []),
      ...(isNewMethod
        ? [`test/: tests that use ${method} as a method that no path has (git grep -l ${method} test)`]
        : []),
    ],
  };
}

/** What works as it is, and may be made nicer. */
export function hints(contract: Model): string[] {
  return [...statusHints(contract), ...contract.operations.flatMap(queryHints), ...uncheckedHints(contract)];
}

/** What the fake API cannot filter by, and texts that may be empty. */
function queryHints(operation: Operation): string[] {
  const { operationId, parameters } = operation;
  const queried = parameters.filter(({ in: where }) => where === "query");
  const unfiltered = unfilteredBy(operation).map(
    (name) =>
      `the fake API refuses query parameter ${name} of ${operationId}: to carry it out, src/testing/handlers.ts and scripts/generate/fakeQuery.ts`,
  );
  const texts = queried.filter(
    ({ shape: { type, keywords } }) => type === "string" && keywords["enum"] === undefined && isEmptyAllowed(keywords),
  );
  return [
    ...unfiltered,
    ...texts.map(
      ({ name }) =>
        `an empty ${name} of ${operationId} is sent: if it filters, write minLength: 1 into openapi/api-users.yaml`,
    ),
  ];
}

const isEmptyAllowed = ({ minItems, minLength }: Shape["keywords"]): boolean =>
  ![minItems, minLength].some((least) => typeof least === "number" && least > 0);

function uncheckedHints({ operations }: Model): string[] {
  const unchecked = operations.flatMap(({ operationId, parameters, body }) =>
    [...parameters.map(({ name, shape }) => uncheckedIn(shape, name)), body ? uncheckedIn(body.shape, "body") : []]
      .flat()
      .map((what) => `${what} (${operationId})`),
  );
  if (unchecked.length === 0) return [];
  return [
    `not checked before a request is sent: ${unchecked.join(", ")}: scripts/generate/rule.ts, src/contract/check.ts`,
  ];
}

function statusHints(contract: Model): string[] {
  const unexpected = new Map<string, string[]>();
  for (const { operationId, responses } of contract.operations)
    for (const status of Object.keys(responses).filter(isUnexpected))
      unexpected.set(status, [...(unexpected.get(status) ?? []), operationId]);
  return [...unexpected].map(
    ([status, ids]) =>
      `error status ${status} (${ids.join(", ")}) is of kind "unexpected"; a kind of its own is a choice, in src/errors/kinds.ts`,
  );
}

/** The methods of a class whose comment says `@deprecated`. */
export const deprecatedMethods = (source: string): Set<string> =>
  new Set(source.split("/**").flatMap((part) => /@deprecated[^]*?\*\/\s*(?:async )?(\w+)/.exec(part)?.slice(1) ?? []));

/** Whether something has a body, and none in JSON. */
const isForeign = (content: Pick<Content, "types"> = { types: [] }): boolean =>
  content.types.length > 0 && !content.types.includes("application/json");

const resultOf = (operation: Operation): Shape | undefined => successOf(operation)?.[1].shape;

function operationGaps(operation: Operation, facade: Facade, deprecated: ReadonlySet<string>): Gap[] {
  const { operationId, parameters, body, responses, security } = operation;
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
  const isOpen = security.split("|").some((way) => [authentication, "none", "unstated"].includes(way));
  const queried = parameters.filter(({ in: where }) => where === "query");
  const lists = queried.filter(({ shape }) => shape.type === "array");
  return gapsIn([
    ...lists.map(({ name, shape: { keywords } }): Check => [
      isEmptyAllowed(keywords),
      `an empty ${name} of ${operationId} would send a request without a filter`,
      `openapi/api-users.yaml: write minItems: 1 into the schema of ${name}`,
    ]),
    ...sent.map(([part, what]): Check => {
      const row = `scripts/spec/facade.ts: add "${part}" to takes of ${operationId}`;
      return [
        !takes.includes(part),
        `${what} of ${operationId} is not sent by ${name}`,
        edit(`take ${part} and send it`),
        row,
      ];
    }),
    [
      isForeign(body),
      `the request body of ${operationId} is ${body?.types.join(" or ") ?? ""}, and the client sends application/json`,
      edit("send it so"),
    ],
    [
      isForeign(result),
      `the result of ${operationId} is ${result?.types.join(" or ") ?? ""}, and the client reads application/json`,
      "src/http/response.ts: read it",
    ],
    ...queried.map(({ name, style, shape: { type }, node }): Check => [
      (type === "object" && style !== "deepObject") || node["content"] !== undefined,
      `${name} of ${operationId} has a form that the client does not write`,
      "src/http/transport.ts: write it so",
    ]),
    [hasResult && !gives, `${operationId} has a result that ${name} does not give`, edit("give the result")],
    [!hasResult && gives === "result", `${name} gives a result that ${operationId} has not`, edit("give nothing")],
    [
      !Object.keys(responses).some(isSuccess),
      `${operationId} has no status of its own for a success`,
      "openapi/api-users.yaml: name the status of the success; `default` is for errors",
    ],
    [
      !isOpen,
      `${operationId} takes ${security.replaceAll("|", " or ")}, and the client sends ${authentication}`,
      "src/http/credentials.ts: authenticate so",
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
