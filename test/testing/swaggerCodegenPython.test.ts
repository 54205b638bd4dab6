import { request } from "node:http";
import { createFakeApi, type FakeApi, type FakeServer } from "../../src/testing";
import { at, basic, parse } from "./support/call";

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

/** One request with the very headers of the swagger-codegen Python client: a content type always, a body now and then. */
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

it("list_api_users: GET with a content type, no body, and an encoded query", async () => {
  const groupIds = [at(fake.groups, 0).id, at(fake.groups, 1).id].join("%2C");
  const query = `fields=group%28name%2Ctype%29%2Cprofiles%28name%29&groupIds=${groupIds}`;
  const reply = await send("GET", `/v2/api-users/?${query}`);
  expect(reply).toMatchObject({ status: 200, json: { paging: {} } });
  expect((reply.json as { data: unknown[] }).data).toHaveLength(8);
});

it("update_api_user: PUT with JSON that has spaces", async () => {
  const { id } = at(fake.users, 1);
  expect(await send("PUT", `/v2/api-users/${id}`, '{"name": "New"}')).toMatchObject({ status: 204, text: "" });
  expect(fake.users[1]?.name).toBe("New");
});

it("delete_profile_of_api_user, delete_api_user: DELETE with a body of {}", async () => {
  const { id, profileIds } = at(fake.users, 1);
  const path = `/v2/api-users/${id}/profiles/${at(profileIds, 0)}`;
  expect(await send("DELETE", path, "{}")).toMatchObject({ status: 204 });
  expect(fake.users[1]?.profileIds).toEqual(profileIds.slice(1));
  expect(await send("DELETE", `/v2/api-users/${id}`, "{}")).toMatchObject({ status: 204, text: "" });
  expect(fake.users).toHaveLength(11);
});

it.each([["{}"], [undefined]])("renew_credential: PUT with a body of %s", async (body) => {
  const { id } = at(fake.users, 1);
  const reply = await send("PUT", `/v2/api-users/${id}/renew-credential`, body);
  expect(reply).toMatchObject({ status: 200, json: { accessToken: fake.authOf(id).password } });
});
