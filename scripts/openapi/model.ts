import { methods } from "./facts";
import { asList, asObject, isObject, mapValues, text, type Json, type JsonObject } from "./json";
import { objectOf, resolved } from "./references";
import { shapeOf, type Shape } from "./shape";
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
  parameters: Parameter[];
  body?: Content & { shape: Shape };
  responses: Record<string, Content>;
  /** The object of the document that states it, with what is not told apart here. */
  node: JsonObject;
}

export interface Parameter {
  name: string;
  in: string;
  required: boolean;
  style: string;
  explode: boolean;
  shape: Shape;
  fields?: JsonObject;
  node: JsonObject;
}

/** A response, or the body of a request. */
export interface Content {
  /** The media types that it comes in, none if it has no body. */
  types: string[];
  /** What it is in JSON. */
  shape?: Shape;
  examples: JsonObject;
  headers: string[];
  node: JsonObject;
}

/** Whether a path belongs to the resource that this project describes, whatever the version in front of it. */
export const isApiUsersPath = (path: string): boolean => /^(\/v\d+)?\/api-users(\/|$)/.test(path);

/** Whether a list of the query is sent in a single parameter. By default, a form repeats the parameter instead. */
export const isJoined = (parameter: Parameter): boolean => isQueryList(parameter) && !parameter.explode;

const isQueryList = ({ in: where, shape }: Parameter): boolean => where === "query" && shape.type === "array";

/** How the first list of a query is written. The client has one serialiser for all: a list of another form is a gap of the facade. */
export function listForm({ operations }: Model): Pick<Parameter, "style" | "explode"> {
  const { style = "form", explode = true } = operations.flatMap(({ parameters }) => parameters).find(isQueryList) ?? {};
  return { style, explode };
}

/** The first response that is a success, with its status. */
export const successOf = ({ responses }: Pick<Operation, "responses">): [status: string, reply: Content] | undefined =>
  Object.entries(responses).find(([status]) => status.startsWith("2"));

/** Reads the operations of an OpenAPI 3 document. */
export function readModel(document: JsonObject): Model {
  const paths = Object.entries(asObject(resolved(document, document["paths"])));
  const operations = paths.flatMap(([path, value]) => {
    const item = objectOf(value);
    return methods.flatMap((method) => {
      const operation = item[method];
      return operation === undefined ? [] : [readOperation(path, method, item, objectOf(operation))];
    });
  });
  const servers = asList(document["servers"]).map((server) => text(asObject(server)["url"]) ?? "");
  return { operations, servers };
}

/** The schemas that an OpenAPI 3 document has by name. */
export const readSchemas = (document: JsonObject): Record<string, Shape> =>
  mapValues(asObject(asObject(document["components"])["schemas"]), (_, name) =>
    shapeOf(resolved(document, { $ref: `#/components/schemas/${name}` })),
  );

function readOperation(path: string, method: string, item: JsonObject, node: JsonObject): Operation {
  const operationId = text(node["operationId"]);
  if (operationId === undefined) throw new SpecError("the operation has no operationId", node);
  const all = [...asList(item["parameters"]), ...asList(node["parameters"])].map((one) => readParameter(objectOf(one)));
  const body = node["requestBody"];
  return {
    operationId,
    path,
    method: method.toUpperCase(),
    parameters: [...new Map(all.map((parameter) => [`${parameter.in} ${parameter.name}`, parameter])).values()],
    ...(body !== undefined && { body: { shape: shapeOf(true), ...readContent(body) } }),
    responses: mapValues(asObject(node["responses"]), readContent),
    node,
  };
}

function readParameter(node: JsonObject): Parameter {
  const { name, in: where, explode, schema, "x-fields": fields } = node;
  const style = text(node["style"]) ?? (where === "query" || where === "cookie" ? "form" : "simple");
  return {
    name: text(name) ?? "",
    in: text(where) ?? "",
    required: node["required"] === true,
    style,
    explode: typeof explode === "boolean" ? explode : style === "form",
    shape: shapeOf(schema ?? true),
    ...(isObject(fields) && { fields }),
    node,
  };
}

function readContent(value: Json | undefined): Content {
  const node = objectOf(value);
  const content = asObject(node["content"]);
  const { schema, examples } = asObject(content["application/json"]);
  return {
    types: Object.keys(content),
    ...(schema !== undefined && { shape: shapeOf(schema) }),
    examples: asObject(examples),
    headers: Object.keys(asObject(node["headers"])),
    node,
  };
}
