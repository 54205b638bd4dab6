import openapiTS, { astToString } from "openapi-typescript";
import { parse } from "yaml";
import { contractFacts } from "./contractFacts";
import type { Document } from "./document";

const banner = "// Written by `npm run generate` from openapi/api-users.yaml. Do not edit.\n";

/** Everything in `generated/`, by file name, from the text of the contract. */
export async function generate(yaml: string): Promise<Map<string, string>> {
  const document = parse(yaml) as Document;
  const types = astToString(
    await openapiTS(structuredClone(document) as never, { alphabetize: false, defaultNonNullable: false }),
  );
  return new Map([
    ["api-users.ts", `${banner}${types}`],
    ["contract.ts", `${banner}${contractFacts(document)}`],
    ["document.ts", `${banner}export const document = ${JSON.stringify(document, null, 2)};\n`],
  ]);
}
