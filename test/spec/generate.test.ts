import { parse } from "yaml";
import { located, mistakesIn } from "../../scripts/generate/mistakes";
import { contractFacts } from "../../scripts/generate/contractFacts";
import { serviceFacts } from "../../scripts/generate/serviceFacts";
import type { JsonObject } from "../../scripts/openapi/json";
import { readModel } from "../../scripts/openapi/model";
import { readContract } from "../../scripts/openapi/readDescription";
import { oneLine } from "../../scripts/openapi/SpecError";
import { changed, fixture } from "./contract";

/** The facts of a contract, or the one line in which it is refused. */
async function factsOf(yaml: string): Promise<string> {
  const [mistake] = await mistakesIn(yaml);
  if (mistake !== undefined) return mistake;
  const document = parse(yaml) as JsonObject;
  try {
    const model = readModel(document);
    return contractFacts(model) + serviceFacts(model);
  } catch (error) {
    return oneLine(located(yaml, document, error));
  }
}

/** Where a text stands in the contract, as line:column. */
function positionOf(yaml: string, text: string): string {
  const before = yaml.slice(0, yaml.indexOf(text)).split("\n");
  return `openapi/api-users.yaml:${before.length}:${(before.at(-1) ?? "").length + 1}`;
}

describe("a mistake in the contract is told in one sentence with line and column", () => {
  it.each<[what: string, from: string, to: string, at: string, message: string]>([
    [
      "a missing operationId",
      "      operationId: getApiUser\n",
      "",
      "get:\n      tags: [API users]\n      summary: Read",
      "Operation object should contain `operationId` field.",
    ],
    [
      "a dangling reference",
      "schemas/MinProfile' }",
      "schemas/MinProfil' }",
      "items: { $ref: '#/components/schemas/MinProfil' }",
      "Can't resolve $ref",
    ],
    [
      "a type that is none",
      "creationTime:\n          type: integer",
      "creationTime:\n          type: intger",
      "type: intger",
      "`type` can be one of the following only",
    ],
    [
      "a misspelt name in x-fields",
      "          bssId: true",
      "          bsId: true",
      "bsId: true",
      "x-fields: listApiUsers.group.bsId is selectable, but no property of the response schema",
    ],
    [
      "a keyword that is none",
      "maxLength: 100, description: The new name",
      "maxLenght: 100, description: The new name",
      "maxLenght: 100",
      "Property `maxLenght` is not expected here.",
    ],
    [
      "YAML that is none",
      "  /api-users/{id}:\n    parameters",
      "  /api-users/{id}:\n   parameters",
      "    get:\n      operationId: getApiUser",
      "All mapping items must start at the same column",
    ],
    ["no server", "\nservers:", "\nx-servers:", "openapi: 3.1.0", "Servers must be present."],
    [
      "a server without https://",
      "- url: https://",
      "- url: ",
      "openapi: 3.1.0",
      "the contract names no server by its https:// URL",
    ],
    [
      "a default response in the place of a success",
      "'204': { description: The API user was changed. }",
      "default: { description: The API user was changed. }",
      "openapi: 3.1.0",
      "updateApiUser has no status for a success: add one, since `default` is for errors",
    ],
  ])("%s", async (_, from, to, at, message) => {
    const yaml = fixture.replace(from, to);
    expect(yaml).not.toBe(fixture);
    const told = await factsOf(yaml);
    expect(told).toContain(message);
    expect(told.slice(0, told.indexOf(": "))).toBe(positionOf(yaml, at));
  });
});

describe("what is generated for the run time", () => {
  it("has the serialisation of lists", async () => {
    expect(await factsOf(fixture)).toContain('queryArrays = {\n  "style": "form",\n  "explode": false\n} as const;');
    expect(await factsOf(fixture.replace("          explode: false\n", ""))).toContain('"explode": true');
  });

  it("has the server", async () => {
    const moved = fixture.replace("https://api.sigfox.com/v2", "https://api.sigfox.com/v3");
    expect(await factsOf(moved)).toContain('baseUrl = "https://api.sigfox.com/v3"');
  });

  it("lets through null where the contract admits it", async () => {
    const nullable = fixture.replace(
      "name: { type: string, maxLength: 100, description: The new name",
      "name: { type: [string, 'null'], maxLength: 100, description: The new name",
    );
    expect(await factsOf(nullable)).toMatch(/"name": {\s+"type": "string",\s+"nullable": true/);
  });

  it("checks no type where the contract admits several, and the one of an only alternative", async () => {
    const of = (schema: object) =>
      factsOf(
        changed((c) => Object.assign(c.properties("ApiUserEdition"), { name: { ...schema, description: "It." } })),
      );
    expect(await of({ type: ["string", "integer"], minLength: 1 })).toMatch(/"body": {[^]*"name": {\s+"min": 1\s+}/);
    expect(await of({ oneOf: [{ type: "string", maxLength: 60 }] })).toMatch(
      /"name": {\s+"type": "string",\s+"max": 60\s+}/,
    );
  });

  it("ends where a schema leads back to itself", async () => {
    const recursive = fixture.replace(
      "additionalProperties: false\n      properties:\n        name:",
      "additionalProperties: false\n      properties:\n        before: { $ref: '#/components/schemas/ApiUserEdition' }\n        name:",
    );
    expect(await factsOf(recursive)).toMatch(/"before": {\s+"type": "object"\s+}/);
  });

  it("has a name of fields as soon as a response has it", async () => {
    const more = fixture
      .replace("          customerBssId: true\n", "$&          colour: true\n")
      .replace("        bssId: { type: string", "        colour: { type: string, description: Its colour. }\n$&");
    expect(await factsOf(more)).toMatch(/\* Its colour\.\s+\*\/\s+"colour": true/);
  });

  it("selects from the items of a page, whatever they are called", async () => {
    const renamed = fixture
      .replace("required: [data]", "required: [users]")
      .replace("        data:\n          type: array", "        users:\n          type: array")
      .replace("                    data:\n", "                    users:\n")
      .replace("value: { data: []", "value: { users: []");
    expect(await factsOf(renamed)).toContain('"customerBssId": true');
  });

  it("names the query parameters that the fake API cannot carry out", () => {
    const unfiltered = (yaml: string) => serviceFacts(readContract(yaml)).split("unfilteredQuery")[1] ?? "";
    expect(unfiltered(fixture)).toContain("= {};");
    const sort = { name: "sort", in: "query", schema: { type: "string" } };
    expect(unfiltered(changed((c) => c.parameters("listApiUsers").push(sort)))).toMatch(
      /= {\s+"listApiUsers": \[\s+"sort"\s+\]\s+};/,
    );
  });
});
