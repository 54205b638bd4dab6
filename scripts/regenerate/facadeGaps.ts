import { matchOperations } from "../openapi/matchOperations";
import { isSuccess, type Model, type Operation } from "../openapi/model";
import type { Shape } from "../openapi/shape";
import { authentication, isUnexpected, methodName, page, placesOfAnOperation, type Facade } from "../spec/facade";

/** Something of the contract that the facade does not carry out. */
export interface Gap {
  readonly what: string;
  /** What is to be done, each line beginning with a file. */
  readonly steps: readonly string[];
}

/** Where the facade is behind the contract. The contract before tells a renamed operation from a new one. */
export function facadeGaps(contract: Model, before: Model, facade: Facade, deprecated: ReadonlySet<string>): Gap[] {
  const has = (operationId: string) => facade[operationId] !== undefined;
  const { matched } = matchOperations(before.operations, contract.operations);
  const renamed = matched.filter(({ ours, their }) => has(ours.operationId) && !has(their.operationId));
  const old = new Set(renamed.map(({ ours }) => ours.operationId));
  const current = new Set(contract.operations.map(({ operationId }) => operationId));
  const fresh = contract.operations.filter(
    (operation) => !has(operation.operationId) && !renamed.some(({ their }) => their === operation),
  );
  return [
    ...renamed.map(({ ours, their }) => renaming(ours.operationId, their.operationId)),
    ...fresh.map(addition),
    ...Object.keys(facade)
      .filter((operationId) => !current.has(operationId) && !old.has(operationId))
      .map((operationId) => removal(operationId, methodName(facade, operationId) ?? "")),
    ...contract.operations.flatMap((operation) => operationGaps(operation, facade, deprecated)),
    ...pageGaps(contract),
  ];
}

/** What works as it is, and may be made nicer. */
export function hints(contract: Model): string[] {
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

function renaming(from: string, to: string): Gap {
  const files = placesOfAnOperation.map(([file]) => file).filter((file) => !file.endsWith(".md"));
  return {
    what: `operation ${from} is now called ${to}`,
    steps: files.map((file) => `${file}: rename ${from} to ${to}`),
  };
}

function addition(operation: Operation): Gap {
  const { operationId, method, path } = operation;
  const steps = placesOfAnOperation.map(([file, what]) => {
    if (file === "scripts/spec/facade.ts") return `${file}: ${rowFor(operation)}`;
    return `${file}: ${what(file === "src/client.ts" ? `${operationId} (${method} ${path})` : operationId)}`;
  });
  return { what: `operation ${operationId} has no method of ApiUsersClient`, steps };
}

function rowFor({ operationId, parameters, body, responses }: Operation): string {
  const takes = [
    ...(parameters.some(({ in: where }) => where === "query") ? ["query"] : []),
    ...(body === undefined ? [] : ["body"]),
  ];
  const cells = [
    'method: "…"',
    ...(takes.length > 0 ? [`takes: ${JSON.stringify(takes)}`] : []),
    ...(resultOf({ responses }) === undefined ? [] : ['gives: "result"']),
  ];
  return `${operationId}: { ${cells.join(", ")} },`;
}

const removal = (operationId: string, method: string): Gap => ({
  what: `method ${method} has no operation any more`,
  steps: placesOfAnOperation.map(([file]) => `${file}: take ${operationId} away`),
});

const resultOf = ({ responses }: Pick<Operation, "responses">): Shape | undefined =>
  Object.entries(responses).find(([status, { shape }]) => isSuccess(status) && shape !== undefined)?.[1].shape;

function operationGaps(operation: Operation, facade: Facade, deprecated: ReadonlySet<string>): Gap[] {
  const { operationId, parameters, body, responses, security = [] } = operation;
  const row = facade[operationId];
  if (row === undefined) return [];
  const { method, takes = [], gives } = row;
  const name = `ApiUsersClient.${method}`;
  const edit = (what: string): string => `src/client.ts: let ${method} ${what}`;
  const gaps: Gap[] = [];
  const missing = [
    ...parameters
      .filter(({ in: where }) => where !== "path" && !(where === "query" && takes.includes("query")))
      .map((parameter) => [parameter.name, `${parameter.in} parameter ${parameter.name}`] as const),
    ...(body === undefined || takes.includes("body") ? [] : bodyParts(body.shape)),
  ].filter(([part]) => !takes.includes(part));
  for (const [part, what] of missing)
    gaps.push({
      what: `${what} of ${operationId} is not sent by ${name}`,
      steps: [edit(`take ${part} and send it`), `scripts/spec/facade.ts: add "${part}" to takes of ${operationId}`],
    });
  const result = resultOf(operation);
  if (result !== undefined && gives === undefined)
    gaps.push({ what: `${operationId} has a result that ${name} does not give`, steps: [edit("give the result")] });
  if (result === undefined && gives !== undefined)
    gaps.push({ what: `${name} gives a result that ${operationId} has not`, steps: [edit("give nothing")] });
  if (!Object.keys(responses).some(isSuccess))
    gaps.push({
      what: `${operationId} has no status of its own for a success`,
      steps: ["openapi/api-users.yaml: name the status of the success; `default` is for errors"],
    });
  if (security.length > 0 && !security.includes(authentication) && !security.includes("no credentials"))
    gaps.push({
      what: `${operationId} takes ${security.join(" or ")}, and the client sends ${authentication}`,
      steps: ["src/http/credentials.ts: authenticate so"],
    });
  if (operation.deprecated && !deprecated.has(method))
    gaps.push({
      what: `${operationId} is deprecated, and ${name} does not say so`,
      steps: [`src/client.ts: add \`@deprecated\` to the comment of ${method}`],
    });
  return gaps;
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
  return [
    ...page.result
      .filter((path) => at(path) === undefined)
      .map((path) => ({
        what: `a page has no ${path}, which the client reads`,
        steps: [
          "src/pagination/page.ts: read what a page has now",
          `scripts/spec/facade.ts: name it in page instead of ${path}`,
        ],
      })),
    ...page.query
      .filter((name) => !list.parameters.some((parameter) => parameter.name === name))
      .map((name) => ({
        what: `${page.operationId} has no ${name}, which the client pages with`,
        steps: ["src/pagination/page.ts: page without it", `scripts/spec/facade.ts: take ${name} out of page`],
      })),
  ];
}
