import { ApiUsersClient, SigfoxApiError, SigfoxConnectionError, SigfoxValidationError } from "../../src/index";
import { calls, operations } from "../support/eachOperation";
import { listen } from "../support/loopback";
import { rejection, rejectionOf } from "../support/rejection";
import { auth, json, never, stubClient, stubFetch, user } from "../support/stubFetch";

const basic = `Basic ${btoa("my-login:my-password")}`;

describe("a redirect", () => {
  it.each<[string | undefined, string]>([
    ["https://evil.example:8443/steal?token=1", "https://evil.example:8443"],
    ["http://api.sigfox.com/v2/api-users/u1", "http://api.sigfox.com"],
    ["/login?back=1", "https://api.sigfox.com"],
    ["//evil.example", "https://evil.example"],
    ["https://me:hush@evil.example/", "https://evil.example"],
    ["https://[", "an unknown target"],
    [undefined, "an unknown target"],
  ])("to %s is an error that names %s", async (Location, target) => {
    const headers: Record<string, string> = Location === undefined ? {} : { Location };
    const url = { value: "https://api.sigfox.com/v2/api-users/u1" };
    const reply = () => Object.defineProperty(new Response(null, { status: 302, headers }), "url", url);
    const { apiUsers, requests } = stubClient(reply);
    const error = await rejectionOf(SigfoxApiError, apiUsers.get("u1"));
    expect(error).toMatchObject({ kind: "redirect", status: 302, attempts: 1 });
    expect(error.message).toBe(`getApiUser GET /api-users/u1: 302 (to ${target})`);
    expect(JSON.stringify(error)).not.toContain("hush");
    expect(requests.map(({ redirect }) => redirect)).toEqual(["manual"]);
  });

  it.each([301, 302, 303, 307, 308])("of a real server is not followed: %d", async (code) => {
    const seen: (string | undefined)[] = [];
    const other = await listen((request, response) => {
      seen.push(request.headers.authorization);
      response.end("{}");
    });
    const server = await listen((_, response) => response.writeHead(code, { Location: `${other.url}/x` }).end());
    const apiUsers = new ApiUsersClient({ auth, baseUrl: server.url });
    for (const operation of operations) {
      const error = await rejectionOf(SigfoxApiError, calls[operation](apiUsers));
      expect(error).toMatchObject({ kind: "redirect", status: code, operation });
      expect(error.message).toContain(`(to ${other.url})`);
    }
    expect((await apiUsers.http.GET("/api-users/")).response.status).toBe(code);
    expect(seen).toEqual([]);
  });
});

describe("fetch", () => {
  it("is the global one of the moment of the call", async () => {
    const { fetch, requests } = stubFetch(json(user));
    const apiUsers = new ApiUsersClient({ auth });
    const replaced = jest.spyOn(globalThis, "fetch").mockImplementation(fetch);
    expect(await apiUsers.get("u1")).toEqual(user);
    replaced.mockRestore();
    expect(requests).toHaveLength(1);
  });

  it("of the client is taken before the global one", async () => {
    const replaced = jest.spyOn(globalThis, "fetch").mockRejectedValue(new Error("the global one"));
    const { apiUsers } = stubClient(json(user));
    expect(await apiUsers.get("u1")).toEqual(user);
    replaced.mockRestore();
  });

  it("that throws at once is a lost connection", async () => {
    const fetch = () => {
      throw new TypeError("not today");
    };
    const error = await rejectionOf(SigfoxConnectionError, new ApiUsersClient({ fetch, retries: 0 }).update("u1", {}));
    expect(error).toMatchObject({ mayHaveBeenApplied: true, cause: { message: "not today" } });
  });

  it("is left to decide on cookies and cache by itself", async () => {
    let given: RequestInit = {};
    const fetch = (_: unknown, init: RequestInit = {}) => {
      given = init;
      return Promise.resolve(Response.json(user));
    };
    await new ApiUsersClient({ fetch }).get("u1");
    expect(given.credentials).toBeUndefined();
    expect(given.cache).toBeUndefined();
    expect(given.mode).toBeUndefined();
  });
});

describe("credentials", () => {
  it.each([
    "https://evil.example/v2/api-users/u1",
    "https://api.sigfox.com.evil.example/v2/api-users/u1",
    "https://api.sigfox.com/v3/api-users/u1",
    "https://api.sigfox.com/v2evil/u1",
    "http://api.sigfox.com/v2/api-users/u1",
  ])("are not sent to %s, where a middleware leads", async (url) => {
    const middleware = [{ onRequest: ({ request }: { request: Request }) => new Request(url, request) }];
    const { apiUsers, requests } = stubClient(json(user), { middleware });
    await apiUsers.get("u1");
    await apiUsers.http.GET("/api-users/{id}", { params: { path: { id: "u1" } } });
    expect(requests.map((request) => [request.url, request.headers.has("Authorization")])).toEqual([
      [url, false],
      [url, false],
    ]);
  });

  it("are not sent where a raw call's own baseUrl leads", async () => {
    const { apiUsers, requests } = stubClient(json(user));
    await apiUsers.http.GET("/api-users/", { baseUrl: "https://evil.example" });
    expect(requests[0]?.url).toBe("https://evil.example/api-users/");
    expect(requests[0]?.headers.has("Authorization")).toBe(false);
  });

  it("are sent with every operation beneath the base URL", async () => {
    const { apiUsers, requests } = stubClient(json({ id: "u1", data: [], accessToken: "x" }), {
      baseUrl: "https://proxy.example/sigfox/",
    });
    for (const operation of operations) await calls[operation](apiUsers);
    expect(requests).toHaveLength(operations.length);
    for (const { url, headers } of requests) {
      expect(url.startsWith("https://proxy.example/sigfox/api-users/")).toBe(true);
      expect(headers.get("Authorization")).toBe(basic);
    }
  });
});

describe("http", () => {
  const path = { id: "u1" };

  it("gives the answer as it is, with the client's credentials and headers", async () => {
    const { apiUsers, requests } = stubClient(json(user, 200, { "X-Request-Id": "r1" }), {
      headers: { "X-Trace": "1" },
    });
    const { data, error, response } = await apiUsers.http.GET("/api-users/{id}", { params: { path } });
    expect(data?.name).toBe("User 1");
    expect(error).toBeUndefined();
    expect(response.headers.get("X-Request-Id")).toBe("r1");
    expect(requests[0]).toMatchObject({ url: "https://api.sigfox.com/v2/api-users/u1", redirect: "manual" });
    expect(requests[0]?.headers.get("Authorization")).toBe(basic);
    expect(requests[0]?.headers.get("X-Trace")).toBe("1");
  });

  it("makes one attempt and does not turn an error into an exception", async () => {
    const { apiUsers, requests } = stubClient(json({ message: "later" }, 503));
    const { data, error, response } = await apiUsers.http.DELETE("/api-users/{id}", { params: { path } });
    expect([data, error, response.status]).toEqual([undefined, { message: "later" }, 503]);
    expect(requests).toHaveLength(1);
  });

  it("writes groupIds as the facade does", async () => {
    const { apiUsers, requests } = stubClient(json({ data: [] }));
    await apiUsers.http.GET("/api-users/", { params: { query: { groupIds: ["g1", "a,b"] } } });
    expect(requests[0]?.url).toBe("https://api.sigfox.com/v2/api-users/?groupIds=g1,a%2Cb");
  });

  it("encodes an id into one segment", async () => {
    const { apiUsers, requests } = stubClient(json(user));
    await apiUsers.http.GET("/api-users/{id}", { params: { path: { id: "a/../b?c" } } });
    expect(requests[0]?.url).toBe("https://api.sigfox.com/v2/api-users/a%2F..%2Fb%3Fc");
  });

  it.each(["", ".", "..", "\ud800", 5, undefined])("refuses %j as an id", async (id) => {
    const { apiUsers, requests } = stubClient(json(user));
    const call = apiUsers.http.GET("/api-users/{id}", { params: { path: { id: id as string } } });
    const error = await rejectionOf(SigfoxValidationError, call);
    expect(error.issues).toMatchObject([{ type: "path", field: "id" }]);
    expect(requests).toHaveLength(0);
  });

  it("takes middleware that also applies to the methods", async () => {
    const { apiUsers, requests } = stubClient(json(user));
    apiUsers.http.use({ onRequest: ({ request }) => request.headers.set("X-Raw", "1") });
    await apiUsers.http.GET("/api-users/{id}", { params: { path } });
    await apiUsers.get("u1");
    expect(requests.map(({ headers }) => headers.get("X-Raw"))).toEqual(["1", "1"]);
  });
});

it("keeps a connection alive between calls and after errors whose body was read", async () => {
  const server = await listen((request, response) => {
    response.writeHead(request.url?.endsWith("gone") === true ? 404 : 200).end(JSON.stringify(user));
  });
  const apiUsers = new ApiUsersClient({ baseUrl: server.url });
  for (let call = 0; call < 5; call++) {
    await apiUsers.get("u1");
    await rejectionOf(SigfoxApiError, apiUsers.get("gone"));
  }
  // A connection is free a moment after its answer, so that two take turns.
  expect(server.connections()).toBeLessThanOrEqual(2);
});

it("gives fetch what can be copied, the signal included", async () => {
  const { fetch, requests } = stubFetch(never);
  const copying: typeof globalThis.fetch = (input, init) => fetch(input, { ...init });
  const apiUsers = new ApiUsersClient({ auth, fetch: copying, retries: 0 });
  await rejection(apiUsers.update("u1", { name: "New" }, { timeout: 20 }));
  expect(requests[0]).toMatchObject({ method: "PUT", body: '{"name":"New"}', redirect: "manual" });
  expect(requests[0]?.signal.aborted).toBe(true);
});
