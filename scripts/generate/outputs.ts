import { readFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";
import { parse } from "yaml";
import type { JsonObject } from "../openapi/json";
import { readModel, readSchemas } from "../openapi/model";
import { SpecError } from "../openapi/SpecError";
import { located, mistakesIn } from "./mistakes";
import { contractFacts } from "./contractFacts";
import { operationsPage } from "./operationsPage";
import { plainComments } from "./plainComments";
import { serviceFacts } from "./serviceFacts";

const banner = "// Written by `npm run generate` from openapi/api-users.yaml. Do not edit.\n";

/**
 * Everything that is generated, by its path in the repository, from the text of the contract.
 *
 * @throws SpecError with everything that is wrong with the contract, a line each, with line and column
 */
export async function generate(yaml: string): Promise<Map<string, string>> {
  const mistakes = await mistakesIn(yaml);
  if (mistakes.length > 0) throw new SpecError(mistakes.join("\n"));
  const document = parse(yaml) as JsonObject;
  try {
    const model = readModel(document);
    const types = astToString(
      await openapiTS(structuredClone(document) as never, { alphabetize: false, defaultNonNullable: false }),
    );
    return new Map([
      ["generated/api-users.ts", `${banner}${plainComments(types)}`],
      ["generated/contract.ts", `${banner}${contractFacts(model)}`],
      ["generated/service.ts", `${banner}${serviceFacts(model)}`],
      ["openapi/OPERATIONS.md", operationsPage(model, readSchemas(document))],
    ]);
  } catch (error) {
    throw located(yaml, document, error);
  }
}

/** What has to be written so that everything generated is current, by path. */
export async function staleOutputs(yaml: string): Promise<[path: string, text: string][]> {
  const outputs = [...(await generate(yaml))];
  const current = await Promise.all(outputs.map(([path]) => readFile(path, "utf8").catch(() => undefined)));
  return outputs.filter(([, text], index) => text !== current[index]);
}
