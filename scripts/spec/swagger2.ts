import { SpecError } from "./SpecError";
import { isList, isObject, text, type Json, type JsonObject } from "./json";
import { follow } from "./shape";

/** The keywords that Swagger 2.0 puts on a parameter itself and OpenAPI 3 into its schema. */
const schemaKeywords = [
  "type",
  "format",
  "items",
  "default",
  "enum",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "minLength",
  "maxLength",
  "pattern",
  "minItems",
  "maxItems",
  "uniqueItems",
  "multipleOf",
  "x-nullable",
];

/** A Swagger 2.0 document as OpenAPI 3.1, as far as paths and schemas go. References stay references. */
export function fromSwagger2(document: JsonObject, wanted: (path: string) => boolean): JsonObject {
  const paths = isObject(document["paths"]) ? document["paths"] : {};
  const definitions = isObject(document["definitions"]) ? document["definitions"] : {};
  return {
    openapi: "3.1.0",
    paths: Object.fromEntries(
      Object.entries(paths)
        .filter(([path]) => wanted(path))
        .map(([path, item]) => [path, pathItem(document, follow(document, item))]),
    ),
    components: { schemas: Object.fromEntries(Object.entries(definitions).map(([name, one]) => [name, schema(one)])) },
  };
}

function pathItem(document: JsonObject, item: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(item).map(([key, value]) => [
      key,
      key === "parameters" ? parameters(document, value) : isObject(value) ? operation(document, value) : value,
    ]),
  );
}

const parameters = (document: JsonObject, value: Json | undefined): JsonObject[] =>
  resolved(document, value)
    .filter((one) => one["in"] !== "body" && one["in"] !== "formData")
    .map(parameter);

const resolved = (document: JsonObject, value: Json | undefined): JsonObject[] =>
  (isList(value) ? value : []).map((one) => follow(document, one));

function operation(document: JsonObject, value: JsonObject): JsonObject {
  const all = resolved(document, value["parameters"]);
  if (all.some((one) => one["in"] === "formData"))
    throw new SpecError(
      `${text(value["operationId"]) ?? "an operation"} takes a form: only JSON bodies are understood`,
    );
  const body = all.find((one) => one["in"] === "body");
  const responses = isObject(value["responses"]) ? value["responses"] : {};
  return {
    ...value,
    parameters: parameters(document, value["parameters"]),
    ...(body && {
      requestBody: {
        description: body["description"],
        required: body["required"] === true,
        content: { "application/json": { schema: schema(body["schema"] ?? {}) } },
      },
    }),
    responses: Object.fromEntries(
      Object.entries(responses).map(([status, one]) => [
        status,
        status.startsWith("x-") ? one : response(follow(document, one)),
      ]),
    ),
  };
}

function parameter(value: JsonObject): JsonObject {
  const own = Object.fromEntries(
    schemaKeywords.filter((key) => value[key] !== undefined).map((key) => [key, value[key]]),
  );
  const rest = Object.fromEntries(Object.entries(value).filter(([key]) => !schemaKeywords.includes(key)));
  return { ...rest, ...serialisation(value), schema: schema(own) };
}

/** `collectionFormat`, of which a list without one has the default `csv`, as `style` and `explode`. */
function serialisation(value: JsonObject): JsonObject {
  if (value["type"] !== "array" || value["in"] !== "query") return {};
  const format = text(value["collectionFormat"]) ?? "csv";
  const styles: Record<string, JsonObject> = {
    csv: { style: "form", explode: false },
    multi: { style: "form", explode: true },
    ssv: { style: "spaceDelimited", explode: false },
    pipes: { style: "pipeDelimited", explode: false },
  };
  const style = styles[format];
  if (style === undefined)
    throw new SpecError(`parameter ${text(value["name"]) ?? "?"}: no counterpart for collectionFormat ${format}`);
  return style;
}

function response(value: JsonObject): JsonObject {
  return {
    ...value,
    ...(value["schema"] !== undefined && { content: { "application/json": { schema: schema(value["schema"]) } } }),
  };
}

/** A schema with its references renamed and `x-nullable` and the boolean exclusive bounds in the words of JSON Schema. */
export function schema(value: Json | undefined): Json {
  if (isList(value)) return value.map(schema);
  if (!isObject(value)) return value ?? {};
  const result: Record<string, Json | undefined> = {};
  for (const [key, one] of Object.entries(value)) {
    if (key === "$ref" && typeof one === "string") result[key] = one.replace("#/definitions/", "#/components/schemas/");
    else if (key === "x-nullable" || key === "collectionFormat" || key === "discriminator") continue;
    else if (key === "properties" && isObject(one))
      result[key] = Object.fromEntries(Object.entries(one).map(([name, property]) => [name, schema(property)]));
    else result[key] = ["items", "allOf", "additionalProperties"].includes(key) ? schema(one) : one;
  }
  if (value["x-nullable"] === true) result["nullable"] = true;
  for (const [exclusive, bound] of [
    ["exclusiveMinimum", "minimum"],
    ["exclusiveMaximum", "maximum"],
  ] as const) {
    if (typeof result[exclusive] !== "boolean") continue;
    if (result[exclusive]) {
      result[exclusive] = result[bound];
      result[bound] = undefined;
    } else result[exclusive] = undefined;
  }
  return result;
}
