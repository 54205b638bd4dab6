import { ApiUsersClient, type ApiUsersClientOptions } from "../../src/index";
import { listen } from "../support/loopback";
import { Gate, PageServer, settled } from "../support/pageServer";
import { rejection } from "../support/rejection";
import { auth as ownAuth, service } from "../support/renewingService";
import {
  auth,
  json,
  never,
  status,
  stubClient,
  stubFetch,
  user,
  type Reply,
  type SeenRequest,
} from "../support/stubFetch";

const sleep = (delay: number) => new Promise<void>((resolve) => setTimeout(resolve, delay));
const after =
  (milliseconds: number, reply: Reply): Reply =>
  async (request) => {
    await sleep(milliseconds);
    return await reply(request);
  };

const idOf = ({ url }: SeenRequest) => url.split("/").at(-1);

/** A client whose requests are answered by their id, or with a user, and when each was sent. */
function clientOf(replies: Readonly<Record<string, readonly Reply[]>>, options: ApiUsersClientOptions = {}) {
  const sent: { readonly id: string | undefined; readonly at: number }[] = [];
  const left = new Map(Object.entries(replies).map(([id, list]) => [id, [...list]]));
  const { fetch } = stubFetch((request) => {
    const id = idOf(request);
    sent.push({ id, at: performance.now() });
    return (left.get(id ?? "")?.shift() ?? json(user))(request);
  });
  return { apiUsers: new ApiUsersClient({ auth, retryDelay: () => 0, ...options, fetch }), sent };
}

const tooMany = (retryAfter?: number): Reply =>
  status(429, null, retryAfter === undefined ? {} : { "Retry-After": String(retryAfter) });

describe("maxConcurrency", () => {
  it.each([
    [undefined, 10],
    [3, 3],
    [1, 1],
    [Infinity, 40],
  ])("of %d lets %d requests be under way, over real sockets", async (maxConcurrency, expected) => {
    let underWay = 0;
    let most = 0;
    const server = await listen((_, response) => {
      most = Math.max(most, ++underWay);
      setTimeout(() => {
        underWay -= 1;
        response.end(JSON.stringify(user));
      }, 30);
    });
    const apiUsers = new ApiUsersClient({ auth, baseUrl: server.url, maxConcurrency });
    await Promise.all(Array.from({ length: 40 }, () => apiUsers.get("u1")));
    expect(most).toBe(expected);
  });

  it("bounds how many pages of a list are requested at a time", async () => {
    const server = new PageServer(300, { before: () => sleep(1) });
    const users = await server.client({ maxConcurrency: 2 }).list({ limit: 10 }, { concurrency: 8 }).toArray();
    expect(users).toHaveLength(300);
    expect(server.mostUnderWay).toBe(2);
  });

  it("bounds how many pages are read ahead", async () => {
    const server = new PageServer(300);
    const pages = server.client({ maxConcurrency: 2 }).list({ limit: 10 }, { concurrency: 8 }).pages();
    await pages.next();
    await sleep(20);
    expect(server.asked).toEqual([0, 10, 20, 30, 40]);
    await pages.return();
  });

  it("does not count calls of http, which take no turn", async () => {
    const { apiUsers } = clientOf({ stuck: [never] }, { maxConcurrency: 1 });
    const stop = new AbortController();
    const stuck = rejection(apiUsers.get("stuck", {}, { signal: stop.signal }));
    const { data } = await apiUsers.http.GET("/api-users/{id}", { params: { path: { id: "u1" } } });
    expect(data).toEqual(user);
    stop.abort();
    await stuck;
  });

  it("of 1 is enough for own renewals and for calls that a 401 repeats", async () => {
    const { fetch } = service();
    const apiUsers = new ApiUsersClient({ auth: ownAuth, fetch, maxConcurrency: 1 });
    const results = await Promise.all([
      apiUsers.get("u1"),
      apiUsers.renewCredential("me"),
      apiUsers.get("u1"),
      apiUsers.renewCredential("me"),
      apiUsers.get("u1"),
    ]);
    expect(results).toMatchObject([user, { accessToken: "p1" }, user, { accessToken: "p2" }, user]);
  });

  it("of 1 is enough for a 401 that waits for a renewal behind it", async () => {
    const gate = new Gate();
    const { fetch } = stubFetch(
      async () => (await gate.opened, new Response(null, { status: 401 })),
      json({ accessToken: "p1" }),
      json(user),
    );
    const apiUsers = new ApiUsersClient({ auth: ownAuth, fetch, maxConcurrency: 1 });
    const call = apiUsers.get("u1");
    const renewal = apiUsers.renewCredential("me");
    await settled();
    gate.open();
    expect(await call).toEqual(user);
    expect(await renewal).toEqual({ accessToken: "p1" });
  });
});

describe("waiting for the first turn", () => {
  it("counts for no deadline", async () => {
    const { apiUsers } = clientOf({ slow: [after(150, json(user))] }, { maxConcurrency: 1 });
    const slow = apiUsers.get("slow");
    expect(await apiUsers.get("u1", {}, { timeout: 60, totalTimeout: 60 })).toEqual(user);
    await slow;
  });

  it("ends with its signal, sends nothing and holds up nobody", async () => {
    const { apiUsers, sent } = clientOf({ slow: [after(60, json(user))] }, { maxConcurrency: 1 });
    const slow = apiUsers.get("slow");
    const stop = new AbortController();
    const waiting = rejection(apiUsers.get("u1", {}, { signal: stop.signal }));
    const behind = apiUsers.get("u2");
    stop.abort("enough");
    expect(await waiting).toMatchObject({ kind: "aborted", attempts: 0, cause: "enough", mayHaveBeenApplied: false });
    expect(sent.map(({ id }) => id)).toEqual(["slow"]);
    await Promise.all([slow, behind]);
    expect(sent.map(({ id }) => id)).toEqual(["slow", "u2"]);
  });

  it("can be bounded with AbortSignal.timeout", async () => {
    const { apiUsers } = clientOf({ slow: [after(100, json(user))] }, { maxConcurrency: 1 });
    const slow = apiUsers.get("slow");
    const error = await rejection(apiUsers.get("u1", {}, { signal: AbortSignal.timeout(30) }));
    expect(error).toMatchObject({ kind: "aborted", attempts: 0, cause: { name: "TimeoutError" } });
    await slow;
  });
});

describe("a 429", () => {
  it("pauses all calls of the client, and the refused one goes first", async () => {
    const { apiUsers, sent } = clientOf({ refused: [tooMany(1)] }, { maxConcurrency: 1 });
    const start = performance.now();
    await Promise.all(["refused", "new", "newer"].map((id) => apiUsers.get(id)));
    expect(sent.map(({ id }) => id)).toEqual(["refused", "refused", "new", "newer"]);
    for (const { at } of sent.slice(1)) expect(at - start).toBeGreaterThanOrEqual(1_000);
  });

  it("pauses calls that are made during the pause", async () => {
    const { apiUsers, sent } = clientOf({ refused: [tooMany()] }, { retryDelay: () => 120 });
    const refused = apiUsers.get("refused");
    await sleep(40);
    await apiUsers.get("later");
    await refused;
    expect(sent.map(({ id }) => id)).toEqual(["refused", "refused", "later"]);
    expect((sent[2]?.at ?? 0) - (sent[0]?.at ?? 0)).toBeGreaterThanOrEqual(119);
  });

  it("is not counted among the retries", async () => {
    const replies = [tooMany(), tooMany(), status(503), tooMany(), tooMany(), tooMany()];
    const { apiUsers, sent } = clientOf({ u1: replies }, { retries: 1 });
    expect(await apiUsers.get("u1")).toEqual(user);
    expect(sent).toHaveLength(7);
  });

  it("is repeated until totalTimeout, and is then what the call rejects with", async () => {
    const { apiUsers, requests } = stubClient(tooMany(), { retryDelay: () => 20, totalTimeout: 150 });
    const start = performance.now();
    const error = await rejection(apiUsers.create(creation));
    expect(error).toMatchObject({ kind: "rateLimited", attempts: requests.length, mayHaveBeenApplied: false });
    expect(requests.length).toBeGreaterThan(3);
    expect(performance.now() - start).toBeLessThan(400);
  });

  it("is an error at once with retries: 0, and still pauses the others", async () => {
    const { apiUsers, sent } = clientOf({ once: [tooMany()] }, { retryDelay: () => 80 });
    expect(await rejection(apiUsers.get("once", {}, { retries: 0 }))).toMatchObject({
      kind: "rateLimited",
      attempts: 1,
    });
    await apiUsers.get("other");
    expect((sent[1]?.at ?? 0) - (sent[0]?.at ?? 0)).toBeGreaterThanOrEqual(79);
  });

  it("that asks for more than a minute ends its call and pauses nobody", async () => {
    const { apiUsers } = clientOf({ refused: [tooMany(61)] });
    const start = performance.now();
    const refused = rejection(apiUsers.get("refused"));
    expect(await refused).toMatchObject({ kind: "rateLimited", retryAfter: 61_000, attempts: 1 });
    await apiUsers.get("other");
    expect(performance.now() - start).toBeLessThan(500);
  });

  it("that asks for more than is left of its call's time ends it, and still pauses the others", async () => {
    const { apiUsers, sent } = clientOf({ refused: [tooMany(1)] });
    const start = performance.now();
    const error = await rejection(apiUsers.get("refused", {}, { totalTimeout: 500 }));
    expect(error).toMatchObject({ kind: "rateLimited", retryAfter: 1_000, attempts: 1 });
    expect(performance.now() - start).toBeLessThan(400);
    await apiUsers.get("other");
    expect((sent[1]?.at ?? 0) - start).toBeGreaterThanOrEqual(1_000);
  });

  it("of another client is not this one's", async () => {
    const first = clientOf({ refused: [tooMany()] }, { retryDelay: () => 200 });
    const refused = first.apiUsers.get("refused");
    await settled();
    const start = performance.now();
    await clientOf({}).apiUsers.get("u1");
    expect(performance.now() - start).toBeLessThan(150);
    await refused;
  });

  it("leaves a retryDelay that gives no number an error of the caller's, and goes on for the others", async () => {
    const retryDelay = (() => "soon") as unknown as () => number;
    const { apiUsers } = clientOf({ refused: [tooMany()] }, { maxConcurrency: 1, retryDelay });
    expect(await rejection(apiUsers.get("refused"))).toMatchObject({ kind: "validation", attempts: 1 });
    expect(await apiUsers.get("other")).toEqual(user);
  });
});

const creation = { groupId: "g1", name: "User 1", timezone: "Europe/Paris", profileIds: ["p1"] };

describe("a call that fails holds up no other", () => {
  it.each<[string, Reply]>([
    ["while it waits for its next attempt", status(503)],
    ["with an error", status(404)],
    ["without a response", () => Promise.reject(new TypeError("fetch failed"))],
    ["with a body that ends early", () => new Response('{"id"', { headers: { "Content-Length": "90" } })],
    ["with something that is no response", () => ({ ok: true, status: 200 }) as Response],
  ])("%s", async (_, reply) => {
    const { apiUsers } = clientOf({ bad: [reply, reply, reply] }, { maxConcurrency: 1, retryDelay: () => 5_000 });
    const stop = new AbortController();
    const bad = rejection(apiUsers.get("bad", {}, { signal: stop.signal }));
    const start = performance.now();
    expect(await apiUsers.get("u1")).toEqual(user);
    expect(performance.now() - start).toBeLessThan(1_000);
    stop.abort();
    await bad;
  });

  it("when middleware or auth fails", async () => {
    let fails = true;
    const { apiUsers } = clientOf(
      {},
      {
        maxConcurrency: 1,
        auth: () => {
          if (fails) throw new Error("vault closed");
          return auth;
        },
      },
    );
    expect(await rejection(apiUsers.get("u1"))).toMatchObject({ kind: "validation" });
    fails = false;
    expect(await apiUsers.get("u1")).toEqual(user);
  });
});

it("sends nothing once totalTimeout has passed, even if auth or middleware was slow", async () => {
  const slow = async () => {
    await sleep(80);
    return auth;
  };
  const { apiUsers, sent } = clientOf(
    {},
    {
      auth: slow,
      totalTimeout: 40,
      middleware: [{ onRequest: () => sleep(1) }],
    },
  );
  expect(await rejection(apiUsers.get("u1"))).toMatchObject({ kind: "timeout", scope: "total" });
  await sleep(80);
  expect(sent).toEqual([]);
});

it("settles 5,000 calls that are made at once, with one signal for all, without a warning", async () => {
  const warned = jest.fn();
  process.on("warning", warned);
  const { signal } = new AbortController();
  const apiUsers = new ApiUsersClient({ auth, fetch: () => Promise.resolve(Response.json(user)) });
  const calls = Array.from({ length: 5_000 }, () => apiUsers.get("u1", {}, { signal }));
  expect(new Set(await Promise.all(calls)).size).toBe(5_000);
  process.off("warning", warned);
  expect(warned).not.toHaveBeenCalled();
}, 60_000);

it("lets 5,000 calls in line go at once when their signal is aborted", async () => {
  const stop = new AbortController();
  const apiUsers = new ApiUsersClient({ auth, fetch: () => new Promise(() => undefined) });
  const calls = Array.from({ length: 5_000 }, () => apiUsers.get("u1", {}, { signal: stop.signal }));
  await sleep(0);
  stop.abort();
  const ends = await Promise.allSettled(calls);
  expect(ends.every((end) => end.status === "rejected" && (end.reason as { kind: string }).kind === "aborted")).toBe(
    true,
  );
}, 60_000);
