import { expectTypeOf } from "expect-type";
import {
  ApiUsersClient,
  type ApiUser,
  type ApiUserCreation,
  type ApiUserEdition,
  type CreatedApiUser,
  type RenewedCredential,
} from "../src/index";
import type { facade } from "../scripts/spec/facade";
import type { OperationId } from "../src/index";
import { calls, operations } from "./support/eachOperation";
import { rejection } from "./support/rejection";
import { json, status, stubClient, user } from "./support/stubFetch";
import { validCreation } from "./support/validInput";

const base = "https://api.sigfox.com/v2";

describe("list", () => {
  it("asks for the collection, whose path ends in a slash, and gives a page", async () => {
    const { apiUsers, requests } = stubClient(json({ data: [user], paging: {} }));
    expect((await apiUsers.list()).data).toEqual([user]);
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({ method: "GET", url: `${base}/api-users/`, body: "" });
  });

  it("sends each part of the query under its wire name", async () => {
    const { apiUsers, requests } = stubClient(json({ data: [] }));
    const fields = { group: { name: true } } as const;
    await apiUsers.list({ fields, profileId: "p1", groupIds: ["g1"], limit: 50, offset: 100, authorizations: true });
    expect(requests[0]?.url).toBe(
      `${base}/api-users/?fields=group(name)&profileId=p1&groupIds=g1&limit=50&offset=100&authorizations=true`,
    );
  });

  it("sends several groups as one parameter, each item encoded", async () => {
    const { apiUsers, requests } = stubClient(json({ data: [] }));
    await apiUsers.list({ groupIds: ["g1", "ü/&="] });
    expect(requests[0]?.url).toBe(`${base}/api-users/?groupIds=g1,%C3%BC%2F%26%3D`);
  });

  it("leaves out what is undefined", async () => {
    const { apiUsers, requests } = stubClient(json({ data: [] }));
    await apiUsers.list({ fields: undefined, groupIds: undefined, limit: undefined, authorizations: false });
    expect(requests[0]?.url).toBe(`${base}/api-users/?authorizations=false`);
  });
});

describe("get", () => {
  it("gives the API user as the server sends it, unknown properties included", async () => {
    const sent = { ...user, creationTime: 1425388800000, group: { id: "g1" }, colour: "blue" };
    const { apiUsers, requests } = stubClient(json(sent));
    const got = await apiUsers.get("u1");
    expect(got).toEqual(sent);
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({ method: "GET", url: `${base}/api-users/u1`, body: "" });
    expectTypeOf(got.creationTime).toEqualTypeOf<number | undefined>();
  });

  it("sends fields and authorizations", async () => {
    const { apiUsers, requests } = stubClient(json(user));
    const got = await apiUsers.get("u1", { fields: "group(name),profiles(name)", authorizations: true });
    expect(requests[0]?.url).toBe(`${base}/api-users/u1?fields=group(name)%2Cprofiles(name)&authorizations=true`);
    expectTypeOf(got).toEqualTypeOf<ApiUser>();
  });

  it.each([
    ["a/b", "a%2Fb"],
    ["a?b#c", "a%3Fb%23c"],
    ["a b%20", "a%20b%2520"],
    ["é€😀", "%C3%A9%E2%82%AC%F0%9F%98%80"],
    ["...", "..."],
    ["%2e%2e", "%252e%252e"],
    [" ", "%20"],
    ["a\\b;c=d", "a%5Cb%3Bc%3Dd"],
  ])("encodes the id %j into exactly one path segment", async (id, segment) => {
    const { apiUsers, requests } = stubClient(json(user));
    await apiUsers.get(id);
    expect(requests[0]?.url).toBe(`${base}/api-users/${segment}`);
  });
});

describe("create", () => {
  const creation = validCreation({ profileIds: ["p1", "p2"] });

  it("posts the body as JSON and gives the new id", async () => {
    const { apiUsers, requests } = stubClient(json({ id: "u1" }, 201, { Location: `${base}/api-users/u1` }));
    const created = await apiUsers.create(creation);
    expect(created).toEqual({ id: "u1" });
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({ method: "POST", url: `${base}/api-users/`, body: JSON.stringify(creation) });
    expect(requests[0]?.headers.get("Content-Type")).toBe("application/json");
    expectTypeOf(created).toEqualTypeOf<CreatedApiUser>();
  });

  it("demands every property at compile time", () => {
    expectTypeOf<{ groupId: string; name: string; timezone: string }>().not.toExtend<ApiUserCreation>();
    expectTypeOf<typeof creation>().toExtend<ApiUserCreation>();
  });
});

describe("update", () => {
  it("puts what is to change and gives nothing", async () => {
    const { apiUsers, requests } = stubClient(status(204));
    await expect(apiUsers.update("u1", { name: "New", timezone: undefined })).resolves.toBeUndefined();
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({ method: "PUT", url: `${base}/api-users/u1`, body: '{"name":"New"}' });
    expect(requests[0]?.headers.get("Content-Type")).toBe("application/json");
  });

  it("sends an empty edition, which is valid", async () => {
    const { apiUsers, requests } = stubClient(status(204));
    await apiUsers.update("u1", {});
    expect(requests[0]?.body).toBe("{}");
    expectTypeOf<{ name: null }>().not.toExtend<ApiUserEdition>();
  });
});

describe("delete", () => {
  it("deletes without a body and gives nothing", async () => {
    const { apiUsers, requests } = stubClient(status(204));
    await expect(apiUsers.delete("u1")).resolves.toBeUndefined();
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({ method: "DELETE", url: `${base}/api-users/u1`, body: "" });
    expect(requests[0]?.headers.has("Content-Type")).toBe(false);
  });
});

describe("addProfiles", () => {
  it("puts the profiles under the key that working clients send", async () => {
    const { apiUsers, requests } = stubClient(status(204));
    await expect(apiUsers.addProfiles("u1", ["p1", "p2"])).resolves.toBeUndefined();
    expect(requests).toHaveLength(1);
    const sent = { method: "PUT", url: `${base}/api-users/u1/profiles`, body: '{"profileIds":["p1","p2"]}' };
    expect(requests[0]).toMatchObject(sent);
  });
});

describe("removeProfile", () => {
  it("deletes the profile of the user, without a body", async () => {
    const { apiUsers, requests } = stubClient(status(204));
    await expect(apiUsers.removeProfile("u/1", "p/1")).resolves.toBeUndefined();
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({ method: "DELETE", url: `${base}/api-users/u%2F1/profiles/p%2F1`, body: "" });
  });
});

describe("renewCredential", () => {
  it("puts without a body and gives the new password as a plain object", async () => {
    const { apiUsers, requests } = stubClient(json({ accessToken: "new-password", other: 1 }));
    const renewed = await apiUsers.renewCredential("u1");
    expect(renewed).toEqual({ accessToken: "new-password" });
    expect(JSON.stringify(renewed)).toBe('{"accessToken":"new-password"}');
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({ method: "PUT", url: `${base}/api-users/u1/renew-credential`, body: "" });
    expect(requests[0]?.headers.has("Content-Type")).toBe(false);
    expectTypeOf(renewed).toEqualTypeOf<RenewedCredential>();
  });
});

describe("each operation", () => {
  it.each(operations)("%s refuses an unknown call option before sending", async (operation) => {
    const { apiUsers, requests } = stubClient(status(204));
    const misspelt: object = { timeuot: 5 };
    const error = await rejection(calls[operation](apiUsers, misspelt));
    expect(error).toMatchObject({ kind: "validation", operation, attempts: 0, mayHaveBeenApplied: false });
    expect(error.issues).toMatchObject([{ type: "option", field: "timeuot" }]);
    expect(requests).toHaveLength(0);
  });

  it("takes its arguments as they are when it is called, and changes none of them", async () => {
    const { apiUsers, requests } = stubClient(json({ id: "u1" }, 201));
    const profileIds = ["p1"];
    const creation = { ...validCreation(), profileIds };
    const headers = { "X-Trace": "1" };
    const call = apiUsers.create(creation, { headers });
    creation.name = "Changed";
    profileIds.push("p2");
    headers["X-Trace"] = "2";
    await call;
    expect(JSON.parse(requests[0]?.body ?? "")).toMatchObject({ name: "User 1", profileIds: ["p1"] });
    expect(requests[0]?.headers.get("X-Trace")).toBe("1");
  });

  it("takes frozen arguments", async () => {
    const frozen = Object.freeze({ limit: 10, groupIds: Object.freeze(["g1"]) });
    const { apiUsers } = stubClient([json({ data: [] }), status(204), status(204)]);
    await apiUsers.list(frozen, Object.freeze({ retries: 0, headers: Object.freeze({ "X-Trace": "1" }) }));
    await apiUsers.update("u1", Object.freeze({ profileIds: Object.freeze(["p1"]) }));
    await apiUsers.addProfiles("u1", Object.freeze(["p1"]));
  });
});

it("is a class with a method for each operation, and the client underneath", () => {
  expectTypeOf<keyof ApiUsersClient>().toEqualTypeOf<(typeof facade)[OperationId]["method"] | "http">();
  expect(Object.keys(new ApiUsersClient())).toEqual(["http"]);
});
