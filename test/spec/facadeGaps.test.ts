import { deprecatedMethods, facadeGaps, hints } from "../../scripts/regenerate/facadeGaps";
import { finalScreen } from "../../scripts/regenerate/finalScreen";
import { readContract } from "../../scripts/openapi/readDescription";
import { facade, fixture, importChanged } from "./imported";
import type { Upstream } from "./upstream";

const before = readContract(fixture);

async function gapsAfter(change: (document: Upstream) => void, deprecated: readonly string[] = []) {
  const { contract } = await importChanged(change);
  return facadeGaps(readContract(contract), before, facade, new Set(deprecated));
}

it("the facade carries out the contract of the fixtures", () => {
  expect(facadeGaps(before, before, facade, new Set())).toEqual([]);
});

describe("what the facade does not carry out is told, with what to do:", () => {
  it.each<[kind: string, change: (document: Upstream) => void, what: string, step: string]>([
    [
      "a renamed operation",
      (u) => (u.operation("updateApiUser")["operationId"] = "editApiUser"),
      "operation updateApiUser is now called editApiUser",
      "src/client.ts: rename updateApiUser to editApiUser",
    ],
    [
      "an operation that is gone",
      (u) => Reflect.deleteProperty(u.at("paths"), "/api-users/{id}/renew-credential"),
      "method ApiUsersClient.renewCredential has no operation any more",
      "src/http/retry.ts: take renewCredential away",
    ],
    [
      "a header parameter",
      (u) => u.parameters("getApiUser").push({ name: "X-Trace", in: "header", type: "string" }),
      "header parameter X-Trace of getApiUser is not sent by ApiUsersClient.get",
      "src/client.ts: let get take X-Trace and send it",
    ],
    [
      "a query parameter of a method without a query",
      (u) => u.parameters("deleteApiUser").push({ name: "force", in: "query", type: "boolean" }),
      "query parameter force of deleteApiUser is not sent by ApiUsersClient.delete",
      'scripts/spec/facade.ts: add "force" to takes of deleteApiUser',
    ],
    [
      "a body",
      (u) =>
        u
          .parameters("renewCredential")
          .push({ name: "body", in: "body", schema: { type: "object", properties: { length: { type: "integer" } } } }),
      "body property length of renewCredential is not sent by ApiUsersClient.renewCredential",
      "src/client.ts: let renewCredential take length and send it",
    ],
    [
      "a body property of a method that takes one",
      (u) => (u.properties("ProfileIds")["until"] = { type: "string" }),
      "body property until of addProfileToApiUser is not sent by ApiUsersClient.addProfiles",
      "src/client.ts: let addProfiles take until and send it",
    ],
    [
      "a result",
      (u) => (u.reply("updateApiUser", "204")["schema"] = { $ref: "#/definitions/ApiUser" }),
      "updateApiUser has a result that ApiUsersClient.update does not give",
      "src/client.ts: let update give the result",
    ],
    [
      "a result that is gone",
      (u) => Reflect.deleteProperty(u.reply("getApiUser", "200"), "schema"),
      "ApiUsersClient.get gives a result that getApiUser has not",
      "src/client.ts: let get give nothing",
    ],
    [
      "a default answer alone",
      (u) => {
        const responses = u.responses("updateApiUser");
        responses["default"] = responses["204"];
        delete responses["204"];
      },
      "updateApiUser has no status of its own for a success",
      "openapi/api-users.yaml: name the status of the success; `default` is for errors",
    ],
    [
      "other credentials",
      (u) => (u.json["securityDefinitions"] = { basicAuth: { type: "apiKey", in: "header", name: "X-Api-Key" } }),
      "listApiUsers takes an API key in the header `X-Api-Key`, and the client sends HTTP Basic",
      "src/http/credentials.ts: authenticate so",
    ],
    [
      "a deprecated operation",
      (u) => (u.operation("deleteApiUser")["deprecated"] = true),
      "deleteApiUser is deprecated, and ApiUsersClient.delete does not say so",
      "src/client.ts: add `@deprecated` to the comment of delete",
    ],
    [
      "a renamed list of users in a page",
      (u) => {
        const page = u.at("paths", "/api-users/", "get", "responses", "200", "schema", "properties");
        page["users"] = page["data"];
        delete page["data"];
      },
      "a page has no data, which the client reads",
      "src/pagination/page.ts: read what a page has now",
    ],
    [
      "a renamed link to the next page",
      (u) =>
        (u.at("definitions")["PaginationResponse"] = { type: "object", properties: { nextPage: { type: "string" } } }),
      "a page has no paging.next, which the client reads",
      "scripts/spec/facade.ts: name it in page instead of paging.next",
    ],
    [
      "a missing page size",
      (u) => u.dropParameter("listApiUsers", "limit"),
      "listApiUsers has no limit, which the client pages with",
      "scripts/spec/facade.ts: take limit out of page",
    ],
  ])("%s", async (_, change, what, step) => {
    const gaps = await gapsAfter(change);
    expect(gaps.map((gap) => gap.what)).toContain(what);
    expect(gaps.flatMap((gap) => gap.steps)).toContain(step);
  });
});

describe("what the facade carries out as it is:", () => {
  it.each<[kind: string, change: (document: Upstream) => void]>([
    [
      "an optional query parameter",
      (u) => u.parameters("listApiUsers").push({ name: "sort", in: "query", type: "string" }),
    ],
    ["a name in fields", (u) => u.selectable("group(name\\,type\\,level\\,bssId\\,customerBssId\\,path)")],
    ["an error status", (u) => (u.responses("createApiUser")["423"] = { description: "Locked" })],
    [
      "a default answer beside a success",
      (u) => (u.responses("getApiUser")["default"] = { description: "Anything else" }),
    ],
    ["an optional body property", (u) => (u.properties("ApiUserCreation")["comment"] = { type: "string" })],
  ])("%s", async (_, change) => {
    expect(await gapsAfter(change)).toEqual([]);
  });

  it("an operation that is deprecated, like its method", async () => {
    expect(await gapsAfter((u) => (u.operation("deleteApiUser")["deprecated"] = true), ["delete"])).toEqual([]);
  });
});

it("a new operation names every file, and what to write there", async () => {
  const gaps = await gapsAfter((u) => {
    const { parameters, responses } = u.operation("getApiUser");
    u.at("paths")["/api-users/{id}/audit"] = {
      get: { operationId: "auditApiUser", parameters: parameters ?? [], responses: responses ?? {} },
    };
  });
  expect(gaps).toEqual([
    {
      what: "operation auditApiUser (GET /api-users/{id}/audit) has no method of ApiUsersClient",
      steps: [
        "src/client.ts: a method that sends auditApiUser",
        "src/http/retry.ts: whether repeating auditApiUser does harm",
        "src/testing/handlers.ts: what the fake API does with auditApiUser",
        "test/support/eachOperation.ts: one good call of auditApiUser",
        "README.md: a row for the method of auditApiUser",
        "scripts/spec/facade.ts: a row for auditApiUser: its method, what it takes, whether it gives a result",
      ],
    },
  ]);
});

it("a status without a kind is a hint, and holds nothing up", async () => {
  const { contract } = await importChanged((u) => (u.responses("createApiUser")["423"] = { description: "Locked" }));
  expect(hints(readContract(contract))).toEqual([
    'error status 423 (createApiUser) is of kind "unexpected"; a kind of its own is a choice, in src/errors/kinds.ts',
  ]);
});

it("a method is deprecated if its comment says so", () => {
  const source = "class A {\n/** @deprecated Use b. */\nasync a() {}\n/** Not so. */\nb() {}\n}";
  expect([...deprecatedMethods(source)]).toEqual(["a"]);
});

describe("the last screen", () => {
  const nothing = {
    difference: [],
    mistakes: [],
    gaps: [],
    hints: [],
    nextVersion: "0.2.0",
  };

  it("shows compile errors whole, by file, those of src/ first", () => {
    const compilerOutput = [
      "test/a.test.ts(1,2): error TS1: one",
      "src/client.ts(3,4): error TS2: two",
      "  more of two",
      "test/a.test.ts(5,6): error TS3: three",
    ].join("\n");
    const { text, ok } = finalScreen({ ...nothing, compilerOutput });
    expect(ok).toBe(false);
    expect(text).toContain(
      [
        "  src/client.ts(3,4): error TS2: two",
        "    more of two",
        "  test/a.test.ts(1,2): error TS1: one",
        "  test/a.test.ts(5,6): error TS3: three",
      ].join("\n"),
    );
  });

  it("shows no more of them than fit", () => {
    const compilerOutput = Array.from({ length: 100 }, (_, index) => `src/a.ts(${index},1): error TS1: wrong`).join(
      "\n",
    );
    const { text } = finalScreen({ ...nothing, compilerOutput });
    expect(text).toContain("and 60 lines more: npm run typecheck");
    expect(text.split("\n").length).toBeLessThan(60);
  });
});
