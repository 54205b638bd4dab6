import { checkValue } from "../contract/check";
import type { Rule } from "../schema";
import { json, methodNotAllowed, notFound, throwBadRequest, HttpError, type OutgoingResponse } from "./responses";
import type { Handlers, Success } from "./handlers";
import { bodyText, type IncomingRequest } from "./request";
import { contract, operationIds, service, unfilteredQuery, type Issue, type OperationId } from "./schema";

/** The operation that a request belongs to, if there is one. */
export function operationOf({ method, url }: IncomingRequest): OperationId | undefined {
  return operationsAt(locate(url).path).find((operation) => contract[operation].method === method);
}

/** Carries out a request if the contract allows it; otherwise reports what is wrong with it. */
export function handleRequest(incoming: IncomingRequest, handlers: Handlers): OutgoingResponse {
  const { path } = locate(incoming.url);
  try {
    if (decoded(path) === undefined)
      throwBadRequest({ type: "path", field: "path", message: "malformed percent-encoding" });
    const operation = operationOf(incoming);
    if (operation === undefined) return nothingAt(path);
    const handle = handlers[operation] as (call: unknown) => Success<unknown>;
    const { body, headers = {} } = handle(callIn(incoming, operation));
    const { status } = service[operation];
    return body === undefined ? { status, headers } : json(status, body, headers);
  } catch (error) {
    if (error instanceof HttpError) return error.response;
    throw error;
  }
}

/**
 * What a request asks for.
 *
 * @throws HttpError if the contract does not allow it, or the fake cannot carry it out
 */
function callIn(incoming: IncomingRequest, operation: OperationId) {
  const { path, search, target } = locate(incoming.url);
  const { input, path: template } = contract[operation];
  const query = queryOf(operation, search);
  const issues: Issue[] = [];
  const call = {
    path: checked("path", input.path, parametersIn(path, template), issues),
    body: input.body && checked("body", input.body, parsedBody(incoming), issues),
    query: checked("query", input.query, query, issues),
    target,
    search,
  };
  // Ignoring a filter would give everybody.
  for (const field of unfilteredQuery[operation] ?? [])
    if (Object.hasOwn(query, field)) issues.push({ type: "query", field, message: "the fake API cannot do this yet" });
  if (issues.length > 0) throwBadRequest(...issues);
  return call;
}

const roots = [...new Set(operationIds.map((operation) => contract[operation].path.split("/")[1]))];
const resource = new RegExp(`/(?:${roots.join("|")})(?=/|$)`);

/** The path from the resource on, without the base in front of it. */
function locate(url: string) {
  const { origin, pathname, search } = new URL(url);
  const path = pathname.slice(Math.max(pathname.search(resource), 0));
  return { path, search, target: origin + pathname };
}

const operationsAt = (path: string): OperationId[] =>
  operationIds.filter((operation) => parametersIn(path, contract[operation].path) !== undefined);

function nothingAt(path: string): OutgoingResponse {
  const methods = operationsAt(path).map((operation) => contract[operation].method);
  return methods.length === 0 ? notFound() : methodNotAllowed(methods);
}

/** The parameters of a path that fits the template. */
function parametersIn(path: string, template: string): Record<string, string | undefined> | undefined {
  const segments = path.split("/");
  const names = template.split("/");
  if (segments.length !== names.length) return undefined;
  const parameters: Record<string, string | undefined> = {};
  for (const [index, segment] of segments.entries()) {
    const name = names[index] ?? "";
    if (name.startsWith("{") && segment !== "") parameters[name.slice(1, -1)] = decoded(segment);
    else if (segment !== name) return undefined;
  }
  return parameters;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The query with its numbers, booleans and lists. Values that cannot be parsed stay unchanged. */
function queryOf(operation: OperationId, search: string): Record<string, unknown> {
  const { properties = {} } = contract[operation].input.query ?? {};
  const { delimiters = {} } = service[operation];
  const query = new URLSearchParams(search);
  return Object.fromEntries(
    [...query.keys()].map((name) => {
      const [text = "", ...more] = query.getAll(name);
      if (!Object.hasOwn(properties, name)) return [name, text];
      const rule = properties[name];
      const delimiter = delimiters[name];
      if (delimiter !== undefined && more.length > 0)
        throwBadRequest({ type: "query", field: name, message: "given more than once" });
      const texts = delimiter === undefined ? [text, ...more] : text.split(delimiter);
      if (rule?.type === "array") return [name, texts.map((one) => read(one, rule.items))];
      return [name, more.length > 0 ? texts : read(text, rule)];
    }),
  );
}

function read(text: string, { type }: Rule = {}): unknown {
  if (type === "boolean") return text === "true" || (text === "false" ? false : text);
  if (type !== "integer" && type !== "number") return text;
  return text === "" || Number.isNaN(Number(text)) ? text : Number(text);
}

function parsedBody(incoming: IncomingRequest): unknown {
  const text = bodyText(incoming);
  if (text === "") throwBadRequest({ type: "body", field: "body", message: "field required" });
  try {
    return JSON.parse(text);
  } catch (error) {
    return throwBadRequest({ type: "body", field: "body", message: (error as SyntaxError).message });
  }
}

/** A copy of one part of a request, with the defaults of the contract. Anything wrong with it is added to the issues. */
function checked(type: Issue["type"], rule: Rule = {}, value: unknown, issues: Issue[]): object {
  const report = (field: string, message: string) => issues.push({ type, field, message });
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    checkValue(rule, value, type, report);
    return {};
  }
  const { properties = {}, required = [] } = rule;
  const given = new Map<string, unknown>(Object.entries(value));
  for (const field of required) if (!given.has(field)) report(field, "field required");
  for (const field of given.keys()) if (!Object.hasOwn(properties, field)) report(field, "extra fields not permitted");
  const copy: Record<string, unknown> = {};
  for (const [field, one] of Object.entries(properties)) {
    if (given.has(field)) copy[field] = checkValue(one, given.get(field), field, report);
    else if (one.default !== undefined) copy[field] = one.default;
  }
  return copy;
}
