import { convertObj } from "swagger2openapi";
import { factsOf, type Facts } from "../openapi/facts";
import { asObject, type JsonObject } from "../openapi/json";
import { isApiUsersPath } from "../openapi/model";
import { parseDescription } from "../openapi/readDescription";
import { oneLine, SpecError } from "../openapi/SpecError";
import { wholePieces } from "./wholePieces";

/** What a published description says of the operations on API users. What is not reached from them is not looked at. */
export async function readUpstream(source: string): Promise<Facts> {
  const document = parseDescription(source);
  const paths = Object.entries(asObject(document["paths"])).filter(
    ([path]) => isApiUsersPath(path) || !path.startsWith("/"),
  );
  if (!paths.some(([path]) => isApiUsersPath(path)))
    throw new SpecError("the description has no path under /api-users");
  const resource = { ...document, paths: Object.fromEntries(paths) };
  if (document["swagger"] === undefined) return withForm(factsOf(resource), "openapi-3");
  const { places, texts } = factsOf(await fromSwagger2(resource));
  const whole = [...wholePieces(resource)].map(
    ([place, fact]) => [place, [...(places.get(place) ?? []), fact]] as const,
  );
  return withForm(
    { places: new Map([...places, ...whole.map(([place, facts]) => [place, new Set(facts)] as const)]), texts },
    "swagger-2.0",
  );
}

const withForm = ({ places, texts }: Facts, form: string): Facts => ({
  places: new Map([...places, ["service", new Set([...(places.get("service") ?? []), `form=${form}`])]]),
  texts,
});

async function fromSwagger2(document: JsonObject): Promise<JsonObject> {
  const copy = structuredClone({ ...document, info: { title: "", version: "" } });
  try {
    const { openapi } = await convertObj(copy as never, { patch: true, warnOnly: true, refSiblings: "preserve" });
    return openapi as never;
  } catch (error) {
    throw new SpecError(`the Swagger 2.0 cannot be converted: ${oneLine(error)}`);
  }
}
