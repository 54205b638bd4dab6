import { convertObj } from "swagger2openapi";
import { factsOf, type Facts } from "../openapi/facts";
import { asObject, type JsonObject } from "../openapi/json";
import { isApiUsersPath } from "../openapi/model";
import { parseDescription } from "../openapi/readDescription";
import { oneLine, SpecError } from "../openapi/SpecError";
import { wholePieces } from "./wholePieces";

/** What a published description says of the operations on API users. */
export const readUpstream = async (source: string): Promise<Facts> => await upstreamFacts(parseDescription(source));

/** The facts of a description, Swagger 2.0 or OpenAPI 3. What the operations on API users do not refer to is not looked at. */
export async function upstreamFacts(document: JsonObject): Promise<Facts> {
  const paths = Object.entries(asObject(document["paths"])).filter(
    ([path]) => isApiUsersPath(path) || !path.startsWith("/"),
  );
  if (!paths.some(([path]) => isApiUsersPath(path)))
    throw new SpecError("the description has no path under /api-users");
  const resource = { ...document, paths: Object.fromEntries(paths) };
  const isSwagger2 = document["swagger"] !== undefined;
  const { places, texts } = factsOf(isSwagger2 ? await fromSwagger2(resource) : resource);
  const all = new Map(places);
  const more = [["service", `form=${isSwagger2 ? "swagger-2.0" : "openapi-3"}`] as const, ...wholePieces(resource)];
  for (const [place, fact] of more) all.set(place, new Set([...(all.get(place) ?? []), fact]));
  return { places: all, texts };
}

async function fromSwagger2(document: JsonObject): Promise<JsonObject> {
  const copy = structuredClone({ ...document, info: { title: "", version: "" } });
  try {
    // Without a text it writes one as YAML, which nobody reads.
    const options = { patch: true, warnOnly: true, refSiblings: "preserve", text: "-" } as const;
    const { openapi } = await convertObj(copy as never, options);
    return openapi as never;
  } catch (error) {
    throw new SpecError(`the Swagger 2.0 cannot be converted: ${oneLine(error)}`);
  }
}
