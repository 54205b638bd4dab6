import openapiTS, { astToString } from "openapi-typescript";
import { parse } from "yaml";
import { contractFacts } from "./contractFacts";
import type { Document } from "./document";
import { operationsPage } from "./page/operations";
import { plainComments } from "./plainComments";
import { serviceFacts } from "./serviceFacts";

const banner = "// Written by `npm run generate` from openapi/api-users.yaml. Do not edit.\n";

/** Everything that is generated, by its path in the repository, from the text of the contract. */
export async function generate(yaml: string): Promise<Map<string, string>> {
  const document = parse(yaml) as Document;
  const types = astToString(
    await openapiTS(structuredClone(document) as never, { alphabetize: false, defaultNonNullable: false }),
  );
  return new Map([
    ["generated/api-users.ts", `${banner}${plainComments(types)}`],
    ["generated/contract.ts", `${banner}${contractFacts(document)}`],
    ["generated/service.ts", `${banner}${serviceFacts(document)}`],
    ["openapi/OPERATIONS.md", operationsPage(document)],
  ]);
}
