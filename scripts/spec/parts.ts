import { isObject, mapValues, type JsonObject } from "../openapi/json";
import { isSuccess, type Model, type Operation, type Parameter, type Reply } from "../openapi/model";
import type { Shape } from "../openapi/shape";
import { errorName, queryType, typeName, upperFirst } from "./facade";

/** Something that a contract describes: the service, an operation, a parameter, a schema, down to a single property. */
export interface Part {
  readonly label: string;
  /** The names of the facade that depend on it. */
  readonly touches: readonly string[];
  /** Requests are written by the facade's users, responses are read by them: what widens one narrows the other. */
  readonly direction: "request" | "response";
  readonly facts: JsonObject;
  readonly parts?: Parts;
  /** What is said if it is new, or gone. */
  readonly added?: string;
  readonly removed?: string;
  /** Set where no code can rely on it, so that its end breaks nothing. */
  readonly isDispensable?: boolean;
}

/** By a key that finds the same part in another contract. */
export type Parts = Readonly<Record<string, Part | undefined>>;

type Naming = Pick<Part, "label" | "touches" | "direction">;

const waysIn = ({ security = [] }: Operation): string => security.join(" or ") || "no credentials";

/** How all operations authenticate, if it is the same for all. */
export function sharedSecurity(operations: readonly Operation[]): string | undefined {
  const [first, ...others] = new Set(operations.map(waysIn));
  return others.length === 0 ? first : undefined;
}

/** What holds for all operations. */
export function serviceParts({ servers, version, prose }: Model, security: string): Parts {
  const part = (label: string, touches: string[], facts: JsonObject): Part => ({
    ...{ label, touches, direction: "response", facts },
  });
  const info = { ...(isObject(prose["info"]) && prose["info"]), version: undefined };
  return {
    servers: part("the API", ["ApiUsersClientOptions.baseUrl"], { servers: servers.join(" or ") }),
    security: part("the API", ["ApiUsersClientOptions.auth"], { security }),
    version: part("the API's version", [], { version: version.join(".") }),
    prose: part("the API", [], { prose: { ...prose, info } }),
  };
}

/** @param method the method of the facade that carries it out */
export function operationPart(operation: Operation, method: string | undefined, isSecurityShared: boolean): Part {
  const { operationId, path, deprecated, parameters, body, responses, unread, prose } = operation;
  const touches = [method ?? "apiUsers.http"];
  const naming: Naming = { label: `\`${operationId}\``, touches, direction: "response" };
  const request: Naming = { ...naming, label: `\`${operationId}\`: the request body`, direction: "request" };
  const title = `(${operation.method} ${path})`;
  const security = waysIn(operation);
  return {
    ...naming,
    added: `${title} added${deprecated ? ", deprecated" : ""}${method === undefined ? ", without a method of `ApiUsersClient` yet" : ""}`,
    removed: `${title} removed`,
    facts: { deprecated, unread, prose },
    parts: {
      name: { ...naming, touches: [...touches, "SigfoxError.operation"], facts: { operationId } },
      address: { ...naming, touches: ["apiUsers.http", ...touches], facts: { path, method: operation.method } },
      security: { ...naming, touches: ["ApiUsersClientOptions.auth"], facts: isSecurityShared ? {} : { security } },
      ...Object.fromEntries(
        parameters.map((one) => [`${one.in} ${one.name}`, parameterPart(operationId, one, touches)]),
      ),
      body: body && {
        ...request,
        facts: { required: body.required, media: body.media, prose: body.prose },
        parts: { schema: schemaPart(body.shape, request) },
      },
      ...mapValues(responses, (reply, status) => replyPart(operationId, status, reply, touches)),
    },
  };
}

function parameterPart(operationId: string, parameter: Parameter, method: readonly string[]): Part {
  const { name, in: where, required, deprecated, serialisation, shape, fields = {}, prose } = parameter;
  const naming: Naming = {
    label: `\`${operationId}\`: ${where} parameter \`${name}\``,
    touches: where === "query" ? [`${queryType(operationId)}.${name}`] : method,
    direction: "request",
  };
  const facts = { required, deprecated, serialisation, prose };
  const selects = { ...naming, facts: {}, parts: selectable(fields) };
  return { ...naming, facts, parts: { schema: schemaPart(shape, naming), selects } };
}

/** Each name that `fields` can select. */
function selectable(tree: JsonObject, at = ""): Parts {
  return mapValues(tree, (below, name) => ({
    label: `\`fields\`: \`${at}${name}\``,
    touches: [`ApiUserFields.${at}${name}`],
    direction: "response",
    facts: {},
    added: "can be selected",
    removed: "cannot be selected any more",
    parts: isObject(below) ? selectable(below, `${at}${name}.`) : {},
  }));
}

function replyPart(operationId: string, status: string, reply: Reply, method: readonly string[]): Part {
  const { shape, media, headers, prose } = reply;
  const success = isSuccess(status);
  const label = `\`${operationId}\`: ${success ? "" : "error "}status ${status}`;
  const naming: Naming = { label, touches: success ? method : [errorName(status)], direction: "response" };
  const result = success ? typeName(`${upperFirst(operationId)}Result`) : label;
  const { description = null, ...examples } = prose;
  return {
    ...naming,
    isDispensable: !success,
    facts: { prose: description },
    parts: {
      body: shape && {
        ...{ ...naming, added: "has a body now", removed: "has no body any more" },
        facts: { media, prose: examples },
        parts: { schema: schemaPart(shape, { ...naming, label: result }) },
      },
      ...mapValues(headers, (one, name) => schemaPart(one, { ...naming, label: `${label}: header \`${name}\`` })),
    },
  };
}

/** A schema where it is used, with what it states: where it has a name, that is said of the name. */
function schemaPart(shape: Shape, naming: Naming, required?: boolean): Part {
  const { name, type, nullable, flags, keywords, properties = {}, items, isRecursive, description, examples } = shape;
  const isNamed = name !== undefined && shape.properties !== undefined;
  const own: Naming = isNamed ? { ...naming, label: `\`${typeName(name)}\``, touches: [typeName(name)] } : naming;
  const shared: Naming = isNamed || name === undefined ? own : { ...naming, label: `\`${name}\``, touches: [] };
  const property = (one: Shape, key: string): Part => {
    const label = `\`${own.label.replaceAll("`", "")}.${key}\``;
    const below = { ...naming, label, touches: own.touches.map((touched) => `${touched}.${key}`) };
    return schemaPart(one, below, shape.required.includes(key));
  };
  return {
    ...naming,
    facts: {
      ...{ type: isRecursive === true && name !== undefined ? typeName(name) : (type ?? "anything"), nullable },
      ...Object.fromEntries(flags.map((flag) => [flag, true])),
      ...(required !== undefined && { required }),
    },
    parts: {
      stated: { ...own, facts: keywords, parts: mapValues(properties, property) },
      items: items && schemaPart(items, { ...naming, label: `an item of ${own.label}` }),
      text: { ...shared, facts: isRecursive === true ? {} : { prose: [description ?? null, examples ?? null] } },
    },
  };
}
