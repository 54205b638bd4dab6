import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { operationsOf, type Document } from "../../scripts/generate/document";
import { operationsPage } from "../../scripts/generate/page/operations";
import { root } from "./support/blocks";

const read = (path: string) => readFileSync(join(root, path), "utf8");
const document = parse(read("openapi/api-users.yaml")) as Document;
const page = operationsPage(document);
const section = (heading: string) => page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? "";

it("is what is committed", () => {
  expect(read("openapi/OPERATIONS.md")).toBe(page);
});

it("has a section for each operation, with its method and path", () => {
  for (const { operation, method, path } of operationsOf(document))
    expect(section(operation.operationId)).toContain(`\`${method} ${path}\``);
});

it("says the range, the default and the serialisation of a parameter", () => {
  expect(section("listApiUsers")).toContain("| `limit` | query | integer; 1 to 100 | `100` |");
  expect(section("listApiUsers")).toContain(
    "| `groupIds` | query | list of string; at least 1 item; comma-separated |",
  );
  expect(section("getApiUser")).toContain("| `id` | path, required | string; at least 1 character |");
});

it("says what fields can ask for", () => {
  expect(section("getApiUser")).toContain(
    "`group(name,type,level,bssId,customerBssId),profiles(name,roles(name,perms(name)))`",
  );
});

it("says every status and links the schema of its body", () => {
  expect(section("createApiUser")).toContain("The body is [ApiUserCreation](#apiusercreation)");
  expect(section("createApiUser")).toMatch(/\| 201 \| \[CreatedApiUser\]\(#createdapiuser\) \|.*`Location`/);
  for (const { operation } of operationsOf(document))
    for (const status of Object.keys(operation.responses))
      expect(section(operation.operationId)).toContain(`\n| ${status} |`);
});

it("says of each property whether it is required, and what it may be", () => {
  expect(section("ApiUserCreation")).toContain("| `name` | yes | string; at most 100 characters |");
  expect(section("ApiUserCreation")).toContain("| `profileIds` | yes | list of string; at least 1 item |");
  expect(section("Issue")).toContain("string; `body`, `query`, `path`");
});

it("follows the contract", () => {
  const changed = parse(
    read("openapi/api-users.yaml").replace("maximum: 100, default: 100", "maximum: 250, default: 50"),
  ) as Document;
  expect(operationsPage(changed)).toContain("| `limit` | query | integer; 1 to 250 | `50` |");
});

it("leaves no link without a heading", () => {
  const headings = new Set([...page.matchAll(/^## (.+)$/gm)].map(([, heading = ""]) => `#${heading.toLowerCase()}`));
  for (const [, anchor = ""] of page.matchAll(/\]\((#[^)]+)\)/g)) expect(headings).toContain(anchor);
});
