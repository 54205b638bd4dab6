import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { operationsPage } from "../../scripts/generate/operationsPage";
import type { JsonObject } from "../../scripts/openapi/json";
import { readModel, readSchemas } from "../../scripts/openapi/model";
import { root } from "./support/blocks";
import { fixture } from "../spec/contract";

const read = (path: string) => readFileSync(join(root, path), "utf8");
const pageOf = (contract: string) => {
  const document = parse(contract) as JsonObject;
  return operationsPage(readModel(document), readSchemas(document));
};
const { operations } = readModel(parse(fixture) as JsonObject);
const page = pageOf(fixture);
const section = (heading: string) => page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? "";

it("is what is committed", () => {
  expect(read("openapi/OPERATIONS.md")).toBe(pageOf(read("openapi/api-users.yaml")));
});

it("has a section for each operation, with its method and path", () => {
  for (const { operationId, method, path } of operations)
    expect(section(operationId)).toContain(`\`${method} ${path}\``);
});

it("says the range, the default and the serialisation of a parameter", () => {
  expect(section("listApiUsers")).toContain("| `limit` | query | integer; 1 to 100 | `100` |");
  expect(section("listApiUsers")).toContain(
    "| `groupIds` | query | list of string; at least 1 item; comma-separated |",
  );
  expect(section("getApiUser")).toContain("| `id` | path, required | string; at least 1 character |");
});

it("says what fields can ask for", () => {
  expect(section("getApiUser")).toMatch(/`group\(name,type,.*\),profiles\(name,roles\(name,perms\(name\)\)\)`/);
});

it("says every status and links the schema of its body", () => {
  expect(section("createApiUser")).toContain("The body is [ApiUserCreation](#apiusercreation)");
  expect(section("createApiUser")).toMatch(/\| 201 \| \[CreatedApiUser\]\(#createdapiuser\) \|.*`Location`/);
  for (const { operationId, responses } of operations)
    for (const status of Object.keys(responses)) expect(section(operationId)).toContain(`\n| ${status} |`);
});

it("says of each property whether it is required, and what it may be", () => {
  expect(section("ApiUserCreation")).toContain("| `name` | yes | string; at most 100 characters |");
  expect(section("ApiUserCreation")).toContain("| `profileIds` | yes | list of string; at least 1 item |");
  expect(section("Issue")).toContain("string; `body`, `query`, `path`");
});

it("follows the contract", () => {
  const changed = pageOf(
    fixture
      .replace("maximum: 100, default: 100", "maximum: 250, default: 50")
      .replace("      operationId: renewCredential\n", "$&      deprecated: true\n")
      .replace("          description: The password. Secret; it may be missing.", "$&\n          deprecated: true")
      .replace(
        "          in: query\n          description: Only the API users that have",
        "          deprecated: true\n$&",
      ),
  );
  expect(changed).toContain("| `limit` | query | integer; 1 to 250 | `50` |");
  expect(changed).toContain("`PUT /api-users/{id}/renew-credential` | **Deprecated.** Renew");
  expect(changed).toContain("## renewCredential\n\n`PUT /api-users/{id}/renew-credential`\n\n**Deprecated.**");
  expect(changed).toContain("| `accessToken` | no | string | **Deprecated.** The password.");
  expect(changed).toContain("| **Deprecated.** Only the API users that have this profile. |");
});

it("leaves no link without a heading", () => {
  const headings = new Set([...page.matchAll(/^## (.+)$/gm)].map(([, heading = ""]) => `#${heading.toLowerCase()}`));
  for (const [, anchor = ""] of page.matchAll(/\]\((#[^)]+)\)/g)) expect(headings).toContain(anchor);
});
