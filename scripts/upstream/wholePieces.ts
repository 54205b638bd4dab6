import { hashOf, noFacts, resolved } from "../openapi/facts";
import { asList, asObject, groupBy, isList, isObject, worded, type Json, type JsonObject } from "../openapi/json";
import { follow } from "../openapi/references";

/**
 * A hash of each piece of a description as it was published, by place. The conversion of Swagger 2.0 patches and drops things: if that, or
 * anything else, hides a change, the hash shows that there is one.
 */
export function* wholePieces(document: JsonObject): Generator<[place: string, fact: string]> {
  const whole = (...values: (Json | undefined)[]) =>
    `whole:${hashOf(values.map((one) => factual(resolved(document, one))))}`;
  const { paths } = document;
  const { consumes, produces } = document;
  yield ["service", whole(without(document, [...stated, ...elsewhere]))];
  for (const [path, value] of Object.entries(asObject(paths))) {
    const item = asObject(value);
    for (const [method, one] of Object.entries(item)) {
      if (!isObject(one) || !isObject(one["responses"])) continue;
      const { operationId, parameters, requestBody, responses, ...rest } = one;
      const id = typeof operationId === "string" ? operationId : `${method.toUpperCase()} ${path}`;
      yield [id, whole(without(rest, stated))];
      if (requestBody !== undefined) yield [`${id} body`, whole(requestBody)];
      const all = [...asList(item["parameters"]), ...asList(parameters)].map((parameter) =>
        follow(document, parameter),
      );
      const groups = groupBy(all, ({ in: where, name }) =>
        where === "body" || where === "formData" ? "body" : `${worded(where)} ${worded(name)}`,
      );
      for (const [piece, found] of groups) yield [`${id} ${piece}`, whole(found, rest["consumes"] ?? consumes)];
      for (const [status, reply] of Object.entries(responses))
        yield [`${id} ${status}`, whole(reply, rest["produces"] ?? produces)];
    }
  }
}

/** What counts for each parameter, body or response: it is hashed with them, or read as a fact of the operation. */
const stated = ["consumes", "produces", "security"];

/** What is read by itself, or reached from the operations. */
const elsewhere = ["swagger", "openapi", "paths", "definitions", "parameters", "responses", "components"];

const without = (object: JsonObject, keys: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));

/** A value without what is no fact, wherever a property is not called so. */
function factual(value: Json, isNames = false): Json {
  if (isList(value)) return value.map((one) => factual(one));
  if (typeof value === "string") return value.replaceAll(/\s+/g, " ").trim();
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => isNames || !noFacts.includes(key))
      .map(([key, one]) => [key, factual(one ?? null, !isNames && key === "properties")]),
  );
}
