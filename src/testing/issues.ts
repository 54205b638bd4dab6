import type { ValidationResult } from "openapi-backend";
import type { Issue } from "./schema";

type SchemaError = NonNullable<ValidationResult["errors"]>[number];

/** What the validator found, in the shape of a documented 400. */
export function issuesOf(errors: readonly SchemaError[]): Issue[] {
  // A body that is no JSON fails every further check as well: those would only be noise.
  const unreadable = errors.filter((error) => error.keyword === "parse");
  return (unreadable.length > 0 ? unreadable : errors).map(issueOf);
}

function issueOf({ keyword, instancePath, params, message = keyword }: SchemaError): Issue {
  const [, part, ...path] = instancePath.split("/");
  const type = part === "query" || part === "path" ? part : "body";
  const { additionalProperty, missingProperty } = params as Readonly<Record<string, string | undefined>>;
  if (additionalProperty !== undefined)
    return { type, field: fieldOf([...path, additionalProperty]), message: "extra fields not permitted" };
  if (missingProperty === "requestBody" && part === undefined)
    return { type, field: "body", message: "field required" };
  if (missingProperty !== undefined)
    return { type, field: fieldOf([...path, missingProperty]), message: "field required" };
  return { type, field: path.length === 0 ? type : fieldOf(path), message };
}

const fieldOf = (path: readonly string[]) =>
  path.map((key, depth) => (depth === 0 ? key : /^\d+$/.test(key) ? `[${key}]` : `.${key}`)).join("");
