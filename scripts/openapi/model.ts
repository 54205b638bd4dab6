import { asList, asObject, isObject, mapValues, pick, text, type Json, type JsonObject } from "./json";
import { anything, follow, readShape, type Shape } from "./shape";
import { SpecError } from "./SpecError";

/** The operations of an OpenAPI 3 document, with every reference followed. */
export interface Model {
  operations: Operation[];
  /** Where the API is, with the version in front of all paths, if there is one. */
  servers: string[];
  /** The numbers of the version, such as `[2, 0, 0]`. */
  version: number[];
  /** Everything that the schemes of security are called in words, with the schemes themselves. */
  schemes: Record<string, JsonObject>;
  /** Title, tags and descriptions: what changes nothing for a program. */
  prose: JsonObject;
}

export interface Operation {
  operationId: string;
  path: string;
  method: string;
  deprecated: boolean;
  /** The ways to authenticate, any of which will do; `undefined` where nothing is said. */
  security: string[] | undefined;
  parameters: Parameter[];
  body?: Body;
  responses: Record<string, Reply>;
  /** What is not understood here, by where it stands. */
  unread: JsonObject;
  /** Summary, description, tags: what changes nothing for a program. */
  prose: JsonObject;
  /** The object of the document that states it, and that of its path. */
  node: JsonObject;
  item: JsonObject;
}

export interface Parameter {
  name: string;
  in: string;
  required: boolean;
  deprecated: boolean;
  /** `style` and `explode`, where they are not the default. */
  serialisation: { style?: string; explode?: boolean };
  shape: Shape;
  fields?: JsonObject;
  prose: JsonObject;
  node: JsonObject;
}

interface Content {
  media: string[];
  shape?: Shape;
  prose: JsonObject;
  node: JsonObject;
}

export interface Body extends Content {
  required: boolean;
  shape: Shape;
}

export interface Reply extends Content {
  headers: Record<string, Shape>;
}

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

const versionPrefix = /^\/v\d+(?=\/)/;

/** A path without what may differ between editions: version prefix, trailing slash, the names of its parameters. */
export const pathKey = (path: string): string =>
  path
    .replace(versionPrefix, "")
    .replace(/\/$/, "")
    .replaceAll(/\{[^}]*\}/g, "{}");

/** What tells an operation apart when its operationId changes. */
export const operationKey = (operation: Pick<Operation, "method" | "path">): string =>
  `${operation.method} ${pathKey(operation.path)}`;

/** Whether a path belongs to the resource that this project describes. */
export const isApiUsersPath = (path: string): boolean => /^\/api-users(\/|$)/.test(path.replace(versionPrefix, ""));

export const isSuccess = (status: string): boolean => status.startsWith("2");

/** The first response that is a success, with its status. */
export const successOf = ({ responses }: Pick<Operation, "responses">): [status: string, reply: Reply] | undefined =>
  Object.entries(responses).find(([status]) => isSuccess(status));

/** Reads the operations whose path is wanted; what is not reached from them is never looked at. */
export function readModel(document: JsonObject, wanted: (path: string) => boolean = () => true): Model {
  const paths = Object.entries(asObject(document["paths"])).filter(([path]) => wanted(path));
  const schemes = readSchemes(document);
  const operations = paths.flatMap(([path, item]) => {
    const resolved = follow(document, item);
    return methods
      .filter((method) => resolved[method] !== undefined)
      .map((method) => {
        try {
          return readOperation(document, path, method, resolved, schemes);
        } catch (error) {
          if (!(error instanceof SpecError)) throw error;
          throw new SpecError(`${method.toUpperCase()} ${path}: ${error.message}`, asObject(resolved[method]));
        }
      });
  });
  const ids = operations.map(({ operationId }) => operationId);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new SpecError(`two operations are called ${twice}`);
  const [prefix = "", ...others] = new Set(paths.map(([path]) => versionPrefix.exec(path)?.[0] ?? ""));
  if (others.length > 0)
    throw new SpecError(`some paths begin with ${[prefix, ...others].sort().at(-1)}, others do not`);
  return {
    operations,
    servers: asList(document["servers"]).map(
      (server) => `${(text(asObject(server)["url"]) ?? "").replace(/\/$/, "")}${prefix}`,
    ),
    version: [...(text(asObject(document["info"])["version"]) ?? "").matchAll(/\d+/g)].map(Number),
    schemes: Object.fromEntries(Object.values(schemes)),
    prose: pick(document, "info", "tags"),
  };
}

/** The schemas that an OpenAPI 3 document has by name. */
export const readSchemas = (document: JsonObject): Record<string, Shape> =>
  mapValues(asObject(asObject(document["components"])["schemas"]), (_, name) =>
    readShape(document, { $ref: `#/components/schemas/${name}` }),
  );

type Schemes = Readonly<Record<string, readonly [words: string, scheme: JsonObject]>>;

function readSchemes(document: JsonObject): Schemes {
  return mapValues(asObject(asObject(document["components"])["securitySchemes"]), (value) => {
    const scheme: JsonObject = { ...asObject(value), description: undefined };
    const [type, http] = [text(scheme["type"]) ?? "", text(scheme["scheme"])?.toLowerCase() ?? ""];
    const words: Record<string, string> = {
      http: `HTTP ${http.slice(0, 1).toUpperCase()}${http.slice(1)}`,
      apiKey: `an API key in the ${text(scheme["in"]) ?? "?"} \`${text(scheme["name"]) ?? "?"}\``,
    };
    return [words[type] ?? type, scheme];
  });
}

function readSecurity(value: Json | undefined, schemes: Schemes): string[] | undefined {
  if (value === undefined) return undefined;
  return asList(value)
    .map((way) => Object.keys(asObject(way)).map((name) => schemes[name]?.[0] ?? name))
    .map((names) => (names.length === 0 ? "no credentials" : names.sort().join(" with ")))
    .sort();
}

function readOperation(
  document: JsonObject,
  path: string,
  method: string,
  item: JsonObject,
  schemes: Schemes,
): Operation {
  const operation = follow(document, item[method]);
  const operationId = text(operation["operationId"]);
  if (operationId === undefined) throw new SpecError("the operation has no operationId");
  const parameters = new Map<string, Parameter>();
  const unread = pick({ ...pick(item, "servers"), ...operation }, "callbacks", "servers");
  for (const one of [...asList(item["parameters"]), ...asList(operation["parameters"])]) {
    const parameter = readParameter(document, one);
    parameters.set(`${parameter.in} ${parameter.name}`, parameter);
  }
  if (!isObject(operation["responses"])) throw new SpecError("the operation has no responses");
  const statuses = Object.entries(operation["responses"]).filter(([status]) => !status.startsWith("x-"));
  const responses = mapValues(Object.fromEntries(statuses), (one) => readReply(document, one));
  for (const [status, { node }] of Object.entries(responses))
    if (node["links"] !== undefined) unread[`links of ${status}`] = node["links"];
  const body = operation["requestBody"] === undefined ? undefined : readBody(document, operation["requestBody"]);
  return {
    operationId,
    path: path.replace(versionPrefix, ""),
    method: method.toUpperCase(),
    deprecated: operation["deprecated"] === true,
    security: readSecurity(operation["security"] ?? document["security"], schemes),
    parameters: [...parameters.values()],
    ...(body && { body }),
    responses,
    unread,
    prose: pick(operation, "summary", "description", "tags"),
    node: operation,
    item,
  };
}

/** The `style` of a parameter that names none. */
export const usualStyle = (where: string): string => (where === "query" || where === "cookie" ? "form" : "simple");

export function readParameter(document: JsonObject, value: Json): Parameter {
  const parameter = follow(document, value);
  const name = text(parameter["name"]);
  const where = text(parameter["in"]);
  if (name === undefined || where === undefined) throw new SpecError("a parameter lacks its name or its place");
  if (parameter["x-collectionFormat"] !== undefined || parameter["content"] !== undefined)
    throw new SpecError(`parameter ${name} has a serialisation that OpenAPI 3 has no \`style\` for: write it by hand`);
  const { explode } = parameter;
  const style = text(parameter["style"]);
  const usual = usualStyle(where);
  const shape = readShape(document, parameter["schema"] ?? {});
  return {
    name,
    in: where,
    required: parameter["required"] === true,
    deprecated: parameter["deprecated"] === true,
    serialisation: {
      ...(style !== undefined && style !== usual && { style }),
      ...(typeof explode === "boolean" && explode !== ((style ?? usual) === "form") && { explode }),
    },
    shape: parameter["x-nullable"] === true ? { ...shape, nullable: true } : shape,
    ...(isObject(parameter["x-fields"]) && { fields: parameter["x-fields"] }),
    prose: pick(parameter, "description", "example", "examples"),
    node: parameter,
  };
}

function readBody(document: JsonObject, value: Json): Body {
  const body = readContent(document, value);
  if (!body.media.includes("application/json"))
    throw new SpecError(`the request body is ${body.media.join(" or ")}, and the client sends JSON: write it by hand`);
  return { ...body, required: body.node["required"] === true, shape: body.shape ?? anything() };
}

function readReply(document: JsonObject, value: Json | undefined): Reply {
  const reply = readContent(document, value);
  const headers = mapValues(asObject(reply.node["headers"]), (one) => {
    const header = follow(document, one);
    const description = text(header["description"]);
    return { ...readShape(document, header["schema"] ?? {}), ...(description !== undefined && { description }) };
  });
  return { ...reply, headers };
}

/** A media type that is not named stands for JSON, as all of the API's are. */
function readContent(document: JsonObject, value: Json | undefined): Content {
  const node = follow(document, value);
  const content = Object.entries(asObject(node["content"])).map(
    ([type, one]) => [type === "*/*" ? "application/json" : type.replace(/;.*/, ""), asObject(one)] as const,
  );
  const json = content.find(([type]) => type === "application/json")?.[1];
  return {
    media: content.map(([type]) => type).sort(),
    ...(json?.["schema"] !== undefined && { shape: readShape(document, json["schema"]) }),
    prose: pick({ ...json, description: node["description"] }, "description", "example", "examples"),
    node,
  };
}
