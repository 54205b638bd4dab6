import { parseDocument } from "yaml";
import { SpecError } from "./SpecError";
import { isObject, text, type JsonObject } from "./json";
import { isApiUsersPath, readModel, type Model } from "./model";
import { fromSwagger2 } from "./swagger2";

/** The operations on API users of a published description: Swagger 2.0 or OpenAPI 3, as JSON or YAML. */
export function readDescription(source: string): Model {
  const document = parseText(source);
  const paths = document["paths"];
  if (!isObject(paths)) throw new SpecError("not an API description: it has no paths");
  if (!Object.keys(paths).some(isApiUsersPath)) throw new SpecError("the description has no path under /api-users");
  return readModel(toOpenApi3(document), isApiUsersPath);
}

/** The operations of a contract, which holds nothing but them. */
export function readContract(yaml: string): Model {
  const document = parseText(yaml);
  if (!isObject(document["paths"])) throw new SpecError("not an API description: it has no paths");
  return readModel(toOpenApi3(document));
}

function toOpenApi3(document: JsonObject): JsonObject {
  if (document["swagger"] === "2.0") return fromSwagger2(document, isApiUsersPath);
  const version = text(document["openapi"]);
  if (version?.startsWith("3.") === true) return document;
  throw new SpecError("not an API description: neither swagger 2.0 nor openapi 3.x");
}

function parseText(source: string): JsonObject {
  const looksLikeJson = /^\s*[[{]/.test(source);
  let value: unknown;
  if (looksLikeJson) {
    try {
      value = JSON.parse(source);
    } catch {
      throw new SpecError("the JSON is broken or cut off");
    }
  } else {
    const parsed = parseDocument(source, { maxAliasCount: 1000 } as object);
    const [error] = parsed.errors;
    if (error !== undefined)
      throw new SpecError(`the YAML is broken or cut off: ${error.message.split("\n", 1)[0] ?? ""}`);
    value = parsed.toJS();
  }
  if (!isObject(value)) throw new SpecError("not an API description: not an object");
  return value;
}
