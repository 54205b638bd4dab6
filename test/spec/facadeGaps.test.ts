import type { JsonObject } from "../../scripts/openapi/json";
import { readContract } from "../../scripts/openapi/readDescription";
import { deprecatedMethods, facadeGaps } from "../../scripts/regenerate/facadeGaps";
import { renamedOperations } from "../../scripts/spec/changes";
import { changed, facade, fixture, type Contract } from "./contract";

const before = readContract(fixture).places;
const string = { type: "string", minLength: 1 };
const json = (schema: object) => ({ "application/json": { schema } }) as never;

function gapsAfter(change: (contract: Contract) => void, deprecated: readonly string[] = []) {
  const contract = readContract(changed(change));
  return facadeGaps(contract, renamedOperations(before, contract.places), facade, new Set(deprecated));
}

it("the facade carries out the contract of the fixtures", () => {
  expect(gapsAfter(() => undefined)).toEqual([]);
});

describe("what the facade does not carry out is told, with what to do:", () => {
  it.each<[kind: string, change: (contract: Contract) => void, what: string, step: string]>([
    [
      "a renamed operation",
      (c) => (c.operation("updateApiUser")["operationId"] = "editApiUser"),
      "operation updateApiUser is now called editApiUser",
      "src/client.ts: rename updateApiUser to editApiUser",
    ],
    [
      "an operation that is gone",
      (c) => Reflect.deleteProperty(c.at("paths"), "/api-users/{id}/renew-credential"),
      "method ApiUsersClient.renewCredential has no operation any more",
      "src/http/retry.ts: take renewCredential away",
    ],
    [
      "a header parameter",
      (c) => c.parameters("getApiUser").push({ name: "X-Trace", in: "header", schema: string }),
      "header parameter X-Trace of getApiUser is not sent by ApiUsersClient.get",
      "src/client.ts: let get take X-Trace and send it",
    ],
    [
      "a query parameter of a method without a query",
      (c) => c.parameters("deleteApiUser").push({ name: "force", in: "query", schema: { type: "boolean" } }),
      "query parameter force of deleteApiUser is not sent by ApiUsersClient.delete",
      'scripts/spec/facade.ts: add "force" to takes of deleteApiUser',
    ],
    [
      "a list that may be empty",
      (c) =>
        c
          .parameters("listApiUsers")
          .push({ name: "kinds", in: "query", explode: false, schema: { type: "array", items: string } }),
      "an empty kinds of listApiUsers would send a request without a filter",
      "openapi/api-users.yaml: write minItems: 1 into the schema of kinds",
    ],
    [
      "a body",
      (c) =>
        (c.operation("renewCredential")["requestBody"] = {
          content: json({ type: "object", properties: { length: { type: "integer" } } }),
        }),
      "body property length of renewCredential is not sent by ApiUsersClient.renewCredential",
      "src/client.ts: let renewCredential take length and send it",
    ],
    [
      "a body property of a method that takes one",
      (c) => (c.properties("ProfileIds")["until"] = { type: "string" }),
      "body property until of addProfileToApiUser is not sent by ApiUsersClient.addProfiles",
      "src/client.ts: let addProfiles take until and send it",
    ],
    [
      "a result",
      (c) => (c.responses("updateApiUser")["200"] = { description: "It.", content: json({ type: "object" }) }),
      "updateApiUser has a result that ApiUsersClient.update does not give",
      "src/client.ts: let update give the result",
    ],
    [
      "a result that is gone",
      (c) => (c.responses("getApiUser")["200"] = { description: "Done." }),
      "ApiUsersClient.get gives a result that getApiUser does not have",
      "src/client.ts: let get give nothing",
    ],
    [
      "other credentials",
      (c) => (c.at("components")["securitySchemes"] = { basic: { type: "apiKey", in: "header", name: "X-Api-Key" } }),
      "listApiUsers takes apiKey:header:X-Api-Key, and the client sends http:basic",
      "src/http/credentials.ts: authenticate that way",
    ],
    [
      "a deprecated operation",
      (c) => (c.operation("deleteApiUser")["deprecated"] = true),
      "deleteApiUser is deprecated, and ApiUsersClient.delete does not say so",
      "src/client.ts: add `@deprecated` to the comment of delete",
    ],
    [
      "a result in another form than JSON",
      (c) =>
        (c.at("paths", "/api-users/{id}", "get", "responses", "200")["content"] = { "text/csv": { schema: string } }),
      "the result of getApiUser is text/csv, and the client exchanges application/json",
      "src/client.ts, src/http/: send and read that form",
    ],
    [
      "a request body in another form than JSON",
      (c) => {
        const body = c.operation("addProfileToApiUser")["requestBody"] as JsonObject;
        body["content"] = { "application/x-www-form-urlencoded": { schema: { type: "object" } } };
      },
      "the request body of addProfileToApiUser is application/x-www-form-urlencoded, and the client exchanges application/json",
      "src/client.ts, src/http/: send and read that form",
    ],
    [
      "an object in the query, in another form than the client's",
      (c) => c.parameters("listApiUsers").push({ name: "filter", in: "query", schema: { type: "object" } }),
      "filter of listApiUsers is serialised in a way that the client does not support: it has one serialiser for lists and one for objects",
      "src/http/transport.ts, src/contract/input.ts: serialise it that way",
    ],
    [
      "a list in another form than the first one",
      (c) =>
        c
          .parameters("listApiUsers")
          .push({ name: "kinds", in: "query", schema: { type: "array", minItems: 1, items: string } }),
      "kinds of listApiUsers is serialised in a way that the client does not support: it has one serialiser for lists and one for objects",
      "src/http/transport.ts, src/contract/input.ts: serialise it that way",
    ],
    [
      "a parameter that is JSON in the query",
      (c) => c.parameters("listApiUsers").push({ name: "filter", in: "query", content: json({ type: "object" }) }),
      "filter of listApiUsers is serialised in a way that the client does not support: it has one serialiser for lists and one for objects",
      "src/http/transport.ts, src/contract/input.ts: serialise it that way",
    ],
    [
      "a page size without a default, which the client counts with",
      (c) => Reflect.deleteProperty(c.parameter("listApiUsers", "limit")["schema"] as JsonObject, "default"),
      "listApiUsers has no default of limit, which the client pages with",
      "src/pagination/page.ts: page without it",
    ],
    [
      "a renamed list of users in a page",
      (c) => {
        const { data, ...rest } = c.properties("ApiUserList");
        c.at("components", "schemas", "ApiUserList")["properties"] = { ...rest, users: data };
      },
      "a page has no data, which the client reads",
      "src/pagination/page.ts: read what a page has now",
    ],
    [
      "a missing page size",
      (c) =>
        c
          .parameters("listApiUsers")
          .splice(c.parameters("listApiUsers").indexOf(c.parameter("listApiUsers", "limit")), 1),
      "listApiUsers has no limit, which the client pages with",
      "scripts/spec/facade.ts: take limit out of page",
    ],
  ])("%s", (kind, change, what, step) => {
    const gaps = gapsAfter(change);
    expect(gaps.map((gap) => gap.what)).toContain(what);
    expect(gaps).toHaveLength(kind === "other credentials" ? 8 : 1);
    expect(gaps.flatMap((gap) => gap.steps)).toContain(step);
  });
});

const sort = { name: "sort", in: "query", schema: string };

describe("what the facade carries out as it is:", () => {
  it.each<[kind: string, change: (contract: Contract) => void]>([
    ["an optional query parameter", (c) => c.parameters("listApiUsers").push(sort)],
    [
      "a name in fields",
      (c) => {
        c.at("components", "parameters", "fields", "x-fields", "group")["path"] = true;
        c.properties("MinGroup")["path"] = { type: "string" };
      },
    ],
    ["an error status", (c) => (c.responses("createApiUser")["423"] = { description: "Locked" })],
    [
      "a header",
      (c) =>
        Object.assign(c.responses("getApiUser"), {
          200: { headers: { "X-Total": { schema: string } }, content: json({ type: "object" }) },
        }),
    ],
    [
      "a default answer beside a success",
      (c) => (c.responses("getApiUser")["default"] = { description: "Anything else" }),
    ],
    ["an optional body property", (c) => (c.properties("ApiUserCreation")["comment"] = { type: "string" })],
  ])("%s", (_, change) => {
    expect(gapsAfter(change)).toEqual([]);
  });

  it("an operation that is deprecated, like its method", () => {
    expect(gapsAfter((c) => (c.operation("deleteApiUser")["deprecated"] = true), ["delete"])).toEqual([]);
  });
});

describe("a new operation names every file, and what to write there", () => {
  const audit = (c: Contract, more: object = {}) => ({
    operationId: "auditApiUser",
    responses: { 204: c.responses("deleteApiUser")["204"] ?? {} },
    ...more,
  });
  const files = [
    "src/client.ts: a method that sends it (auditApiUser)",
    "src/http/retry.ts: whether repeating it does harm (auditApiUser)",
    "src/testing/handlers.ts: what the fake API does with it (auditApiUser)",
    "test/support/eachOperation.ts: one good call of it (auditApiUser)",
    "README.md: a row for its method (auditApiUser)",
    "scripts/spec/facade.ts: a row for it: its method, what it takes, whether it gives a result (auditApiUser)",
  ];

  it("without a body or a result", () => {
    expect(gapsAfter((c) => (c.at("paths")["/api-users/{id}/audit"] = { get: audit(c) }))).toEqual([
      { what: "operation auditApiUser (GET /api-users/{id}/audit) has no method of ApiUsersClient", steps: files },
    ]);
  });

  it("with a result, which has a type of its own", () => {
    const responses = { 200: { description: "It.", content: json({ type: "object" }) } };
    const [gap] = gapsAfter((c) => (c.at("paths")["/api-users/{id}/audit"] = { get: audit(c, { responses }) }));
    expect(gap?.steps).toEqual([
      ...files,
      "src/schema.ts: the types of what auditApiUser takes and gives",
      "src/index.ts: the types of what auditApiUser takes and gives",
    ]);
  });

  it("with an HTTP method that tests use as the one that no path has", () => {
    const gaps = gapsAfter((c) => {
      c.at("paths")["/api-users/{id}/audit"] = { patch: audit(c) };
      c.at("paths")["/api-users/audit"] = { patch: audit(c, { operationId: "auditApiUsers" }) };
    });
    const step = "test/: tests that use PATCH as the method that no path has (git grep -l PATCH test)";
    expect(gaps.map(({ steps }) => steps.at(-1))).toEqual([step, step]);
  });
});

it("a method is deprecated if its comment says so", () => {
  const source = "class A {\n/** @deprecated Use b. */\nasync a() {}\n/** Not so. */\nb() {}\n}";
  expect([...deprecatedMethods(source)]).toEqual(["a"]);
});
