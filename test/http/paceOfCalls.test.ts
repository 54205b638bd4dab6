import { ApiUsersClient, type ApiUsersClientOptions, type AttemptEvent } from "../../src/index";
import { listen } from "../support/loopback";
import { Gate, PageServer, settled } from "../support/pageServer";
import { rejection } from "../support/rejection";
import { auth as ownAuth, service } from "../support/renewingService";
import { seededRandom } from "../support/seededRandom";
import { auth, json, never, stall, status, stubFetch, user, type Reply, type SeenRequest } from "../support/stubFetch";

const creation = { groupId: "g1", name: "User 1", timezone: "Europe/Paris", profileIds: ["p1"] };
const sleep = (delay: number) => new Promise<void>((resolve) => setTimeout(resolve, delay));
const elapse = (milliseconds: number) => jest.advanceTimersByTimeAsync(milliseconds);
/** Replies after as many milliseconds. */
const after =
  (milliseconds: number, reply: Reply): Reply =>
  async (request) => {
    await sleep(milliseconds);
    return await reply(request);
  };

/** The result of a call, as far as the clock has to be moved for it. */
async function inTime<T>(call: PromiseLike<T>): Promise<T> {
  const ended = new AbortController();
  const end = () => ended.abort();
  call.then(end, end);
  for (;;) {
    await settled();
    if (ended.signal.aborted) return await call;
    await jest.advanceTimersToNextTimerAsync();
  }
}

const idOf = ({ url }: SeenRequest) => url.split("/").at(-1) ?? "";

/** A client whose requests are answered by their id, or with a user, and what was sent when. */
function clientOf(replies: Readonly<Record<string, Reply | readonly Reply[]>>, options: ApiUsersClientOptions = {}) {
  const start = performance.now();
  const sent: { readonly id: string; readonly at: number }[] = [];
  const left = new Map(
    Object.entries(replies).map(([id, list]) => [id, typeof list === "function" ? list : [...list]]),
  );
  const { fetch } = stubFetch((request) => {
    const id = idOf(request);
    sent.push({ id, at: performance.now() - start });
    const replies = left.get(id);
    return ((typeof replies === "function" ? replies : replies?.shift()) ?? json(user))(request);
  });
  const apiUsers = new ApiUsersClient({ auth, retryDelay: () => 0, ...options, fetch });
  return { apiUsers, sent, ids: () => sent.map(({ id }) => id) };
}

const tooMany = (retryAfter?: number, body: string | null = null): Reply =>
  status(429, body, retryAfter === undefined ? {} : { "Retry-After": String(retryAfter) });

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ["nextTick", "queueMicrotask", "setImmediate"] });
  jest.spyOn(Math, "random").mockReturnValue(0);
});

afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

describe("maxConcurrency", () => {
  it.each([
    [undefined, 10],
    [3, 3],
    [1, 1],
    [Infinity, 40],
  ])("of %d lets %d requests be under way, over real sockets", async (maxConcurrency, expected) => {
    jest.useRealTimers();
    let answered = 0;
    let most = 0;
    const held: (() => void)[] = [];
    const server = await listen((_, response) => {
      held.push(() => response.end(JSON.stringify(user)));
      most = Math.max(most, held.length);
      if (held.length < Math.min(expected, 40 - answered)) return;
      // One more would arrive meanwhile.
      void settled().then(() => {
        for (const answer of held.splice(0)) {
          answered += 1;
          answer();
        }
      });
    });
    const apiUsers = new ApiUsersClient({ auth, baseUrl: server.url, maxConcurrency });
    await Promise.all(Array.from({ length: 40 }, () => apiUsers.get("u1")));
    expect(most).toBe(expected);
  });

  it("bounds how many pages of a list are requested at a time", async () => {
    const server = new PageServer(300, { before: () => sleep(1) });
    const users = server.client({ maxConcurrency: 2 }).list({ limit: 10 }, { concurrency: 8 }).toArray();
    expect(await inTime(users)).toHaveLength(300);
    expect(server.mostUnderWay).toBe(2);
  });

  it("bounds how many pages are read ahead", async () => {
    const server = new PageServer(300);
    const pages = server.client({ maxConcurrency: 2 }).list({ limit: 10 }, { concurrency: 8 }).pages();
    await pages.next();
    await settled();
    expect(server.asked).toEqual([0, 10, 20, 30, 40]);
    await pages.return();
  });

  it("does not count calls of http, which take no turn", async () => {
    const { apiUsers } = clientOf({ stuck: never }, { maxConcurrency: 1 });
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
    // The second renewal takes part in the first.
    expect(results).toMatchObject([user, { accessToken: "p1" }, user, { accessToken: "p1" }, user]);
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
    const { apiUsers } = clientOf({ slow: after(150, json(user)) }, { maxConcurrency: 1 });
    const slow = apiUsers.get("slow");
    expect(await inTime(apiUsers.get("u1", {}, { timeout: 60, totalTimeout: 60 }))).toEqual(user);
    await slow;
  });

  it("ends with its signal, sends nothing and holds up nobody", async () => {
    const { apiUsers, ids } = clientOf({ slow: after(60, json(user)) }, { maxConcurrency: 1 });
    const slow = apiUsers.get("slow");
    const stop = new AbortController();
    const waiting = rejection(apiUsers.get("u1", {}, { signal: stop.signal }));
    const behind = apiUsers.get("u2");
    stop.abort("enough");
    expect(await waiting).toMatchObject({ kind: "aborted", attempts: 0, cause: "enough", mayHaveBeenApplied: false });
    expect(ids()).toEqual(["slow"]);
    await inTime(Promise.all([slow, behind]));
    expect(ids()).toEqual(["slow", "u2"]);
  });

  it("can be bounded with AbortSignal.timeout", async () => {
    const gate = new Gate();
    const { apiUsers } = clientOf(
      { slow: async () => (await gate.opened, Response.json(user)) },
      { maxConcurrency: 1 },
    );
    const slow = apiUsers.get("slow");
    const error = await rejection(apiUsers.get("u1", {}, { signal: AbortSignal.timeout(10) }));
    expect(error).toMatchObject({ kind: "aborted", attempts: 0, cause: { name: "TimeoutError" } });
    gate.open();
    await slow;
  });
});

describe("a 429", () => {
  it("pauses all calls of the client, and the refused one goes first", async () => {
    const { apiUsers, sent, ids } = clientOf({ refused: [tooMany(1)] }, { maxConcurrency: 1 });
    const calls = ["refused", "new"].map((id) => apiUsers.get(id));
    await elapse(500);
    await inTime(Promise.all([...calls, apiUsers.get("later")]));
    expect(ids()).toEqual(["refused", "refused", "new", "later"]);
    expect(sent.slice(1).every(({ at }) => at >= 1_000)).toBe(true);
  });

  it("is not counted among the retries", async () => {
    const replies = [tooMany(), tooMany(), status(503), tooMany(), tooMany(), tooMany()];
    const { apiUsers, sent } = clientOf({ u1: replies }, { retries: 1 });
    expect(await inTime(apiUsers.get("u1"))).toEqual(user);
    expect(sent).toHaveLength(7);
  });

  it("is repeated until totalTimeout, and is then what the call rejects with", async () => {
    const { apiUsers, sent } = clientOf({ u1: tooMany() }, { retryDelay: () => 20, totalTimeout: 150 });
    const error = await inTime(rejection(apiUsers.get("u1")));
    expect(error).toMatchObject({ kind: "rateLimited", attempts: sent.length, mayHaveBeenApplied: false });
    expect(sent).toHaveLength(8);
    expect(sent.at(-1)?.at).toBeLessThanOrEqual(150);
  });

  it("is also what a read rejects with if totalTimeout ends a later attempt", async () => {
    const { apiUsers } = clientOf({ u1: [tooMany(), never] }, { retryDelay: () => 20, totalTimeout: 150 });
    const error = await inTime(rejection(apiUsers.get("u1")));
    expect(error).toMatchObject({ kind: "rateLimited", status: 429, attempts: 2, mayHaveBeenApplied: false });
  });

  it("is not what a write rejects with if totalTimeout ends a later attempt, which may have been applied", async () => {
    const { apiUsers } = clientOf({ u1: [tooMany(), never] }, { retryDelay: () => 20, totalTimeout: 150 });
    const error = await inTime(rejection(apiUsers.update("u1", { name: "New" })));
    expect(error).toMatchObject({ kind: "timeout", scope: "total", attempts: 2, mayHaveBeenApplied: true });
  });

  it("is an error at once with retries: 0, and still pauses the others", async () => {
    const { apiUsers, sent } = clientOf({ once: [tooMany()] }, { retryDelay: () => 80 });
    const error = await rejection(apiUsers.get("once", {}, { retries: 0 }));
    expect(error).toMatchObject({ kind: "rateLimited", attempts: 1 });
    await inTime(apiUsers.get("other"));
    expect(sent[1]?.at).toBeGreaterThanOrEqual(80);
  });

  it("that asks for more than is left of its call's time ends it at once, and still pauses the others", async () => {
    const { apiUsers, sent } = clientOf({ refused: [tooMany(1)] });
    const error = await rejection(apiUsers.get("refused", {}, { totalTimeout: 500 }));
    expect(error).toMatchObject({ kind: "rateLimited", retryAfter: 1_000, attempts: 1 });
    await inTime(apiUsers.get("other"));
    expect(sent.map(({ at }) => at)).toEqual([0, 1_000]);
  });

  it("of another client is not this one's", async () => {
    const first = clientOf({ refused: [tooMany(10)] });
    const refused = first.apiUsers.get("refused");
    await settled();
    expect(await clientOf({}).apiUsers.get("u1")).toEqual(user);
    await inTime(refused);
  });

  it("whose body never ends pauses from its headers on", async () => {
    const { apiUsers, sent } = clientOf({ stalled: [stall("{", 429, { "Retry-After": "1" })] }, { retries: 0 });
    const stalled = rejection(apiUsers.get("stalled"));
    await settled();
    await inTime(apiUsers.get("other"));
    expect(sent[1]?.at).toBe(1_000);
    expect(await inTime(stalled)).toMatchObject({ kind: "rateLimited" });
  });

  it("still pauses if its call is aborted while its body is read", async () => {
    const { apiUsers, sent } = clientOf({ stalled: [stall("{", 429, { "Retry-After": "1" })] });
    const stop = new AbortController();
    const stalled = rejection(apiUsers.get("stalled", {}, { signal: stop.signal, retries: 0 }));
    await settled();
    stop.abort();
    expect(await stalled).toMatchObject({ kind: "aborted" });
    await inTime(apiUsers.get("other"));
    expect(sent[1]?.at).toBe(1_000);
  });

  it.each([
    ["that a middleware makes of a success", json(user), 429],
    ["that a middleware makes a success of", tooMany(1), 200],
  ])("%s pauses too", async (_, reply, becomes) => {
    const onResponse = ({ request }: { readonly request: Request }) =>
      request.url.endsWith("/changed")
        ? new Response(JSON.stringify(user), { status: becomes, headers: { "Retry-After": "1" } })
        : undefined;
    const { apiUsers, sent } = clientOf({ changed: [reply] }, { middleware: [{ onResponse }] });
    await Promise.allSettled([apiUsers.get("changed", {}, { retries: 0 })]);
    await inTime(apiUsers.get("other"));
    expect(sent[1]?.at).toBe(1_000);
  });

  it.each([
    ["gives no number", () => "soon"],
    [
      "throws",
      () => {
        throw new Error("mine");
      },
    ],
  ])("for which retryDelay %s is no lost connection, and the others go on", async (_, retryDelay) => {
    const { apiUsers, sent } = clientOf(
      { refused: [tooMany()] },
      { maxConcurrency: 1, retryDelay: retryDelay as never },
    );
    const error = await rejection(apiUsers.get("refused"));
    expect(error).toMatchObject({ attempts: 1, mayHaveBeenApplied: false });
    expect(["validation", "callback"]).toContain(error.kind);
    expect(await apiUsers.get("other")).toEqual(user);
    expect(sent).toHaveLength(2);
  });
});

describe("a Retry-After of an hour", () => {
  const hour = tooMany(3_600, '{"message":"quota"}');

  it("is answered by no further request: a thousand calls are rejected at once", async () => {
    const { apiUsers, sent } = clientOf({ u1: hour });
    const errors = await Promise.all(Array.from({ length: 1_000 }, () => rejection(apiUsers.get("u1"))));
    expect(errors.every(({ kind }) => kind === "rateLimited")).toBe(true);
    expect(sent).toHaveLength(10);
    expect(jest.getTimerCount()).toBe(0);
  });

  it("rejects a call that was never sent with all that is known of the refusal", async () => {
    const events: AttemptEvent[] = [];
    const { apiUsers } = clientOf({ u1: hour }, { maxConcurrency: 1, onAttempt: (event) => events.push(event) });
    const sent = rejection(apiUsers.get("u1"));
    const inLine = rejection(apiUsers.get("u2"));
    await sent;
    await inLine;
    await elapse(10_000);
    const error = await rejection(apiUsers.get("u3"));
    expect(error).toMatchObject({
      kind: "rateLimited",
      status: 429,
      body: { message: "quota" },
      retryAfter: 3_590_000,
      attempts: 0,
      mayHaveBeenApplied: false,
    });
    expect((error as { headers?: Headers }).headers?.get("Retry-After")).toBe("3600");
    expect(error.message).toContain("asked to wait 3,600 s");
    const unsent = events.filter(({ path }) => path.endsWith("/u3"));
    expect(unsent).toEqual([expect.objectContaining({ outcome: "rateLimited", attempt: 1, duration: 0 })]);
    expect([unsent[0]?.status, unsent[0]?.headers, unsent[0]?.retryIn]).toEqual([undefined, undefined, undefined]);
  });

  it("is tried once a minute by a call that is made then, and is over when that succeeds", async () => {
    const { apiUsers, sent } = clientOf({ u1: [hour] });
    await rejection(apiUsers.get("u1"));
    await elapse(59_999);
    expect(await rejection(apiUsers.get("u1"))).toMatchObject({ attempts: 0 });
    await elapse(1);
    expect(await apiUsers.get("u1")).toEqual(user);
    expect(await apiUsers.get("u1")).toEqual(user);
    expect(sent).toHaveLength(3);
  });

  it("rejects a call that had another failure with that", async () => {
    const { apiUsers } = clientOf({ broken: status(503), limited: hour }, { retryDelay: () => 1_000 });
    const broken = rejection(apiUsers.get("broken"));
    await settled();
    await rejection(apiUsers.get("limited"));
    await elapse(1_000);
    expect(await broken).toMatchObject({ kind: "server", status: 503, attempts: 1 });
  });
});

it("a call whose totalTimeout is long enough waits for a pause of two minutes, in line and after it was sent", async () => {
  const { apiUsers, sent } = clientOf(
    { u1: [tooMany(120), tooMany(120)] },
    { totalTimeout: 600_000, maxConcurrency: 1 },
  );
  await inTime(Promise.all(["u1", "u2"].map((id) => apiUsers.get(id))));
  // The call that tried after a minute was refused for another two minutes; the next one to try got through.
  expect(sent).toEqual([
    { id: "u1", at: 0 },
    { id: "u1", at: 60_000 },
    { id: "u2", at: 120_000 },
    { id: "u1", at: 120_000 },
  ]);
});

describe("a call that is refused whatever the others do", () => {
  it.each([undefined, 1])("lets all others come home, with a Retry-After of %s", async (retryAfter) => {
    const { apiUsers } = clientOf({ bad: tooMany(retryAfter) }, { retryDelay: () => 100 });
    const bad = rejection(apiUsers.get("bad"));
    const start = performance.now();
    const others = Array.from({ length: 200 }, (_, n) => apiUsers.get(`u${n}`));
    expect(new Set(await inTime(Promise.all(others))).size).toBe(200);
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(await inTime(bad)).toMatchObject({ kind: "rateLimited" });
    expect(performance.now() - start).toBeLessThanOrEqual(90_000);
  });
});

describe("in an outage", () => {
  it("a thousand calls make 1,100 requests, not 3,000, and say why", async () => {
    const { apiUsers, sent } = clientOf({ u1: status(503) });
    const errors = await inTime(Promise.all(Array.from({ length: 1_000 }, () => rejection(apiUsers.get("u1")))));
    expect(sent).toHaveLength(1_100);
    expect(errors.every(({ kind, attempts }) => kind === "server" && attempts >= 1)).toBe(true);
    const withheld = errors.filter(({ message }) => message.includes("not retried: too many recent failures"));
    expect(withheld).toEqual(errors.filter(({ attempts }) => attempts < 3));
  });

  it("500 calls with the default delays make at most 600", async () => {
    const { fetch, requests } = stubFetch(after(50, status(503)));
    const apiUsers = new ApiUsersClient({ auth, fetch });
    await inTime(Promise.all(Array.from({ length: 500 }, () => rejection(apiUsers.get("u1")))));
    expect(requests.length).toBeLessThanOrEqual(600);
  });

  it("an attempt whose retry is withheld is reported as the last one", async () => {
    const events: AttemptEvent[] = [];
    const { apiUsers } = clientOf({ u1: status(503) }, { onAttempt: (event) => events.push(event) });
    await inTime(Promise.all(Array.from({ length: 51 }, () => rejection(apiUsers.get("u1")))));
    const last = events.filter(({ retryIn }) => retryIn === undefined);
    expect(last).toHaveLength(51);
    expect(last.at(-1)).toMatchObject({ outcome: "server", status: 503 });
  });

  it("429s and the repeat after a 401 take nothing from the budget", async () => {
    const refusals = Array.from({ length: 150 }, () => tooMany());
    const { apiUsers, sent } = clientOf({ u1: refusals, u2: [status(503)] });
    await inTime(apiUsers.get("u1"));
    expect(sent).toHaveLength(151);
    expect(await inTime(apiUsers.get("u2"))).toEqual(user);
  });

  it("that takes a tenth of the requests at random, only calls that fail three times in a row are lost", async () => {
    const random = seededRandom(23);
    const failures = new Map<string, number>();
    const { fetch } = stubFetch((request) => {
      if (random() >= 0.1) return json(user)(request);
      failures.set(idOf(request), (failures.get(idOf(request)) ?? 0) + 1);
      return status(503)(request);
    });
    const apiUsers = new ApiUsersClient({ auth, fetch });
    const ids = Array.from({ length: 1_000 }, (_, n) => `u${n}`);
    const ends = await inTime(Promise.allSettled(ids.map((id) => apiUsers.get(id))));
    const lost = ids.filter((_, n) => ends[n]?.status === "rejected");
    expect(lost).toEqual(ids.filter((id) => failures.get(id) === 3));
  });
});

describe("a call that fails holds up no other", () => {
  it.each<[string, Reply]>([
    ["while it waits for its next attempt", status(503)],
    ["with an error", status(404)],
    ["without a response", () => Promise.reject(new TypeError("fetch failed"))],
    ["with a body that ends early", () => new Response('{"id"', { headers: { "Content-Length": "90" } })],
    ["with something that is no response", () => ({ ok: true, status: 200 }) as Response],
  ])("%s", async (_, reply) => {
    const { apiUsers } = clientOf({ bad: reply }, { maxConcurrency: 1, retryDelay: () => 5_000 });
    const stop = new AbortController();
    const bad = rejection(apiUsers.get("bad", {}, { signal: stop.signal }));
    expect(await apiUsers.get("u1")).toEqual(user);
    stop.abort();
    await bad;
  });

  it("when auth fails", async () => {
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
    expect(await rejection(apiUsers.get("u1"))).toMatchObject({ attempts: 1 });
    fails = false;
    expect(await apiUsers.get("u1")).toEqual(user);
  });
});

it("sends nothing once totalTimeout has passed, even if auth or middleware was slow", async () => {
  const { apiUsers, sent } = clientOf(
    {},
    {
      auth: async () => {
        await sleep(80);
        return auth;
      },
      totalTimeout: 40,
      middleware: [{ onRequest: () => sleep(1) }],
    },
  );
  expect(await inTime(rejection(apiUsers.get("u1")))).toMatchObject({ kind: "timeout", scope: "total" });
  await elapse(80);
  expect(sent).toEqual([]);
});

describe("many calls at once", () => {
  it("all settle, with one signal for all, without a warning", async () => {
    const warned = jest.fn();
    process.on("warning", warned);
    const { signal } = new AbortController();
    const apiUsers = new ApiUsersClient({ auth, fetch: () => Promise.resolve(Response.json(user)) });
    const calls = Array.from({ length: 2_000 }, () => apiUsers.get("u1", {}, { signal }));
    expect(new Set(await Promise.all(calls)).size).toBe(2_000);
    await settled();
    process.off("warning", warned);
    expect(warned).not.toHaveBeenCalled();
  });

  it("let go at once when their signal is aborted", async () => {
    const stop = new AbortController();
    const apiUsers = new ApiUsersClient({ auth, fetch: () => new Promise(() => undefined) });
    const calls = Array.from({ length: 2_000 }, () => rejection(apiUsers.get("u1", {}, { signal: stop.signal })));
    await settled();
    stop.abort();
    expect((await Promise.all(calls)).every(({ kind }) => kind === "aborted")).toBe(true);
  });
});

it("creates in bulk what a limit refuses at first, each once", async () => {
  let created = 0;
  let left = 50;
  const { fetch } = stubFetch((request) => {
    if (left === 0) return tooMany(1)(request);
    left -= 1;
    created += 1;
    return json({ id: `n${created}` }, 201)(request);
  });
  const apiUsers = new ApiUsersClient({ auth, fetch });
  setInterval(() => (left = 50), 1_000);
  const ids = await inTime(Promise.all(Array.from({ length: 200 }, async () => (await apiUsers.create(creation)).id)));
  expect(new Set(ids).size).toBe(200);
  expect(created).toBe(200);
});

type Limit = () => number | undefined;

/** Each window begins with the first request in it. */
function windows(requests: number, interval: number, saysWhen: boolean): Limit {
  let start = -Infinity;
  let used = 0;
  return () => {
    const now = performance.now();
    if (now - start >= interval) [start, used] = [now, 0];
    used += 1;
    if (used <= requests) return undefined;
    return saysWhen ? Math.ceil((interval - (now - start)) / 1_000) : 0;
  };
}

function bucket(perSecond: number, burst: number, retryAfter = 0): Limit {
  let tokens = burst;
  let at = performance.now();
  return () => {
    const now = performance.now();
    tokens = Math.min(burst, tokens + ((now - at) * perSecond) / 1_000);
    at = now;
    if (tokens < 1) return retryAfter;
    tokens -= 1;
    return undefined;
  };
}

/** Makes calls all at once against a limit that is some milliseconds away. */
async function bringHome(calls: number, clients: number, latency: number, limit: Limit) {
  const seen = { elapsed: 0, answers: 0, refused: 0 };
  const fetch = async (): Promise<Response> => {
    await sleep(Math.max(1, (latency / 2) * (0.95 + Math.random() / 10)));
    const retryAfter = limit();
    await sleep(Math.max(1, latency / 2));
    seen.answers += 1;
    if (retryAfter === undefined) return Response.json({ id: "u1" });
    seen.refused += 1;
    return new Response(null, { status: 429, headers: retryAfter > 0 ? { "Retry-After": String(retryAfter) } : {} });
  };
  const start = performance.now();
  const each = Array.from({ length: clients }, () => new ApiUsersClient({ fetch }));
  const all = Promise.all(each.flatMap((client) => Array.from({ length: calls / clients }, () => client.get("u1"))));
  await jest.runAllTimersAsync();
  await all;
  seen.elapsed = performance.now() - start;
  return seen;
}

// Calls, clients, latency; the ideal time is (calls - burst) / rate, where the burst of a window is one window.
it.each([
  ["500 at 50/s with Retry-After", 500, 1, 1, () => windows(50, 1_000, true), 9, 1.15, 0.15],
  ["300 at 50/s with Retry-After, 60 ms away", 300, 1, 60, () => windows(50, 1_000, true), 5, 1.6, 0.3],
  ["300 at 50/s, 15 ms away", 300, 1, 15, () => windows(50, 1_000, false), 5, 1.4, 0.3],
  ["150 at 50 per 3 s, 15 ms away", 150, 1, 15, () => windows(50, 3_000, false), 6, 1.35, 0.3],
  ["200 at 50 per 10 s, 15 ms away", 200, 1, 15, () => windows(50, 10_000, false), 30, 1.35, 0.3],
  ["120 at 20/s with a burst of 10, 15 ms away", 120, 1, 15, () => bucket(20, 10), 5.5, 1.3, 0.4],
  ["16 at 2/s with a burst of 2", 16, 1, 1, () => bucket(2, 2), 7, 1.3, 0.85],
  ["200 at one a second with Retry-After, 15 ms away", 200, 1, 15, () => windows(1, 1_000, true), 199, 1.3, 0.65],
  ["200 at one a second, 15 ms away", 200, 1, 15, () => windows(1, 1_000, false), 199, 1.5, 0.9],
  ["600 of three clients at 30/s, 10 ms away", 600, 3, 10, () => windows(30, 1_000, false), 19, 1.5, 0.4],
  ["600 of three clients at 30/s with Retry-After", 600, 3, 10, () => windows(30, 1_000, true), 19, 1.5, 0.4],
  ["600 of three clients, bucket with Retry-After", 600, 3, 10, () => bucket(30, 10, 1), 19.7, 3, 0.4],
])("brings home %s", async (_name, calls, clients, latency, limit, ideal, longest, mostRefused) => {
  jest.spyOn(Math, "random").mockImplementation(seededRandom(7_919));
  const { elapsed, refused, answers } = await bringHome(calls, clients, latency, limit());
  expect(elapsed / 1_000 / ideal).toBeLessThanOrEqual(longest);
  expect(refused / answers).toBeLessThanOrEqual(mostRefused);
});

describe("an aborted call", () => {
  it("takes no turn: the minute's trial in a long pause is left to others", async () => {
    const { apiUsers, sent } = clientOf({ refused: [tooMany(3_600)] }, { totalTimeout: 7_200_000 });
    await rejection(inTime(apiUsers.get("refused", {}, { retries: 0 })));
    await elapse(60_000);
    expect((await rejection(apiUsers.get("gone", {}, { signal: AbortSignal.abort() }))).kind).toBe("aborted");
    const next = apiUsers.get("next");
    await elapse(0);
    expect(sent.map(({ id }) => id)).toEqual(["refused", "next"]);
    expect((await next).id).toBe("u1");
  });
});

it("a long pause whose 429 has no end ends the calls in line within a second", async () => {
  const { apiUsers, sent } = clientOf(
    { refused: [stall('{"mess', 429, { "Retry-After": "3600" })] },
    { maxConcurrency: 1, timeout: 4_000 },
  );
  const start = performance.now();
  const refused = rejection(apiUsers.get("refused"));
  const inLine = await inTime(rejection(apiUsers.get("u1")));
  expect(performance.now() - start).toBe(1_000);
  expect(inLine).toMatchObject({ kind: "rateLimited", status: 429, attempts: 0, retryAfter: 3_599_000 });
  expect(await rejection(apiUsers.get("u2"))).toMatchObject({ kind: "rateLimited", attempts: 0 });
  expect(await inTime(refused)).toMatchObject({ kind: "rateLimited", attempts: 1 });
  expect(sent).toHaveLength(1);
});
