import { request } from "node:http";
import { createFakeApi, type FakeApi, type FakeServer } from "../../src/testing";
import { at, basic, parse } from "./support/call";
import { validCreation } from "../support/validInput";

let fake: FakeApi;
let server: FakeServer;

beforeAll(async () => {
  fake = createFakeApi({ users: 12 });
  server = await fake.listen();
});
afterAll(() => server.close());
beforeEach(() => {
  fake.reset();
});

/** One request with the very headers of the swagger-codegen Python client. */
function send(method: string, path: string, body?: string) {
  return new Promise<{ status: number | undefined; text: string; json: unknown }>((resolve, reject) => {
    const sending = request(`${new URL(server.url).origin}${path}`, {
      method,
      headers: {
        Accept: "application/json",
        "Content-Type": "application/json",
        "User-Agent": "Swagger-Codegen/1.0.0/python",
        Authorization: basic(fake.auth),
        ...(body === undefined ? {} : { "Content-Length": Buffer.byteLength(body) }),
      },
    });
    sending.on("error", reject).on("response", (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.on("end", () => {
        resolve({ status: response.statusCode, text, json: parse(text) });
      });
    });
    sending.end(body);
  });
}

it("list_api_users: GET with a content type and no body", async () => {
  const reply = await send("GET", "/v2/api-users/?limit=10&offset=0");
  expect(reply).toMatchObject({
    status: 200,
    json: { paging: { next: `${server.url}/api-users/?limit=10&offset=10` } },
  });
  expect((reply.json as { data: unknown[] }).data).toHaveLength(10);
  const groupIds = [at(fake.groups, 0).id, at(fake.groups, 1).id].join("%2C");
  const query = `fields=group%28name%2Ctype%29%2Cprofiles%28name%29&groupIds=${groupIds}`;
  const filtered = await send("GET", `/v2/api-users/?${query}`);
  expect(filtered).toMatchObject({ status: 200, json: { paging: {} } });
  expect((filtered.json as { data: unknown[] }).data).toHaveLength(8);
});

it("get_api_user", async () => {
  expect(await send("GET", `/v2/api-users/${fake.auth.username}`)).toMatchObject({
    status: 200,
    json: { id: fake.auth.username },
  });
});

it("create_api_user", async () => {
  const body = validCreation({ groupId: at(fake.groups, 0).id, name: "New", profileIds: [at(fake.profiles, 0).id] });
  expect(await send("POST", "/v2/api-users/", JSON.stringify(body))).toMatchObject({
    status: 201,
    json: { id: expect.any(String) as string },
  });
  expect(fake.users).toHaveLength(13);
});

it("update_api_user", async () => {
  expect(await send("PUT", `/v2/api-users/${at(fake.users, 1).id}`, '{"name": "New"}')).toMatchObject({ status: 204 });
  expect(fake.users[1]?.name).toBe("New");
});

it("add_profile_to_api_user", async () => {
  const profileId = at(fake.profiles, 1).id;
  const path = `/v2/api-users/${at(fake.users, 0).id}/profiles`;
  expect(await send("PUT", path, JSON.stringify({ profileIds: [profileId] }))).toMatchObject({ status: 204, text: "" });
  expect(fake.users[0]?.profileIds).toContain(profileId);
});

it("delete_profile_of_api_user: DELETE with a body of {}", async () => {
  const { id, profileIds } = at(fake.users, 1);
  expect(await send("DELETE", `/v2/api-users/${id}/profiles/${at(profileIds, 0)}`, "{}")).toMatchObject({
    status: 204,
  });
  expect(fake.users[1]?.profileIds).toEqual(profileIds.slice(1));
});

it.each([["{}"], [undefined]])("renew_credential: PUT with a body of %s", async (body) => {
  const { id } = at(fake.users, 1);
  const reply = await send("PUT", `/v2/api-users/${id}/renew-credential`, body);
  expect(reply).toMatchObject({ status: 200, json: { accessToken: fake.authOf(id).password } });
});

it("delete_api_user: DELETE with a body of {}", async () => {
  expect(await send("DELETE", `/v2/api-users/${at(fake.users, 1).id}`, "{}")).toMatchObject({ status: 204, text: "" });
  expect(fake.users).toHaveLength(11);
});
