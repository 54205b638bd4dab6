import { parse } from "yaml";
import { factsOf, type Facts } from "./facts";
import { isObject, text, type JsonObject } from "./json";
import { readModel, type Model } from "./model";
import { SpecError, oneLine } from "./SpecError";

/** A contract as operations to generate from, and as facts to compare. */
export interface Contract extends Model, Facts {}

export function readContract(yaml: string): Contract {
  const document = parseDescription(yaml);
  const { places, texts } = factsOf(document);
  return { ...readModel(document), places, texts };
}

/** An API description, Swagger 2.0 or OpenAPI 3, in JSON or YAML. In YAML, the version may be a number. */
export function parseDescription(raw: string): JsonObject {
  const value = parsed(raw.replace(/^\uFEFF/, ""));
  if (!isObject(value)) throw new SpecError("not an API description: not an object");
  if (!isObject(value["paths"])) throw new SpecError("not an API description: it has no paths");
  if (value["swagger"] === 2) return { ...value, swagger: "2.0" };
  if (typeof value["openapi"] === "number") return { ...value, openapi: String(value["openapi"]) };
  if (value["swagger"] !== "2.0" && text(value["openapi"])?.startsWith("3.") !== true)
    throw new SpecError("not an API description: neither swagger 2.0 nor openapi 3.x");
  return value;
}

/** JSON is read as YAML too, since only the YAML parser refuses a key that stands twice. Anchors and merge keys are resolved. */
function parsed(source: string): unknown {
  const isJson = /^\s*[[{]/.test(source);
  try {
    if (isJson) JSON.parse(source);
    return JSON.parse(JSON.stringify(parse(source, { maxAliasCount: 1000, merge: true, logLevel: "error" })));
  } catch (error) {
    throw new SpecError(`the ${isJson ? "JSON" : "YAML"} is broken or cut off: ${oneLine(error)}`);
  }
}
