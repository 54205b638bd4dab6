import { noFacts } from "../openapi/facts";
import { asList, asObject, groupBy, isList, isObject, worded, type Json, type JsonObject } from "../openapi/json";
import { hashOf, nameOf, operationName } from "../openapi/notation";
import { resolved } from "../openapi/references";

/**
 * A hash of each piece of a description as it was published, by place. The conversion of Swagger 2.0 patches and drops things: if that, or
 * anything else, hides a change, the hash shows that there is one.
 */
export function* wholePieces(document: JsonObject): Generator<[place: string, fact: string]> {
  const { paths, consumes, produces, ...rest } = document;
  const ids = new Set<string>();
  yield ["service", whole(resolved(document, without(rest, ["security", ...elsewhere])))];
  for (const [path, item] of Object.entries(asObject(resolved(document, paths)))) {
    const { parameters: shared, ...operations } = asObject(item);
    for (const [method, one] of Object.entries(operations)) {
      if (!isObject(one) || !isObject(one["responses"])) continue;
      const { operationId, parameters, requestBody, responses, ...others } = one;
      const id = operationName(operationId, method.toUpperCase(), path, ids);
      ids.add(id);
      yield [id, whole(without(others, ["consumes", "produces", "security"]))];
      if (requestBody !== undefined) yield [`${id} body`, whole(requestBody)];
      const groups = groupBy([...asList(shared), ...asList(parameters)].map(asObject), ({ in: where, name }) =>
        where === "body" || where === "formData" ? "body" : `${worded(where)} ${nameOf(worded(name))}`,
      );
      for (const [piece, found] of groups) yield [`${id} ${piece}`, whole(found, others["consumes"] ?? consumes)];
      for (const [status, reply] of Object.entries(responses))
        if (!status.startsWith("x-")) yield [`${id} ${status}`, whole(reply, others["produces"] ?? produces)];
    }
  }
}

/** What is read by itself, or reached from the operations. */
const elsewhere = ["swagger", "openapi", "definitions", "parameters", "responses", "components"];

const whole = (...values: (Json | undefined)[]): string => `whole:${hashOf(values.map((one) => factual(one ?? null)))}`;

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
