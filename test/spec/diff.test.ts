import { factsOf } from "../../scripts/openapi/facts";
import { parseDescription } from "../../scripts/openapi/readDescription";
import { difference, differenceLines } from "../../scripts/spec/report";
import { changedDocument, facade, fixture, type Contract } from "./contract";

const before = factsOf(parseDescription(fixture));

/** What `npm run spec:diff` says of a change, without the version. */
const linesOf = (change: (contract: Contract) => void): string[] =>
  differenceLines(difference(before, factsOf(changedDocument(change)), "0.1.0"), facade)
    .slice(0, -1)
    .map((one) => one.replace(/ +/, " "));

const string = { type: "string" };
const json = (schema: object) => ({ "application/json": { schema } }) as never;
/** States something else of a property, or more. */
const amend = (c: Contract, schema: string, property: string, more: object) =>
  Object.assign(c.properties(schema)[property] as object, more);
const renamed = (c: Contract) => (c.operation("updateApiUser")["operationId"] = "editApiUser");

it.each<[kind: string, change: (contract: Contract) => void, lines: readonly unknown[]]>([
  ["nothing", () => undefined, []],
  [
    "another server",
    (c) => (c.json["servers"] = [{ url: "https://api.sigfox.com/v3" }]),
    ["breaking `service` now https://api.sigfox.com/v3, no longer https://api.sigfox.com/v2"],
  ],
  [
    "an operation added",
    (c) =>
      (c.at("paths")["/api-users/{id}/audit"] = {
        get: { operationId: "auditApiUser", responses: { 200: { content: json({ type: "object" }) } } },
      }),
    ["additive `auditApiUser` added: /api-users/{id}/audit, GET, security=http:basic → apiUsers.http"],
  ],
  [
    "an operation removed",
    (c) => Reflect.deleteProperty(c.at("paths"), "/api-users/{id}/renew-credential"),
    [
      "breaking `renewCredential` gone: /api-users/{id}/renew-credential, PUT, security=http:basic → ApiUsersClient.renewCredential",
    ],
  ],
  ["an operation renamed", renamed, ["breaking `editApiUser` was called `updateApiUser` → apiUsers.http"]],
  [
    "an operation renamed, with something else in it",
    (c) => {
      renamed(c);
      c.properties("ApiUserEdition")["comment"] = string;
    },
    [
      "breaking `editApiUser` was called `updateApiUser` → apiUsers.http",
      "additive `editApiUser body comment` added: string → apiUsers.http",
    ],
  ],
  [
    "an operation deprecated",
    (c) => (c.operation("deleteApiUser")["deprecated"] = true),
    ["compatible `deleteApiUser` now deprecated → ApiUsersClient.delete"],
  ],
  [
    "an operation that anybody may call",
    (c) => (c.operation("getApiUser")["security"] = []),
    ["additive `getApiUser` now security=none, no longer security=http:basic → ApiUsersClient.get"],
  ],
  [
    "an operation that takes other credentials or none, where callers with the old ones are anonymous",
    (c) => {
      c.at("components", "securitySchemes")["token"] = { type: "http", scheme: "bearer" };
      c.operation("getApiUser")["security"] = [{ token: [] }, {}];
    },
    ["breaking `getApiUser` now security=http:bearer|none, no longer security=http:basic → ApiUsersClient.get"],
  ],
  [
    "other credentials for all operations",
    (c) => (c.at("components")["securitySchemes"] = { basic: { type: "http", scheme: "bearer" } }),
    [
      expect.stringMatching(
        /^breaking (`\w+`, ){7}`\w+` now security=http:bearer, no longer security=http:basic → all methods$/,
      ),
      "breaking `service credentials http:basic` gone",
    ],
  ],
  [
    "an optional query parameter",
    (c) => c.parameters("listApiUsers").push({ name: "sort", in: "query", schema: string }),
    ["additive `listApiUsers query sort` added: string → ApiUsersClient.list"],
  ],
  [
    "a required query parameter",
    (c) => c.parameters("listApiUsers").push({ name: "sort", in: "query", required: true, schema: string }),
    ["breaking `listApiUsers query sort` added: required, string → ApiUsersClient.list"],
  ],
  [
    "a query parameter of another type",
    (c) => (c.parameter("listApiUsers", "profileId")["schema"] = { type: "integer" }),
    [
      "breaking `listApiUsers query profileId` now integer, no longer string, no longer minLength=1, another wording → ApiUsersClient.list",
    ],
  ],
  [
    "a list repeated instead of joined",
    (c) => Reflect.deleteProperty(c.parameter("listApiUsers", "groupIds"), "explode"),
    ["breaking `listApiUsers query groupIds` no longer explode=false → ApiUsersClient.list"],
  ],
  [
    "a wider limit",
    (c) => (c.at("paths", "/api-users/", "get", "parameters", "3", "schema")["maximum"] = 200),
    ["additive `listApiUsers query limit` now maximum=200, no longer maximum=100 → ApiUsersClient.list"],
  ],
  [
    "another default",
    (c) => (c.at("paths", "/api-users/", "get", "parameters", "3", "schema")["default"] = 50),
    ["breaking `listApiUsers query limit` now default=50, no longer default=100 → ApiUsersClient.list"],
  ],
  [
    "a name in fields",
    (c) => (c.at("components", "parameters", "fields", "x-fields", "group")["path"] = true),
    [
      "additive `getApiUser query fields group path`, `listApiUsers query fields group path` added: selectable → ApiUsersClient.get, ApiUsersClient.list",
    ],
  ],
  [
    "a name less in fields",
    (c) => Reflect.deleteProperty(c.at("components", "parameters", "fields", "x-fields", "group"), "bssId"),
    [
      "breaking `getApiUser query fields group bssId`, `listApiUsers query fields group bssId` gone: selectable → ApiUsersClient.get, ApiUsersClient.list",
    ],
  ],
  [
    "a required property to send",
    (c) => {
      c.properties("ApiUserCreation")["owner"] = string;
      (c.at("components", "schemas", "ApiUserCreation")["required"] as string[]).push("owner");
    },
    ["breaking `createApiUser body owner` added: required, string → ApiUsersClient.create"],
  ],
  [
    "a property to send no longer required",
    (c) => (c.at("components", "schemas", "ApiUserCreation")["required"] = ["groupId", "name", "timezone"]),
    ["additive `createApiUser body profileIds` no longer required → ApiUsersClient.create"],
  ],
  [
    "a property to send that can be null",
    (c) => (c.properties("ApiUserEdition")["timezone"] = { type: ["string", "null"] }),
    ["additive `updateApiUser body timezone` now null, another wording → ApiUsersClient.update"],
  ],
  [
    "a property to send of another type too",
    (c) => amend(c, "ApiUserEdition", "timezone", { type: ["string", "integer"] }),
    ["additive `updateApiUser body timezone` now integer → ApiUsersClient.update"],
  ],
  [
    "a property to send that takes something else instead, in two forms",
    (c) =>
      (c.properties("ApiUserEdition")["timezone"] = { oneOf: [{ type: "string", maxLength: 5 }, { type: "integer" }] }),
    [
      "breaking `updateApiUser body timezone` no longer string, another wording → ApiUsersClient.update",
      "breaking `updateApiUser body timezone<oneOf1>` added: string, maxLength=5 → ApiUsersClient.update",
      "breaking `updateApiUser body timezone<oneOf2>` added: integer → ApiUsersClient.update",
    ],
  ],
  [
    "a property to send that takes only some values of its type, in two forms",
    (c) => amend(c, "ApiUserEdition", "timezone", { oneOf: [{ minLength: 9 }, { maxLength: 5 }] }),
    [
      "breaking `updateApiUser body timezone<oneOf1>` added: minLength=9 → ApiUsersClient.update",
      "breaking `updateApiUser body timezone<oneOf2>` added: maxLength=5 → ApiUsersClient.update",
    ],
  ],
  [
    "a result property with only some values of its type, in two forms",
    (c) => amend(c, "RenewedCredential", "accessToken", { oneOf: [{ minLength: 9 }, { maxLength: 5 }] }),
    [
      "additive `renewCredential 200 accessToken<oneOf1>` added: minLength=9 → ApiUsersClient.renewCredential",
      "additive `renewCredential 200 accessToken<oneOf2>` added: maxLength=5 → ApiUsersClient.renewCredential",
    ],
  ],
  [
    "a result property that is new, in two forms",
    (c) => (c.properties("RenewedCredential")["kind"] = { oneOf: [string, { type: "integer" }] }),
    [
      "additive `renewCredential 200 kind` added → ApiUsersClient.renewCredential",
      "additive `renewCredential 200 kind<oneOf1>` added: string → ApiUsersClient.renewCredential",
      "additive `renewCredential 200 kind<oneOf2>` added: integer → ApiUsersClient.renewCredential",
    ],
  ],
  [
    "a property to send that takes something else too",
    (c) => (c.properties("ApiUserEdition")["timezone"] = { oneOf: [string, { type: "integer" }] }),
    [
      "additive `updateApiUser body timezone` no longer string, another wording → ApiUsersClient.update",
      "additive `updateApiUser body timezone<oneOf1>` added: string → ApiUsersClient.update",
      "additive `updateApiUser body timezone<oneOf2>` added: integer → ApiUsersClient.update",
    ],
  ],
  [
    "a result property that can be something else",
    (c) => (c.properties("RenewedCredential")["accessToken"] = { anyOf: [string, { type: "integer" }] }),
    [
      "breaking `renewCredential 200 accessToken` no longer string, another wording → ApiUsersClient.renewCredential",
      "breaking `renewCredential 200 accessToken<anyOf1>` added: string → ApiUsersClient.renewCredential",
      "breaking `renewCredential 200 accessToken<anyOf2>` added: integer → ApiUsersClient.renewCredential",
    ],
  ],
  [
    "a property to send that is only read from now on",
    (c) => amend(c, "ApiUserEdition", "name", { readOnly: true }),
    ["breaking `updateApiUser body name` now readOnly → ApiUsersClient.update"],
  ],
  [
    "a result property that is only read, as all of them are",
    (c) => amend(c, "RenewedCredential", "accessToken", { readOnly: true }),
    ["documentation `renewCredential 200 accessToken` now readOnly → ApiUsersClient.renewCredential"],
  ],
  [
    "a bound of a result, which no type shows",
    (c) => amend(c, "RenewedCredential", "accessToken", { maxLength: 64 }),
    ["documentation `renewCredential 200 accessToken` now maxLength=64 → ApiUsersClient.renewCredential"],
  ],
  [
    "an integer of a result that becomes a number",
    (c) => amend(c, "ApiUser", "creationTime", { type: "number" }),
    [
      "compatible `getApiUser 200 creationTime`, `listApiUsers 200 data[].creationTime` now number, no longer integer → ApiUsersClient.get, ApiUsersClient.list",
    ],
  ],
  [
    "a result wrapped in data",
    (c) =>
      (c.at("paths", "/api-users/{id}", "get", "responses", "200")["content"] = json({
        type: "object",
        properties: { data: { $ref: "#/components/schemas/ApiUser" } },
      })),
    [
      ...[
        "accessToken` gone: string",
        "actions` gone: array",
        "creationTime` gone: integer, format=int64",
        "group` gone: object",
        "id` gone: required, string, minLength=1",
        "name` gone: required, string, maxLength=100",
        "profiles` gone: array",
        "resources` gone: array",
        "timezone` gone: required, string",
      ].map((one) => `breaking \`getApiUser 200 ${one} → ApiUsersClient.get`),
      "additive `getApiUser 200 data` added: object → ApiUsersClient.get",
      "documentation `getApiUser 200` another wording → ApiUsersClient.get",
    ],
  ],
  [
    "a result property that can be null",
    (c) => (c.properties("RenewedCredential")["accessToken"] = { type: ["string", "null"] }),
    ["breaking `renewCredential 200 accessToken` now null, another wording → ApiUsersClient.renewCredential"],
  ],
  [
    "a value that a result did not have, in the place of another",
    (c) => (c.properties("Issue")["type"] = { type: "string", enum: ["body", "query", "header"] }),
    [
      expect.stringMatching(
        /^breaking .*`renewCredential 400 errors\[\]\.type`.* now enum=header, no longer enum=path, another wording/,
      ),
    ],
  ],
  [
    "a value less in a result",
    (c) => (c.properties("Issue")["type"] = { type: "string", enum: ["body", "query"] }),
    [expect.stringMatching(/^additive .* no longer enum=path, another wording/)],
  ],
  ["the same values in another order", (c) => amend(c, "Issue", "type", { enum: ["path", "query", "body"] }), []],
  [
    "an extension that holds an address",
    (c) => (c.operation("getApiUser")["x-docs"] = "https://example.com"),
    ["compatible `getApiUser` now x-docs=https://example.com → ApiUsersClient.get"],
  ],
  [
    "an error status",
    (c) => (c.responses("createApiUser")["423"] = { description: "Locked" }),
    ["additive `createApiUser 423` added → ApiUsersClient.create"],
  ],
  [
    "an error status less, on which no code can rely",
    (c) => Reflect.deleteProperty(c.responses("createApiUser"), "405"),
    ["compatible `createApiUser 405` gone: application/json, object → ApiUsersClient.create"],
  ],
  [
    "a success with another status, and without content as before",
    (c) => {
      const responses = c.responses("deleteApiUser");
      delete responses["204"];
      responses["202"] = { description: "Later" };
    },
    [
      "additive `deleteApiUser 202` added → ApiUsersClient.delete",
      "compatible `deleteApiUser 204` gone → ApiUsersClient.delete",
    ],
  ],
  [
    "a header, which no method shows",
    (c) => (c.at("paths", "/api-users/", "get", "responses", "200")["headers"] = { "X-Total": { schema: string } }),
    ["additive `listApiUsers 200 header X-Total` added: string → onAttempt, apiUsers.http"],
  ],
  [
    "an extension, which nobody can judge",
    (c) => (c.operation("getApiUser")["x-quota"] = 5),
    ["compatible `getApiUser` now x-quota=5 → ApiUsersClient.get"],
  ],
])("%s is judged for users of the facade", (_, change, lines) => {
  expect(linesOf(change)).toEqual(lines);
});

describe("what can be taken away is judged the other way round:", () => {
  it.each<[kind: string, change: (contract: Contract) => void, line: string]>([
    [
      "any error of a range",
      (c) => (c.responses("createApiUser")["4XX"] = { description: "Wrong" }),
      "compatible `createApiUser 4XX` gone → ApiUsersClient.create",
    ],
    [
      "what a result can be too",
      (c) => (c.properties("RenewedCredential")["accessToken"] = { oneOf: [string, { type: "integer" }] }),
      "additive `renewCredential 200 accessToken` now string, another wording → ApiUsersClient.renewCredential",
    ],
  ])("%s", (_, change, line) => {
    const lines = differenceLines(difference(factsOf(changedDocument(change)), before, "0.1.0"), facade);
    expect(lines.map((one) => one.replace(/ +/, " "))).toContain(line);
  });
});

it("one more alternative widens what is sent and what is received", () => {
  const kinds = (...types: string[]) =>
    factsOf(
      changedDocument((c) => {
        for (const schema of ["ApiUserEdition", "RenewedCredential"])
          c.properties(schema)["kind"] = { oneOf: types.map((type) => ({ type })) };
      }),
    );
  const [two, three] = [kinds("string", "integer"), kinds("string", "integer", "boolean")];
  const severities = (old: typeof two, now: typeof two) =>
    difference(old, now, "0.1.0").changes.map(({ severity, places: [place = ""] }) => [place.split(" ")[1], severity]);
  expect(severities(two, three)).toEqual([
    ["200", "breaking"],
    ["body", "additive"],
  ]);
  expect(severities(three, two)).toEqual([
    ["body", "breaking"],
    ["200", "additive"],
  ]);
});

describe("the version that follows", () => {
  it.each<[version: string, change: (contract: Contract) => void, next: string]>([
    ["1.2.3", (c) => Reflect.deleteProperty(c.properties("ApiUser"), "group"), "2.0.0"],
    ["0.2.3", (c) => Reflect.deleteProperty(c.properties("ApiUser"), "group"), "0.3.0"],
    ["1.2.3", (c) => (c.properties("ApiUser")["email"] = string), "1.3.0"],
    ["0.2.3", (c) => (c.properties("ApiUser")["email"] = string), "0.2.4"],
    ["1.2.3", (c) => (c.operation("getApiUser")["summary"] = "Read it"), "1.2.4"],
    ["1.2.3", () => undefined, "1.2.3"],
  ])("%s", (version, change, next) => {
    expect(difference(before, factsOf(changedDocument(change)), version).nextVersion).toBe(next);
  });
});
