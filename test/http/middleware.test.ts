import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Middleware } from "openapi-fetch";
import { ApiUsersClient, SigfoxCallbackError, SigfoxValidationError } from "../../src/index";
import { pass, standingClock, until } from "../support/clock";
import { listen } from "../support/loopback";
import { Gate, settled } from "../support/pageServer";
import { rejection, rejectionOf } from "../support/rejection";
import { creation } from "../support/servedClient";
import { auth, drop, json, never, status, stubClient, user } from "../support/stubFetch";

describe("middleware that turns a 429 into a 503", () => {
  standingClock();

  it("has it retried after the delay of a 503", async () => {
    const middleware: Middleware[] = [
      { onResponse: ({ response }) => (response.status === 429 ? new Response(null, { status: 503 }) : undefined) },
    ];
    const { apiUsers, requests } = stubClient([status(429, null, { "Retry-After": "1" }), json(user)], {
      middleware,
      retryDelay: () => 5_000,
    });
    const call = apiUsers.get("u1");
    await pass(4_900);
    expect(requests).toHaveLength(1);
    await pass(200);
    expect(await call).toEqual(user);
  });
});

describe("middleware", () => {
  it("runs once per attempt, and sees what is sent but for the credentials", async () => {
    const seen: [string, string | null, boolean][] = [];
    const middleware: Middleware[] = [
      {
        onRequest: ({ request, schemaPath, params }) => {
          expect(request).toBeInstanceOf(Request);
          expect([schemaPath, params.path]).toEqual(["/api-users/{id}", { id: "u1" }]);
          seen.push([request.url, request.headers.get("X-Trace"), request.headers.has("Authorization")]);
        },
      },
    ];
    const { apiUsers, requests } = stubClient([status(503), status(503), json(user)], { middleware });
    await apiUsers.get("u1", {}, { headers: { "X-Trace": "1" } });
    expect(seen).toEqual(new Array(3).fill(["https://api.sigfox.com/v2/api-users/u1", "1", false]));
    expect(requests.every(({ headers }) => headers.has("Authorization"))).toBe(true);
  });

  it("sees no credentials after the request either", async () => {
    const seen: (string | null)[] = [];
    const note = ({ request }: { request: Request }): void => {
      seen.push(request.headers.get("Authorization"));
    };
    const middleware: Middleware[] = [{ onResponse: note, onError: note }];
    const { apiUsers, requests } = stubClient([drop("ECONNRESET"), json(user)], { middleware });
    await apiUsers.get("u1");
    await apiUsers.http.GET("/api-users/{id}", { params: { path: { id: "u1" } } });
    expect(seen).toEqual([null, null, null]);
    expect(requests.every(({ headers }) => headers.has("Authorization"))).toBe(true);
  });

  it("can change a request and its answer", async () => {
    const middleware: Middleware[] = [
      { onRequest: ({ request }) => request.headers.set("X-Signed", "yes") },
      {
        onResponse: async ({ response }) => Response.json({ ...((await response.json()) as object), name: "changed" }),
      },
    ];
    const { apiUsers, requests } = stubClient(json(user), { middleware });
    expect((await apiUsers.get("u1")).name).toBe("changed");
    expect(requests[0]?.headers.get("X-Signed")).toBe("yes");
  });

  it("can take away a header of the client's, and sees them all in calls of http too", async () => {
    const seen: (string | null)[] = [];
    const middleware: Middleware[] = [
      {
        onRequest: ({ request }) => {
          seen.push(request.headers.get("X-Key"));
          request.headers.delete("X-Key");
        },
      },
    ];
    const { apiUsers, requests } = stubClient(json(user), { middleware, headers: { "X-Key": "k", "X-Trace": "1" } });
    await apiUsers.get("u1");
    await apiUsers.http.GET("/api-users/{id}", { params: { path: { id: "u1" } } });
    expect(seen).toEqual(["k", "k"]);
    for (const { headers } of requests)
      expect([headers.get("X-Key"), headers.get("X-Trace"), headers.get("Accept")]).toEqual([
        null,
        "1",
        "application/json",
      ]);
  });

  it("that asks another host with a request of its own sends it nothing of the client's", async () => {
    const middleware: Middleware[] = [{ onRequest: () => new Request("https://elsewhere.example.com/u1") }];
    const { apiUsers, requests } = stubClient(json(user), { middleware, headers: { "X-Key": "k" } });
    await apiUsers.get("u1");
    await apiUsers.http.GET("/api-users/{id}", { params: { path: { id: "u1" } } });
    expect(requests.map(({ headers }) => [...headers])).toEqual([[], []]);
  });

  it("sends the body as it does without", async () => {
    const { apiUsers, requests } = stubClient(status(204), { middleware: [{ onRequest: () => undefined }] });
    await apiUsers.update("u1", { name: "New" });
    expect(requests[0]).toMatchObject({ method: "PUT", body: '{"name":"New"}', redirect: "manual" });
  });

  it("can answer by itself", async () => {
    const { apiUsers, requests } = stubClient(never, { middleware: [{ onRequest: () => Response.json(user) }] });
    expect(await apiUsers.get("u1")).toEqual(user);
    expect(requests).toHaveLength(0);
  });

  it("that answers with an error by itself has sent nothing", async () => {
    const middleware = [{ onRequest: () => new Response(null, { status: 401 }) }];
    const { apiUsers } = stubClient(never, { middleware });
    const error = await rejection(apiUsers.update("u1", {}));
    expect(error).toMatchObject({ kind: "unauthorized", attempts: 1, mayHaveBeenApplied: false });
  });

  it("that fails before the request is an error of the caller's, and nothing is sent", async () => {
    const middleware: Middleware[] = [{ onRequest: () => Promise.reject(new Error("cannot sign")) }];
    const { apiUsers, requests } = stubClient(json(user), { middleware });
    const error = await rejectionOf(SigfoxCallbackError, apiUsers.update("u1", {}));
    expect(error.message).toBe("updateApiUser PUT /api-users/u1: onRequest failed: cannot sign");
    expect(error).toMatchObject({ option: "onRequest", issues: [], mayHaveBeenApplied: false });
    expect(error.cause).toMatchObject({ message: "cannot sign" });
    expect(requests).toHaveLength(0);
  });

  it("that fails after the request leaves it open whether it was applied", async () => {
    const middleware: Middleware[] = [{ onResponse: () => Promise.reject(new Error("cannot verify")) }];
    const { apiUsers } = stubClient(status(204), { middleware, retries: 0 });
    const error = await rejection(apiUsers.update("u1", {}));
    expect(error).toMatchObject({ mayHaveBeenApplied: true, cause: { message: "cannot verify" } });
  });

  it.each([403, 429, 503])("that fails after a %i is what the call rejects with", async (code) => {
    const middleware: Middleware[] = [{ onResponse: () => Promise.reject(new Error("audit failed")) }];
    const { apiUsers, requests } = stubClient(status(code, "no"), { middleware, retries: 0 });
    const error = await rejection(apiUsers.create(creation));
    expect(error).toMatchObject({ kind: "callback", option: "onResponse", mayHaveBeenApplied: true });
    expect(requests).toHaveLength(1);
  });

  it("hears of a lost connection and can make up for it", async () => {
    const heard: unknown[] = [];
    const middleware: Middleware[] = [
      { onError: ({ error }) => (heard.push(error), heard.length > 1 ? Response.json(user) : undefined) },
    ];
    const { apiUsers } = stubClient(drop("ECONNRESET"), { middleware });
    expect(await apiUsers.get("u1")).toEqual(user);
    expect(heard).toHaveLength(2);
  });

  it("is under the deadline, which its request's signal tells", async () => {
    let signal: AbortSignal | undefined;
    const onRequest: Middleware["onRequest"] = ({ request }) => {
      signal = request.signal;
      return new Promise(() => undefined);
    };
    const { apiUsers, requests } = stubClient(json(user), { middleware: [{ onRequest }], timeout: 10, retries: 0 });
    const error = await rejection(apiUsers.update("u1", {}));
    expect(error).toMatchObject({ kind: "timeout", mayHaveBeenApplied: false });
    expect(signal?.aborted).toBe(true);
    expect(requests).toHaveLength(0);
  });

  it("that comes back after the deadline sends nothing any more", async () => {
    const gate = new Gate();
    const onRequest = () => gate.opened;
    const { apiUsers, requests } = stubClient(json(user), { middleware: [{ onRequest }], timeout: 10, retries: 0 });
    await rejection(apiUsers.update("u1", {}));
    gate.open();
    await settled();
    expect(requests).toHaveLength(0);
  });

  it("runs for http too", async () => {
    const middleware: Middleware[] = [{ onRequest: ({ request }) => request.headers.set("X-Signed", "yes") }];
    const { apiUsers, requests } = stubClient(json(user), { middleware });
    await apiUsers.http.GET("/api-users/{id}", { params: { path: { id: "u1" } } });
    expect(requests[0]?.headers.get("X-Signed")).toBe("yes");
  });

  it("can be added and removed later", async () => {
    const { apiUsers, requests } = stubClient(json(user));
    const middleware: Middleware = { onRequest: ({ request }) => request.headers.set("X-Signed", "yes") };
    apiUsers.http.use(middleware);
    await apiUsers.get("u1");
    apiUsers.http.eject(middleware);
    await apiUsers.get("u1");
    expect(requests.map(({ headers }) => headers.get("X-Signed"))).toEqual(["yes", null]);
  });

  it.each([["x"], [{}], [{ onRequest: "x" }], [() => undefined], [5]].map((entry) => [entry]))(
    "refuses %p at construction",
    (entry) => {
      const make = () => new ApiUsersClient({ middleware: entry as Middleware[] });
      expect(make).toThrow(SigfoxValidationError);
      expect(make).toThrow(/middleware/);
    },
  );
});

describe("a request that is cancelled after a garbage collection", () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;

  it.each<[string, (client: ApiUsersClient, signal: AbortSignal) => PromiseLike<unknown>]>([
    ["with middleware", (client, signal) => client.get("u1", {}, { signal })],
    [
      "of the raw client",
      (client, signal) => client.http.GET("/api-users/{id}", { params: { path: { id: "u1" } }, signal }),
    ],
  ])("is cancelled on the wire too (%s)", async (_, call) => {
    let open = 0;
    const server = await listen((request) => {
      open += 1;
      request.on("close", () => (open -= 1));
    });
    const middleware: Middleware[] = [{ onRequest: () => undefined }];
    const client = new ApiUsersClient({ auth, baseUrl: server.url, middleware, retries: 0 });
    const controller = new AbortController();
    const calls = Array.from({ length: 10 }, async () => await call(client, controller.signal));
    const ends = Promise.allSettled(calls);
    await until(() => open === 10);
    collect();
    await settled();
    collect();
    controller.abort();
    expect((await ends).map(({ status }) => status)).toEqual(new Array(10).fill("rejected"));
    await until(() => open === 0);
  });
});
