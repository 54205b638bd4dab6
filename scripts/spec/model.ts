import { SpecError } from "./SpecError";
import { isList, isObject, text, type Json, type JsonObject } from "./json";
import { follow, readShape, type Shape } from "./shape";

/** The operations of an OpenAPI 3 document, with every reference followed. */
export interface Model {
  readonly operations: readonly Operation[];
  /** Title, servers, security and tags. */
  readonly about: JsonObject;
}

export interface Operation {
  readonly operationId: string;
  readonly path: string;
  readonly method: string;
  readonly parameters: readonly Parameter[];
  readonly body?: Body;
  readonly responses: Readonly<Record<string, Reply>>;
  /** Summary, description, tags: what changes nothing for a program. */
  readonly prose: JsonObject;
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  /** `style` and `explode`, where they are not the default. */
  readonly serialisation: JsonObject;
  readonly shape: Shape;
  readonly fields?: JsonObject;
  readonly prose: JsonObject;
}

export interface Body {
  readonly required: boolean;
  readonly shape: Shape;
  readonly prose: JsonObject;
}

export interface Reply {
  readonly shape?: Shape;
  readonly headers: readonly string[];
  readonly prose: JsonObject;
}

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** A path without what may differ between editions: version prefix, trailing slash, the names of its parameters. */
export const pathKey = (path: string): string =>
  path
    .replace(/^\/v\d+(?=\/)/, "")
    .replace(/\/$/, "")
    .replaceAll(/\{[^}]*\}/g, "{}");

/** What tells an operation apart when its operationId changes. */
export const operationKey = (operation: Operation): string => `${operation.method} ${pathKey(operation.path)}`;

/** Whether a path belongs to the resource that this project describes. */
export const isApiUsersPath = (path: string): boolean => /^\/api-users(\/|$)/.test(path.replace(/^\/v\d+(?=\/)/, ""));

/** Reads the operations whose path is wanted; what is not reached from them is never looked at. */
export function readModel(document: JsonObject, wanted: (path: string) => boolean = () => true): Model {
  const paths = isObject(document["paths"]) ? document["paths"] : {};
  const operations = Object.entries(paths)
    .filter(([path]) => wanted(path))
    .flatMap(([path, item]) => {
      const resolved = follow(document, item);
      return methods
        .filter((method) => resolved[method] !== undefined)
        .map((method) => {
          try {
            return readOperation(document, path, method, resolved);
          } catch (error) {
            if (!(error instanceof SpecError)) throw error;
            throw new SpecError(`${method.toUpperCase()} ${path}: ${error.message}`);
          }
        });
    });
  const ids = operations.map(({ operationId }) => operationId);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new SpecError(`two operations are called ${twice}`);
  return { operations, about: prose(document, "info", "servers", "security", "tags") };
}

function readOperation(document: JsonObject, path: string, method: string, item: JsonObject): Operation {
  const operation = follow(document, item[method]);
  const operationId = text(operation["operationId"]);
  if (operationId === undefined) throw new SpecError("the operation has no operationId");
  const parameters = new Map<string, Parameter>();
  for (const one of [...list(item["parameters"]), ...list(operation["parameters"])]) {
    const parameter = readParameter(document, one);
    parameters.set(`${parameter.in} ${parameter.name}`, parameter);
  }
  const responses = operation["responses"];
  if (!isObject(responses)) throw new SpecError("the operation has no responses");
  const body = operation["requestBody"] === undefined ? undefined : readBody(document, operation["requestBody"]);
  return {
    operationId,
    path: path.replace(/^\/v\d+(?=\/)/, ""),
    method: method.toUpperCase(),
    parameters: [...parameters.values()],
    ...(body && { body }),
    responses: Object.fromEntries(
      Object.entries(responses)
        .filter(([status]) => !status.startsWith("x-"))
        .map(([status, one]) => [status, readReply(document, one)]),
    ),
    prose: prose(operation, "summary", "description", "tags", "deprecated"),
  };
}

function readParameter(document: JsonObject, value: Json): Parameter {
  const parameter = follow(document, value);
  const name = text(parameter["name"]);
  const where = text(parameter["in"]);
  if (name === undefined || where === undefined) throw new SpecError("a parameter lacks its name or its place");
  const { style, explode } = parameter;
  const usual = where === "query" || where === "cookie" ? "form" : "simple";
  return {
    name,
    in: where,
    required: parameter["required"] === true,
    serialisation: {
      ...(style !== undefined && style !== usual && { style }),
      ...(explode !== undefined && explode !== ((style ?? usual) === "form") && { explode }),
    },
    shape: readShape(document, parameter["schema"] ?? {}),
    ...(isObject(parameter["x-fields"]) && { fields: parameter["x-fields"] }),
    prose: prose(parameter, "description", "example", "examples"),
  };
}

function readBody(document: JsonObject, value: Json): Body {
  const body = follow(document, value);
  const media = json(body);
  if (media === undefined) throw new SpecError("the request body is not JSON");
  return {
    required: body["required"] === true,
    shape: readShape(document, media["schema"] ?? {}),
    prose: prose({ ...media, description: body["description"] }, "description", "example", "examples"),
  };
}

function readReply(document: JsonObject, value: Json | undefined): Reply {
  const reply = follow(document, value);
  const media = json(reply);
  return {
    ...(media?.["schema"] !== undefined && { shape: readShape(document, media["schema"]) }),
    headers: Object.keys(isObject(reply["headers"]) ? reply["headers"] : {}),
    prose: prose({ ...media, description: reply["description"] }, "description", "example", "examples"),
  };
}

function json(holder: JsonObject): JsonObject | undefined {
  if (!isObject(holder["content"])) return undefined;
  const [, media] =
    Object.entries(holder["content"]).find(([type]) => /^(application\/json|\*\/\*)\b/.test(type)) ?? [];
  return isObject(media) ? media : undefined;
}

const list = (value: Json | undefined): readonly Json[] => (isList(value) ? value : []);

const prose = (holder: JsonObject, ...keys: string[]): JsonObject =>
  Object.fromEntries(keys.filter((key) => holder[key] !== undefined).map((key) => [key, holder[key]]));
