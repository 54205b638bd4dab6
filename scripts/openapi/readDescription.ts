import { convertObj } from "swagger2openapi";
import { parse } from "yaml";
import { asObject, isObject, text, type JsonObject } from "./json";
import { isApiUsersPath, readModel, type Model } from "./model";
import { SpecError, oneLine } from "./SpecError";

/** The operations on API users of a published description: Swagger 2.0 or OpenAPI 3, as JSON or YAML. */
export async function readDescription(source: string): Promise<Model> {
  const document = parseText(source);
  if (!Object.keys(asObject(document["paths"])).some(isApiUsersPath))
    throw new SpecError("the description has no path under /api-users");
  if (document["swagger"] !== "2.0") return readModel(document, isApiUsersPath);
  return readModel(await fromSwagger2(document), isApiUsersPath);
}

/** The operations of a contract, which holds nothing but them. */
export const readContract = (yaml: string): Model => readModel(parseText(yaml));

/** Converts no more than what is looked at: the rest may be as broken as it likes. */
async function fromSwagger2(document: JsonObject): Promise<JsonObject> {
  const paths = Object.entries(asObject(document["paths"])).filter(([path]) => isApiUsersPath(path));
  const resource = structuredClone({ info: { title: "", version: "" }, ...document, paths: Object.fromEntries(paths) });
  try {
    const { openapi } = await convertObj(resource as never, { patch: true, warnOnly: true });
    return openapi as never;
  } catch (error) {
    throw new SpecError(`the Swagger 2.0 cannot be converted: ${oneLine(error)}`);
  }
}

function parseText(raw: string): JsonObject {
  const value = parsed(raw.replace(/^\uFEFF/, ""));
  if (!isObject(value)) throw new SpecError("not an API description: not an object");
  if (!isObject(value["paths"])) throw new SpecError("not an API description: it has no paths");
  if (value["swagger"] !== "2.0" && text(value["openapi"])?.startsWith("3.") !== true)
    throw new SpecError("not an API description: neither swagger 2.0 nor openapi 3.x");
  return value;
}

function parsed(source: string): unknown {
  const isJson = /^\s*[[{]/.test(source);
  try {
    return isJson ? JSON.parse(source) : parse(source, { maxAliasCount: 1000 });
  } catch (error) {
    throw new SpecError(`the ${isJson ? "JSON" : "YAML"} is broken or cut off: ${oneLine(error)}`);
  }
}
