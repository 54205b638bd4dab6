import { Ajv2020 } from "ajv/dist/2020";
import { parse } from "yaml";
import { isObject, type Json, type JsonObject } from "../../scripts/openapi/json";

/** Where an example stands whose schema refuses it. */
export function examplesThatDoNotFit(yaml: string): string[] {
  const document = parse(yaml) as JsonObject;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  for (const bits of [32, 64]) ajv.addFormat(`int${bits}`, { type: "number", validate: Number.isSafeInteger });
  ajv.addSchema({ ...document, $id: "contract" });
  return exampleHolders(document).flatMap(({ place, examples }) => {
    const validate = ajv.compile({ $ref: `contract#${pointer([...place, "schema"])}` });
    return Object.entries(examples)
      .filter(([, example]) => !validate(isObject(example) ? example["value"] : example))
      .map(([name]) => `${[...place, name].join(" ")}: ${ajv.errorsText(validate.errors)}`);
  });
}

interface Holder {
  readonly place: readonly string[];
  readonly examples: JsonObject;
}

/** Everything in the document that has a schema and examples beside it. */
function exampleHolders(value: Json, place: readonly string[] = []): Holder[] {
  if (typeof value !== "object" || value === null) return [];
  const below = Object.entries(value).flatMap(([key, one]) =>
    one === undefined || key === "examples" ? [] : exampleHolders(one, [...place, key]),
  );
  if (!isObject(value) || !isObject(value["schema"]) || !isObject(value["examples"])) return below;
  return [{ place, examples: value["examples"] }, ...below];
}

const pointer = (place: readonly string[]) =>
  place.map((key) => `/${encodeURIComponent(key.replaceAll("~", "~0").replaceAll("/", "~1"))}`).join("");
