import { getLineColLocation, lintFromString, loadConfig, Source } from "@redocly/openapi-core";
import { parseDocument } from "yaml";
import type { Json, JsonObject } from "../openapi/json";
import { SpecError } from "../openapi/SpecError";

const file = "openapi/api-users.yaml";

/** Everything in a contract that breaks the rules in redocly.yaml, each in one sentence with line and column. */
export async function mistakesIn(yaml: string): Promise<string[]> {
  const [error] = parseDocument(yaml).errors;
  const [first] = error?.linePos ?? [];
  if (error && first) return [`${file}:${first.line}:${first.col}: ${error.message.replace(/ at line[^]*/, "")}`];
  const config = await loadConfig({ configPath: "redocly.yaml" });
  const problems = await lintFromString({ source: yaml, absoluteRef: file, config });
  return problems.map(({ message, location: [place] }) =>
    sentence(yaml, place?.pointer ?? "#/", message.replaceAll(/\s+/g, " ").trim()),
  );
}

/** Adds line and column to what is wrong with a part of the contract. */
export function located(yaml: string, document: JsonObject, error: unknown): unknown {
  if (!(error instanceof SpecError)) return error;
  return new SpecError(sentence(yaml, pointerTo(error, document) ?? "#/", error.message));
}

function sentence(yaml: string, pointer: string, message: string): string {
  const { start } = getLineColLocation({ source: new Source(file, yaml), pointer, reportOnKey: true });
  return `${file}:${start.line}:${start.col}: ${message}`;
}

/** The pointer to what is wrong, in a document that holds it. */
function pointerTo(error: SpecError, at: Json | undefined, pointer = "#"): string | undefined {
  if (at === error.node) return error.key === undefined ? pointer : `${pointer}/${escaped(error.key)}`;
  if (typeof at !== "object" || at === null) return undefined;
  const below = Object.entries(at).map(([key, one]) => pointerTo(error, one, `${pointer}/${escaped(key)}`));
  return below.find((found) => found !== undefined);
}

const escaped = (key: string): string => encodeURIComponent(key.replaceAll("~", "~0").replaceAll("/", "~1"));
