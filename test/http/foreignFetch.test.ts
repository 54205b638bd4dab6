import { ApiUsersClient, SigfoxApiError, type ApiUsersClientOptions, type Middleware } from "../../src/index";
import { createFakeApi, type FakeApi, type FakeServer } from "../../src/testing/index";
import { pass, until } from "../support/clock";
import { esModule } from "../support/esModule";
import { rejection, rejectionOf } from "../support/rejection";
import { undiciFetch } from "../support/undici";
import { validCreation } from "../support/validInput";

type Fetch = NonNullable<ApiUsersClientOptions["fetch"]>;

const foreign: readonly [string, Fetch][] = [
  ["the platform", globalThis.fetch],
  ["npm's undici", undiciFetch()],
  ["node-fetch", (esModule("node-fetch") as { readonly default: Fetch }).default],
];

const seen: Request[] = [];
const observing = {
  onRequest: ({ request }) => {
    seen.push(request);
    request.headers.set("x-signed", "yes");
  },
  onResponse: ({ response }) => {
    expect(response.status).toBeGreaterThan(199);
  },
} satisfies Middleware;
const ways: readonly [string, (options: ApiUsersClientOptions) => ApiUsersClient][] = [
  ["without middleware", (options) => new ApiUsersClient(options)],
  ["with middleware in the options", (options) => new ApiUsersClient({ ...options, middleware: [observing] })],
  [
    "with middleware added later",
    (options) => {
      const apiUsers = new ApiUsersClient(options);
      apiUsers.http.use(observing);
      return apiUsers;
    },
  ],
];

describe.each(foreign)("with the fetch of %s", (_, fetch) => {
  describe.each(ways)("%s", (way, create) => {
    let fake: FakeApi;
    let server: FakeServer;
    let apiUsers: ApiUsersClient;
    const given: [unknown, RequestInit][] = [];
    const recording: Fetch = (url, init) => {
      given.push([url, init]);
      return fetch(url, init);
    };

    beforeEach(async () => {
      given.length = seen.length = 0;
      fake = createFakeApi({ users: 5 });
      server = await fake.listen();
      apiUsers = create({ auth: fake.auth, baseUrl: server.url, fetch: recording, retries: 0 });
    });
    afterEach(async () => {
      await server.close();
      // Whatever was called, fetch was given a URL and plain headers, and middleware a real Request.
      expect(given.length).toBeGreaterThan(0);
      for (const [url, init] of given) {
        expect(typeof url).toBe("string");
        expect(Object.getPrototypeOf(init)).toBe(Object.prototype);
        expect(Object.getPrototypeOf(init.headers)).toBe(Object.prototype);
        expect(init.headers).toMatchObject({
          authorization: expect.stringMatching(/^Basic /) as string,
          ...(way !== "without middleware" && { "x-signed": "yes" }),
        });
      }
      if (way !== "without middleware") expect(seen).toHaveLength(given.length);
      for (const request of seen) expect(request).toBeInstanceOf(Request);
    });

    it("every method works", async () => {
      const [profile = { id: "" }] = fake.profiles;
      const body = validCreation({ groupId: fake.groups[0]?.id ?? "", name: "Zoë", profileIds: [profile.id] });
      const { id } = await apiUsers.create(body);
      await apiUsers.update(id, { name: "Zoé" });
      await apiUsers.addProfiles(
        id,
        fake.profiles.map((one) => one.id),
      );
      await apiUsers.removeProfile(id, profile.id);
      expect(await apiUsers.get(id, { fields: { group: { name: true } } })).toMatchObject({
        name: "Zoé",
        group: { name: fake.groups[0]?.name },
        profiles: fake.profiles.slice(1).map((one) => ({ id: one.id })),
      });
      expect((await apiUsers.renewCredential(id)).accessToken).toBe(fake.authOf(id).password);
      expect(await apiUsers.list({ limit: 2 }).toArray()).toHaveLength(6);
      await apiUsers.delete(id);
      expect(fake.users).toHaveLength(5);
    });

    it("http works", async () => {
      const id = fake.users[1]?.id ?? "";
      const got = await apiUsers.http.GET("/api-users/{id}", { params: { path: { id } } });
      expect(got.data).toMatchObject({ id });
      const put = await apiUsers.http.PUT("/api-users/{id}", { params: { path: { id } }, body: { name: "Zoë" } });
      expect(put.response.status).toBe(204);
      expect(fake.users[1]?.name).toBe("Zoë");
      const missing = await apiUsers.http.GET("/api-users/{id}", { params: { path: { id: "f".repeat(24) } } });
      expect(missing.response.status).toBe(404);
      expect(missing.error).toHaveProperty("message");
    });

    it("an error has its body and headers", async () => {
      const error = await rejectionOf(SigfoxApiError, apiUsers.get("f".repeat(24)));
      expect(error).toMatchObject({ kind: "notFound", body: { message: expect.any(String) as string } });
      expect(error.headers.get("content-type")).toContain("json");
    });

    it("a call that takes too long ends with its deadline", async () => {
      fake.failNext({ delay: Infinity });
      jest.useFakeTimers({ doNotFake: ["nextTick", "queueMicrotask", "setImmediate"] });
      const ending = rejection(apiUsers.update(fake.users[1]?.id ?? "", { name: "n" }, { timeout: 50 }));
      await until(() => fake.requests.length > 0);
      await pass(50);
      const error = await ending;
      jest.useRealTimers();
      expect(error).toMatchObject({ kind: "timeout", mayHaveBeenApplied: true });
    });

    it("a call that is aborted ends, and so does its request", async () => {
      fake.failNext({ delay: Infinity });
      const controller = new AbortController();
      const ending = rejection(apiUsers.get(fake.auth.username, {}, { signal: controller.signal }));
      await until(() => fake.requests.length > 0);
      controller.abort("enough");
      expect(await ending).toMatchObject({ kind: "aborted", cause: "enough" });
      expect(given[0]?.[1].signal?.aborted).toBe(true);
      expect(fake.requests).toHaveLength(1);
    });

    it("a connection that is lost may have been used", async () => {
      fake.failNext({ dropConnection: "after" });
      const error = await rejection(apiUsers.update(fake.users[1]?.id ?? "", { name: "n" }));
      expect(error).toMatchObject({ kind: "connection", mayHaveBeenApplied: true });
      expect(fake.users[1]?.name).toBe("n");
    });
  });

  it("nobody listening is a refused connection", async () => {
    const server = await createFakeApi().listen();
    await server.close();
    const apiUsers = new ApiUsersClient({ baseUrl: server.url, fetch, retries: 0 });
    const error = await rejection(apiUsers.delete("u1"));
    expect(error).toMatchObject({ kind: "connection", code: "ECONNREFUSED", mayHaveBeenApplied: false });
  });
});
