import { methods } from "./facts";
import { asList, asObject, isObject, mapValues, pick, text, type Json, type JsonObject } from "./json";
import { follow } from "./references";
import { anything, readShape, type Shape } from "./shape";
import { SpecError } from "./SpecError";

/** The operations of a contract, with every reference followed. */
export interface Model {
  operations: Operation[];
  servers: string[];
}

export interface Operation {
  operationId: string;
  path: string;
  method: string;
  deprecated: boolean;
  /** The ways to authenticate, any of which will do. */
  security: string[];
  parameters: Parameter[];
  body?: Body;
  responses: Record<string, Reply>;
  prose: JsonObject;
  /** The object of the document that states it. */
  node: JsonObject;
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
}

interface Content {
  shape?: Shape;
  prose: JsonObject;
}

export interface Body extends Content {
  shape: Shape;
}

export interface Reply extends Content {
  headers: string[];
}

/** Whether a path belongs to the resource that this project describes, whatever the version in front of it. */
export const isApiUsersPath = (path: string): boolean => /^(\/v\d+)?\/api-users(\/|$)/.test(path);

export const isSuccess = (status: string): boolean => status.startsWith("2");

/** The first response that is a success, with its status. */
export const successOf = ({ responses }: Pick<Operation, "responses">): [status: string, reply: Reply] | undefined =>
  Object.entries(responses).find(([status]) => isSuccess(status));

/** Reads the operations of an OpenAPI 3 document. */
export function readModel(document: JsonObject): Model {
  const operations = Object.entries(asObject(document["paths"])).flatMap(([path, value]) => {
    const item = follow(document, value);
    return methods
      .filter((method) => item[method] !== undefined)
      .map((method) => readOperation(document, path, method, item));
  });
  const servers = asList(document["servers"]).map((server) => text(asObject(server)["url"]) ?? "");
  return { operations, servers };
}

/** The schemas that an OpenAPI 3 document has by name. */
export const readSchemas = (document: JsonObject): Record<string, Shape> =>
  mapValues(asObject(asObject(document["components"])["schemas"]), (_, name) =>
    readShape(document, { $ref: `#/components/schemas/${name}` }),
  );

/** `HTTP Basic`, or what the contract calls another way. */
function readSecurity(document: JsonObject, value: Json | undefined): string[] {
  const schemes = asObject(asObject(document["components"])["securitySchemes"]);
  const words = (name: string) => {
    const { type, scheme } = asObject(schemes[name]);
    return type === "http" && scheme === "basic" ? "HTTP Basic" : name;
  };
  return asList(value).map((way) => Object.keys(asObject(way)).map(words).join(" with ") || "no credentials");
}

function readOperation(document: JsonObject, path: string, method: string, item: JsonObject): Operation {
  const operation = follow(document, item[method]);
  const operationId = text(operation["operationId"]);
  if (operationId === undefined) throw new SpecError("the operation has no operationId", operation);
  const parameters = new Map<string, Parameter>();
  for (const one of [...asList(item["parameters"]), ...asList(operation["parameters"])]) {
    const parameter = readParameter(document, one);
    parameters.set(`${parameter.in} ${parameter.name}`, parameter);
  }
  const body = operation["requestBody"];
  return {
    operationId,
    path,
    method: method.toUpperCase(),
    deprecated: operation["deprecated"] === true,
    security: readSecurity(document, operation["security"] ?? document["security"]),
    parameters: [...parameters.values()],
    ...(body !== undefined && { body: readBody(document, body) }),
    responses: mapValues(asObject(operation["responses"]), (one) => readReply(document, one)),
    prose: pick(operation, "summary", "description"),
    node: operation,
  };
}

function readParameter(document: JsonObject, value: Json): Parameter {
  const parameter = follow(document, value);
  const { name, in: where, explode, schema } = parameter;
  const style = text(parameter["style"]);
  const usual = where === "query" || where === "cookie" ? "form" : "simple";
  return {
    name: text(name) ?? "",
    in: text(where) ?? "",
    required: parameter["required"] === true,
    deprecated: parameter["deprecated"] === true,
    serialisation: {
      ...(style !== undefined && style !== usual && { style }),
      ...(typeof explode === "boolean" && explode !== ((style ?? usual) === "form") && { explode }),
    },
    shape: readShape(document, schema ?? {}),
    ...(isObject(parameter["x-fields"]) && { fields: parameter["x-fields"] }),
    prose: pick(parameter, "description"),
  };
}

function readBody(document: JsonObject, value: Json): Body {
  const { shape = anything(), prose } = readContent(document, value);
  return { shape, prose };
}

const readReply = (document: JsonObject, value: Json | undefined): Reply => ({
  ...readContent(document, value),
  headers: Object.keys(asObject(follow(document, value)["headers"])),
});

function readContent(document: JsonObject, value: Json | undefined): Content {
  const { content, description } = follow(document, value);
  const json = asObject(asObject(content)["application/json"]);
  return {
    ...(json["schema"] !== undefined && { shape: readShape(document, json["schema"]) }),
    prose: pick({ ...json, description }, "description", "examples"),
  };
}
