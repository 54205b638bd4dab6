import { checkInput } from "../../src/contract/input";
import { SigfoxValidationError, type ListApiUsersQuery, type SigfoxIssue } from "../../src/index";
import { contract } from "../../src/schema";
import { calls, operations } from "../support/eachOperation";
import { issue, refused } from "../support/refused";
import { rejectionOf } from "../support/rejection";
import { json, stubClient, user } from "../support/stubFetch";
import { highest } from "../support/validInput";

const namesOf = (operation: "listApiUsers" | "getApiUser"): string =>
  Object.keys(contract[operation].input.query?.properties ?? {}).join(", ");

describe("the query of list", () => {
  const bad: [string, object, SigfoxIssue][] = [
    ["limit 0", { limit: 0 }, issue("query", "limit", "must be at least 1, not 0")],
    ["limit 1001", { limit: 1001 }, issue("query", "limit", `must be at most ${highest("limit")}, not 1001`)],
    ["limit 1.5", { limit: 1.5 }, issue("query", "limit", "must be a whole number, not 1.5")],
    ["limit NaN", { limit: NaN }, issue("query", "limit", "must be a whole number, not NaN")],
    ["limit null", { limit: null }, issue("query", "limit", "must be a whole number, not null")],
    ["limit as text", { limit: "10" }, issue("query", "limit", "must be a whole number, not a string")],
    ["offset -1", { offset: -1 }, issue("query", "offset", "must be at least 0, not -1")],
    ["offset 40001", { offset: 40_001 }, issue("query", "offset", "must be at most 40000, not 40001")],
    ["offset Infinity", { offset: Infinity }, issue("query", "offset", "must be a whole number, not Infinity")],
    ["no group", { groupIds: [] }, issue("query", "groupIds", "must not be empty")],
    ["an empty group", { groupIds: ["g1", ""] }, issue("query", "groupIds[1]", "must not be empty")],
    ["a comma in a group", { groupIds: ["g1", "g2,g3"] }, issue("query", "groupIds[1]", "must not contain a comma")],
    ["a blank group", { groupIds: ["g1", " \u00a0"] }, issue("query", "groupIds[1]", "must not be blank")],
    ["groups as text", { groupIds: "g1" }, issue("query", "groupIds", "must be an array, not a string")],
    ["groups as a set", { groupIds: new Set(["g1"]) }, issue("query", "groupIds", "must be an array, not a Set")],
    ["null groups", { groupIds: null }, issue("query", "groupIds", "must be an array, not null")],
    ["an empty profileId", { profileId: "" }, issue("query", "profileId", "must not be empty")],
    [
      "half a surrogate",
      { profileId: "\ud800" },
      issue("query", "profileId", "must not contain an unpaired surrogate"),
    ],
    [
      "authorizations as text",
      { authorizations: "yes" },
      issue("query", "authorizations", "must be a boolean, not a string"),
    ],
    ["a function", { profileId: () => "p1" }, issue("query", "profileId", "must be a string, not a function")],
    ["a bigint", { limit: 10n }, issue("query", "limit", "must be a whole number, not a bigint")],
  ];

  it.each(bad)("refuses %s", async (_, query, expected) => {
    const error = await refused((apiUsers) => apiUsers.list(query));
    expect(error.operation).toBe("listApiUsers");
    expect(error.issues).toEqual([expected]);
  });

  it.each(["groupId", "groupids", "__proto__", "constructor", "page"])("refuses the unknown key %s", async (key) => {
    const query = Object.defineProperty({}, key, { value: "g1", enumerable: true });
    const error = await refused((apiUsers) => apiUsers.list(query));
    const hint = /^groupi/i.test(key) ? "did you mean groupIds?" : `expected one of ${namesOf("listApiUsers")}`;
    expect(error.issues).toEqual([issue("query", key, `is unknown; ${hint}`)]);
  });

  it.each([null, 5, "limit=5", ["limit"]])("refuses %j as a whole", async (query) => {
    const error = await refused((apiUsers) => apiUsers.list(query as ListApiUsersQuery));
    expect(error.issues).toMatchObject([{ type: "query", field: "" }]);
  });

  it.each<[string, () => object]>([
    ["a Map", () => new Map([["limit", 5]])],
    ["URLSearchParams", () => new URLSearchParams("limit=5")],
    ["a promise", () => Promise.resolve({ limit: 5 })],
  ])("refuses %s, which would count as an empty query", async (_, make) => {
    const error = await refused((apiUsers) => apiUsers.list(make()));
    expect(error.issues).toMatchObject([{ type: "query", field: "" }]);
  });

  it.each<[string, string, object]>([
    [
      "a getter of a class",
      "groupIds",
      new (class {
        get groupIds() {
          return ["g1"];
        }
      })(),
    ],
    ["inherited", "profileId", Object.create({ profileId: "p1" }) as object],
    ["hidden", "profileId", Object.defineProperty({}, "profileId", { value: "p1" })],
  ])("refuses a filter that is %s, which would be lost", async (_, name, query) => {
    const error = await refused((apiUsers) => apiUsers.list(query));
    expect(error.issues).toEqual([issue("query", name, "must be an own property, not an inherited or hidden one")]);
  });

  it.each([
    ["?limit=5", { limit: 5 }],
    ["", {}],
    ["", undefined],
  ])("takes no filter from Object.prototype (%j)", async (search, query) => {
    const { apiUsers, requests } = stubClient(json({ data: [] }));
    const inherited = { value: "p1", configurable: true, enumerable: true, writable: true };
    Object.defineProperty(Object.prototype, "profileId", inherited);
    try {
      await apiUsers.list(query);
    } finally {
      Reflect.deleteProperty(Object.prototype, "profileId");
    }
    expect(requests.map(({ url }) => new URL(url).search)).toEqual([search]);
  });

  it("may be left out, unless the contract requires a parameter", () => {
    const rule = { properties: { groupIds: { type: "array" } } };
    expect(checkInput("listApiUsers", {}, rule)).toEqual({ operation: "listApiUsers" });
    expect(() => checkInput("listApiUsers", {}, { ...rule, required: ["groupIds"] })).toThrow("groupIds: is missing");
  });

  it("names holes in an array", async () => {
    const groupIds = new Array<string>(2);
    const error = await refused((apiUsers) => apiUsers.list({ groupIds }));
    expect(error.issues.map(({ field }) => field)).toEqual(["groupIds[0]", "groupIds[1]"]);
  });

  it("refuses alike however the list is used, and whenever", async () => {
    const { apiUsers, requests } = stubClient(json({ data: [] }));
    const list = apiUsers.list({ limit: 0 });
    await rejectionOf(SigfoxValidationError, list);
    await rejectionOf(SigfoxValidationError, list.toArray());
    await rejectionOf(SigfoxValidationError, list.pages().next());
    await rejectionOf(SigfoxValidationError, list[Symbol.asyncIterator]().next());
    expect(requests).toHaveLength(0);
  });

  it("takes the ends of the ranges", async () => {
    const { apiUsers, requests } = stubClient(json({ data: [] }));
    await apiUsers.list({ limit: 1, offset: 0 });
    await apiUsers.list({ limit: 100, offset: 40_000 });
    expect(requests).toHaveLength(2);
  });
});

describe("the query of get", () => {
  it("refuses what only a list takes", async () => {
    const query: object = { limit: 5 };
    const error = await refused((apiUsers) => apiUsers.get("u1", query));
    expect(error.issues).toEqual([issue("query", "limit", `is unknown; expected one of ${namesOf("getApiUser")}`)]);
  });

  it("names the id and the query at once", async () => {
    const error = await refused((apiUsers) => apiUsers.get("", { fields: "" }));
    expect(error.issues).toEqual([
      issue("path", "id", "must not be empty"),
      issue("query", "fields", "must not be empty"),
    ]);
  });
});

it("refuses filters that would be lost, whatever fields is given as", async () => {
  class Query {
    constructor(readonly fields?: object | string) {}
    get groupIds() {
      return ["g1"];
    }
  }
  const { apiUsers, requests } = stubClient(json({ data: [], paging: {} }));
  for (const fields of [undefined, "group(name)", { group: { name: true } }])
    await rejectionOf(SigfoxValidationError, apiUsers.list(new Query(fields)));
  const misspelt: object = { groupId: ["g1"], fields: { group: { name: true } } };
  await rejectionOf(SigfoxValidationError, apiUsers.list(misspelt));
  expect(requests).toEqual([]);
});

it.each(operations)("the query of %s has nothing that somebody left in Object.prototype", async (operation) => {
  const { apiUsers, requests } = stubClient(json({ ...user, data: [user], accessToken: "new" }));
  Object.defineProperty(Object.prototype, "left", { value: "1", configurable: true, enumerable: true });
  try {
    await calls[operation](apiUsers);
    await apiUsers.http.DELETE("/api-users/{id}", { params: { path: { id: "u1" } } });
  } finally {
    Reflect.deleteProperty(Object.prototype, "left");
  }
  expect(requests).toHaveLength(2);
  for (const { url } of requests) expect(url).not.toContain("left");
});
