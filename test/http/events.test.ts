import { AsyncLocalStorage } from "node:async_hooks";
import { ApiUsersClient, type ApiUsersClientOptions, type AttemptEvent } from "../../src/index";
import { contract } from "../../src/schema";
import { inTime, pass, standingClock } from "../support/clock";
import { calls, operations } from "../support/eachOperation";
import { Gate, PageServer, settled } from "../support/pageServer";
import { rejection } from "../support/rejection";
import { auth as ownAuth, service } from "../support/renewingService";
import { auth, drop, json, never, status, stubClient, stubFetch, user, type Reply } from "../support/stubFetch";
import { validCreation } from "../support/validInput";

standingClock();

/** Takes events, and tells each in a line: the call, the attempt, how it ended, and whether another attempt follows. */
function recorder() {
  const events: AttemptEvent[] = [];
  const onAttempt = (event: AttemptEvent) => events.push(event);
  const lines = () =>
    events.map(
      ({ call, attempt, outcome, retryIn }) => `${call}.${attempt} ${outcome}${retryIn === undefined ? "" : " …"}`,
    );
  return { events, onAttempt, lines };
}

function watched(replies: Reply | readonly Reply[], options: ApiUsersClientOptions = {}) {
  const { events, onAttempt, lines } = recorder();
  return { ...stubClient(replies, { onAttempt, ...options }), events, lines };
}

const after =
  (milliseconds: number, reply: Reply): Reply =>
  async (request) => {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    return await reply(request);
  };

/** An event of a call that ended while it waited: nothing was sent. */
const unsent = { duration: 0, waited: expect.any(Number) as number };

describe("an attempt", () => {
  it.each(operations)("is reported once, with what was called: %s", async (operation) => {
    const { apiUsers, requests, events } = watched(json({ id: "u1", accessToken: "p1", data: [] }));
    await calls[operation](apiUsers);
    const [request] = requests;
    expect(events).toEqual([
      {
        operation,
        method: request?.method,
        path: new URL(request?.url ?? "").pathname.replace(/^\/v2/, ""),
        template: contract[operation].path,
        call: 1,
        attempt: 1,
        outcome: "ok",
        status: 200,
        headers: expect.any(Headers) as Headers,
        waited: expect.any(Number) as number,
        duration: expect.any(Number) as number,
      },
    ]);
  });

  it("is aborted, not cancelled, by a signal that knows no reason", async () => {
    const { apiUsers, lines } = watched(never);
    const signal = Object.assign(new EventTarget(), { aborted: false });
    const call = rejection(apiUsers.get("u1", {}, { signal: signal as unknown as AbortSignal }));
    await settled();
    signal.aborted = true;
    signal.dispatchEvent(new Event("abort"));
    expect((await call).kind).toBe("aborted");
    expect(lines()).toEqual(["1.1 aborted"]);
  });

  it("is reported before the call settles", async () => {
    const order: string[] = [];
    const { apiUsers } = stubClient([json(user), status(404)], { onAttempt: ({ outcome }) => order.push(outcome) });
    await apiUsers.get("u1").then(() => order.push("resolved"));
    await apiUsers.get("u1").catch(() => order.push("rejected"));
    expect(order).toEqual(["ok", "resolved", "notFound", "rejected"]);
  });

  it("that fails and is repeated tells when the next one is", async () => {
    const { apiUsers, events, lines } = watched([status(503), drop("ECONNRESET"), json(user)], {
      retryDelay: (attempt) => 10 * attempt,
    });
    await inTime(apiUsers.get("u1"));
    expect(lines()).toEqual(["1.1 server …", "1.2 connection …", "1.3 ok"]);
    expect(events).toMatchObject([{ retryIn: 10, status: 503 }, { retryIn: 20, code: "ECONNRESET" }, { status: 200 }]);
    expect(events[1]?.status).toBeUndefined();
    expect(events[1]?.headers).toBeUndefined();
    expect(events[2]?.code).toBeUndefined();
  });

  it("that is the last one tells of no next one", async () => {
    const { apiUsers, lines } = watched(status(503), { retries: 1 });
    await inTime(rejection(apiUsers.get("u1")));
    await inTime(rejection(apiUsers.create(creation)));
    expect(lines()).toEqual(["1.1 server …", "1.2 server", "2.1 server"]);
  });

  it("that is answered with a 429 tells how long all calls pause", async () => {
    const { apiUsers, events, lines } = watched([status(429, "", { "Retry-After": "1" }), status(429), json(user)], {
      retryDelay: () => 30,
    });
    await inTime(apiUsers.get("u1"));
    expect(lines()).toEqual(["1.1 rateLimited …", "1.2 rateLimited …", "1.3 ok"]);
    expect(events[0]?.retryIn).toBeGreaterThanOrEqual(1_000);
    expect(events[0]?.retryIn).toBeLessThanOrEqual(1_051);
    expect(events[0]?.headers?.get("Retry-After")).toBe("1");
    expect(events[1]?.waited).toBeCloseTo(events[0]?.retryIn ?? 0, -1);
    expect(events[1]?.retryIn).toBeCloseTo(30, 0);
  });

  it("tells how long it waited for its turn, and how long it took", async () => {
    const { apiUsers, events } = watched(after(60, json(user)), { maxConcurrency: 1 });
    await inTime(Promise.all([apiUsers.get("u1"), apiUsers.get("u2")]));
    expect(events).toMatchObject([
      { path: "/api-users/u1", waited: 0, duration: 60 },
      { path: "/api-users/u2", waited: 60, duration: 60 },
    ]);
  });

  it("counts the body as part of its duration", async () => {
    const slowBody: Reply = () =>
      new Response(
        new ReadableStream({
          async start(controller) {
            await new Promise((resolve) => setTimeout(resolve, 60));
            controller.enqueue(new TextEncoder().encode('{"id":"u1"}'));
            controller.close();
          },
        }),
      );
    const { apiUsers, events } = watched(slowBody);
    await inTime(apiUsers.get("u1"));
    expect(events).toMatchObject([{ outcome: "ok", duration: 60 }]);
  });

  it("shows no secret in its code", async () => {
    const { apiUsers, events } = watched(drop(`ERR_${auth.password}`), { retries: 0 });
    await rejection(apiUsers.get("u1"));
    expect(events).toMatchObject([{ outcome: "connection" }]);
    expect(JSON.stringify(events)).not.toContain(auth.password);
  });

  it.each([200, 404])("shows no secret in its headers (%d)", async (code) => {
    const headers = { "Set-Cookie": "session=1", "X-Echo": `password ${auth.password}`, "X-Request-Id": "r1" };
    const { apiUsers, events } = watched(json(user, code, headers));
    await apiUsers.get("u1").catch(() => undefined);
    expect([...(events[0]?.headers ?? [])]).toEqual([
      ["content-type", "application/json"],
      ["x-echo", "password [redacted]"],
      ["x-request-id", "r1"],
    ]);
  });
});

const creation = validCreation();

describe("the calls of a client", () => {
  it("are numbered, each page of a list being one", async () => {
    const { onAttempt, events, lines } = recorder();
    const apiUsers = new PageServer(5).client({ onAttempt });
    await apiUsers.list({ limit: 2 }).toArray();
    await apiUsers.list();
    expect(lines()).toEqual(["1.1 ok", "2.1 ok", "3.1 ok", "4.1 ok"]);
    expect(events).toHaveLength(4);
  });

  it("keep their numbers apart when their attempts mix", async () => {
    const { apiUsers, lines } = watched([status(503), status(503), json(user), json(user)], { retryDelay: () => 5 });
    await inTime(Promise.all([apiUsers.get("u1"), apiUsers.get("u2")]));
    expect(lines()).toEqual(["1.1 server …", "2.1 server …", "1.2 ok", "2.2 ok"]);
  });

  it("of http raise no event", async () => {
    const { apiUsers, events } = watched(json(user));
    await apiUsers.http.GET("/api-users/{id}", { params: { path: { id: "u1" } } });
    expect(events).toEqual([]);
  });

  it("that are refused before anything is tried raise no event", async () => {
    const { apiUsers, events } = watched(json(user));
    await rejection(apiUsers.get(".."));
    await rejection(apiUsers.get("u1", {}, { timeout: 0 }));
    expect(events).toEqual([]);
  });
});

describe("prefetched pages", () => {
  it("that are no longer wanted are cancelled", async () => {
    const { onAttempt, lines, events } = recorder();
    const server = new PageServer(100, {
      before: (offset) => (offset < 20 ? undefined : new Promise(() => undefined)),
    });
    const pages = server.client({ onAttempt }).list({ limit: 10 }, { concurrency: 3 }).pages();
    await pages.next();
    await pages.next();
    await pass(5);
    await pages.return();
    await settled();
    expect(lines()).toEqual(["1.1 ok", "2.1 ok", "3.1 cancelled", "4.1 cancelled", "5.1 cancelled"]);
    expect(events.slice(2).map(({ duration }) => duration)).toEqual([5, 5, 5]);
  });

  it("that still wait for a turn are cancelled without having been sent", async () => {
    const { onAttempt, lines, events } = recorder();
    const server = new PageServer(100, {
      before: (offset) => (offset < 20 ? undefined : new Promise(() => undefined)),
    });
    const apiUsers = server.client({ onAttempt, maxConcurrency: 3 });
    const pages = apiUsers.list({ limit: 10 }, { concurrency: 3 }).pages();
    await pages.next();
    const away = new AbortController();
    const others = [1, 2].map(() => rejection(apiUsers.list({ offset: 90 }, { signal: away.signal }).then()));
    await pages.next();
    await pages.return();
    away.abort();
    await Promise.all(others);
    await settled();
    expect(lines().filter((line) => line.endsWith("cancelled"))).toHaveLength(3);
    expect(events.filter(({ outcome, duration }) => outcome === "cancelled" && duration === 0)).not.toEqual([]);
  });

  it("that the caller aborts are aborted", async () => {
    const { onAttempt, lines } = recorder();
    const server = new PageServer(100, {
      before: (offset) => (offset < 10 ? undefined : new Promise(() => undefined)),
    });
    const stop = new AbortController();
    const pages = server.client({ onAttempt }).list({ limit: 10 }, { concurrency: 2, signal: stop.signal }).pages();
    await pages.next();
    const next = rejection(pages.next());
    await settled();
    stop.abort();
    await next;
    await settled();
    expect(lines()).toEqual(["1.1 ok", "2.1 aborted", "3.1 aborted"]);
  });
});

describe("renewing one's own credential", () => {
  it("reports the one renewal that two have asked for, and the attempt that a 401 repeats", async () => {
    const { onAttempt, lines, events } = recorder();
    const gate = new Gate();
    const { fetch } = service({ wait: () => gate.opened });
    const apiUsers = new ApiUsersClient({ auth: ownAuth, fetch, onAttempt });
    const renewals = [apiUsers.renewCredential("me"), apiUsers.renewCredential("me")];
    await settled();
    const call = apiUsers.get("u1");
    await settled();
    gate.open();
    await inTime(Promise.all([...renewals, call]));
    const described = events.map(({ operation }, index) => `${operation} ${lines()[index]?.replace(/^\d+/, "")}`);
    expect(described.filter((line) => line.startsWith("renew"))).toEqual(["renewCredential .1 ok"]);
    expect(described.filter((line) => line.startsWith("get"))).toEqual([
      "getApiUser .1 unauthorized …",
      "getApiUser .2 ok",
    ]);
    expect(events.find(({ outcome }) => outcome === "unauthorized")?.retryIn).toBe(0);
  });

  it.each(["aborted", "timeout"])(
    "reports a last event of a call that ends while it waits for it (%s)",
    async (outcome) => {
      const { onAttempt, lines, events } = recorder();
      const gate = new Gate();
      const { fetch } = service({ wait: () => gate.opened });
      const apiUsers = new ApiUsersClient({ auth: ownAuth, fetch, onAttempt });
      const renewal = apiUsers.renewCredential("me");
      await settled();
      const stop = new AbortController();
      const call = rejection(
        apiUsers.get("u1", {}, outcome === "aborted" ? { signal: stop.signal } : { totalTimeout: 100 }),
      );
      await pass(99);
      stop.abort();
      expect((await inTime(call)).kind).toBe(outcome);
      gate.open();
      await renewal;
      expect(lines().filter((line) => line.startsWith("2"))).toEqual(["2.1 unauthorized …", `2.2 ${outcome}`]);
      expect(events[1]).toMatchObject({ attempt: 2, ...unsent });
    },
  );
});

describe("a call that ends while it waits reports one last event", () => {
  it("aborted before it is made", async () => {
    const { apiUsers, events } = watched(json(user));
    await rejection(apiUsers.get("u1", {}, { signal: AbortSignal.abort() }));
    expect(events).toEqual([expect.objectContaining({ call: 1, attempt: 1, outcome: "aborted", ...unsent })]);
  });

  it("aborted in line for its first turn", async () => {
    const { apiUsers, events, lines } = watched(never, { maxConcurrency: 1 });
    const stop = [new AbortController(), new AbortController()] as const;
    const under = rejection(apiUsers.get("u1", {}, { signal: stop[0].signal }));
    const waiting = rejection(apiUsers.get("u2", {}, { signal: stop[1].signal }));
    await pass(30);
    stop[1].abort();
    await waiting;
    expect(lines()).toEqual(["2.1 aborted"]);
    expect(events).toMatchObject([{ path: "/api-users/u2", duration: 0, waited: 30 }]);
    stop[0].abort();
    await under;
    expect(events[1]?.duration).toBe(30);
  });

  it("aborted in line for its renewal", async () => {
    const { apiUsers, lines } = watched(never);
    const stop = [new AbortController(), new AbortController()] as const;
    const renewals = stop.map(({ signal }) => rejection(apiUsers.renewCredential(auth.username, { signal })));
    await settled();
    stop[1].abort();
    await renewals[1];
    stop[0].abort();
    await renewals[0];
    expect(lines()).toEqual(["2.1 aborted", "1.1 aborted"]);
  });

  it("aborted between two attempts", async () => {
    const { apiUsers, events, lines } = watched(status(503), { retryDelay: () => 10_000 });
    const stop = new AbortController();
    const call = rejection(apiUsers.get("u1", {}, { signal: stop.signal }));
    while (events.length === 0) await settled();
    stop.abort();
    await call;
    expect(lines()).toEqual(["1.1 server …", "1.2 aborted"]);
    expect(events[1]).toMatchObject(unsent);
  });

  it("out of time in line for another turn", async () => {
    const { apiUsers, events, lines } = watched([status(503), never], { maxConcurrency: 1, totalTimeout: 60 });
    const first = rejection(apiUsers.get("u1"));
    const other = rejection(apiUsers.get("u2", {}, { totalTimeout: 300 }));
    expect(await inTime(first)).toMatchObject({ kind: "timeout", scope: "total", attempts: 1 });
    await inTime(other);
    expect(lines()).toEqual(["1.1 server …", "1.2 timeout", "2.1 timeout"]);
    expect(events[1]).toMatchObject(unsent);
  });

  it("out of time in a pause that another call has lengthened, as the 429 that it is", async () => {
    const { apiUsers, events, lines } = watched(
      [after(40, status(429, null, { "Retry-After": "1" })), status(429), json(user)],
      { retryDelay: () => 150 },
    );
    const other = apiUsers.get("u1");
    await settled();
    const error = await inTime(rejection(apiUsers.get("u2", {}, { totalTimeout: 400 })));
    expect(error).toMatchObject({ kind: "rateLimited", attempts: 1 });
    await inTime(other);
    expect(lines().filter((line) => line !== "1.1 rateLimited …" && line !== "1.2 ok")).toEqual([
      "2.1 rateLimited …",
      "2.2 rateLimited",
    ]);
    expect(events.find(({ attempt, outcome }) => attempt === 2 && outcome !== "ok")).toMatchObject(unsent);
  });
});

describe("onAttempt", () => {
  it.each<[string, () => unknown]>([
    [
      "throws",
      () => {
        throw new Error("mine");
      },
    ],
    ["rejects", () => Promise.reject(new Error("mine"))],
    ["never settles", () => new Promise(() => undefined)],
  ])("that %s changes nothing", async (_, onAttempt) => {
    const unhandled = jest.fn();
    process.on("unhandledRejection", unhandled);
    const { apiUsers } = stubClient([status(503), status(429), json(user), status(404)], { onAttempt });
    expect(await inTime(apiUsers.get("u1"))).toEqual(user);
    expect(await inTime(rejection(apiUsers.get("u1")))).toMatchObject({ kind: "notFound" });
    await settled();
    process.off("unhandledRejection", unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });

  it("runs in the async context of its call, whatever it waited for", async () => {
    const context = new AsyncLocalStorage<string>();
    const seen: string[] = [];
    const { fetch } = stubFetch(after(10, status(429)), status(503), json(user));
    const apiUsers = new ApiUsersClient({
      auth,
      fetch,
      maxConcurrency: 1,
      retryDelay: () => 5,
      onAttempt: ({ path, outcome }) => seen.push(`${path.at(-1)} ${outcome} in ${context.getStore()}`),
    });
    const stop = new AbortController();
    const calls = Promise.all([
      context.run("a", () => apiUsers.get("a")),
      context.run("b", () => apiUsers.get("b")),
      context.run("c", () => rejection(apiUsers.get("c", {}, { signal: stop.signal }))),
      context.run("d", () => {
        stop.abort();
        return apiUsers.get("d");
      }),
    ]);
    await inTime(calls);
    expect(seen.sort()).toEqual([
      "a ok in a",
      "a rateLimited in a",
      "a server in a",
      "b ok in b",
      "c aborted in c",
      "d ok in d",
    ]);
  });
});
