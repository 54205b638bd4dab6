import { getEventListeners } from "node:events";
import { ApiUsersClient, type ApiUsersClientOptions, type OperationId } from "../../src/index";
import { placesOf } from "../support/everyView";
import { answers, inTurn, resets, stalls } from "../support/behaviours";
import { serve, type Behaviour } from "../support/rawServer";
import { auth } from "./cell";
import { calls, onceOnly, operations, repeatableWrites, writes } from "../support/eachOperation";
import { answerToAll } from "./stages";

const clientFor = (baseUrl: string, options: ApiUsersClientOptions = {}) =>
  new ApiUsersClient({ auth, baseUrl, retryDelay: () => 0, retries: 2, timeout: 10_000, ...options });

/** What an operation comes to when its attempts meet these behaviours. */
async function meeting(
  operation: OperationId,
  script: readonly [Behaviour, ...Behaviour[]],
  options: ApiUsersClientOptions = {},
): Promise<{ readonly value?: unknown; readonly error?: unknown; readonly requests: number }> {
  const server = await serve(inTurn(...script));
  const end = await calls[operation](clientFor(server.url, options)).then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  return { ...end, requests: server.requests.length };
}

const userId = "u1";
const deletions = ["deleteApiUser", "deleteProfileOfApiUser"] as const;
const inconclusive: readonly (readonly [string, Behaviour])[] = [
  ["a reset", resets],
  ["a 408", answers(408)],
  ["a 500", answers(500)],
  ["a 503", answers(503)],
];

describe.each(deletions)("%s", (operation) => {
  it.each(inconclusive)("counts a 404 as done after %s", async (_, behaviour) => {
    expect(await meeting(operation, [behaviour, answers(404)])).toEqual({ value: undefined, requests: 2 });
  });

  it("counts a 404 as done after a deadline", async () => {
    const end = await meeting(operation, [stalls, answers(404)], { timeout: 800 });
    expect(end).toEqual({ value: undefined, requests: 2 });
  });

  it("does not count a 404 as done after a 429, which says that nothing was done", async () => {
    const end = await meeting(operation, [answers(429), answers(404)]);
    expect(end).toMatchObject({ error: { kind: "notFound", attempts: 2, mayHaveBeenApplied: false }, requests: 2 });
  });
});

describe.each(repeatableWrites)("%s", (operation) => {
  it.each(inconclusive)("may have been applied by %s, though a 400 comes last", async (_, behaviour) => {
    const { error } = await meeting(operation, [behaviour, answers(400, '{"message":"no"}')]);
    expect(error).toMatchObject({ kind: "badRequest", attempts: 2, mayHaveBeenApplied: true });
  });

  it("succeeds after failures as many as there are retries", async () => {
    expect(await meeting(operation, [resets, answers(503), answers(204)])).toEqual({ value: undefined, requests: 3 });
  });
});

describe.each(onceOnly)("%s", (operation) => {
  it("is tried again after a 429, and not after the reset that follows", async () => {
    const end = await meeting(operation, [answers(429), resets]);
    expect(end).toMatchObject({ error: { kind: "connection", attempts: 2, mayHaveBeenApplied: true }, requests: 2 });
  });

  it.each(inconclusive)("is not tried again after %s", async (_, behaviour) => {
    const end = await meeting(operation, [behaviour, answers(200, answerToAll)]);
    expect(end).toMatchObject({ error: { attempts: 1, mayHaveBeenApplied: true }, requests: 1 });
  });

  it.each(["EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT"])(
    "is not tried again after %s while reading: that connection was made",
    async (code) => {
      let requests = 0;
      const fetch = (): Promise<Response> => {
        requests += 1;
        const cause = Object.assign(new Error(`read ${code}`), { code, syscall: "read" });
        return Promise.reject(new TypeError("fetch failed", { cause }));
      };
      const client = new ApiUsersClient({ auth, fetch, retryDelay: () => 0 });
      await expect(calls[operation](client)).rejects.toMatchObject({
        kind: "connection",
        attempts: 1,
        mayHaveBeenApplied: true,
      });
      expect(requests).toBe(1);
    },
  );
});

describe("an abort", () => {
  const sends =
    (text: string): Behaviour =>
    async (exchange) => {
      await exchange.request();
      await exchange.write(text);
    };
  const reached: readonly (readonly [string, Behaviour])[] = [
    ["before anything is read", stalls],
    ["after the request", sends("")],
    ["in the answer's headers", sends("HTTP/1.1 200 OK\r\nContent-")],
    ["in an error's body", sends("HTTP/1.1 400 No\r\nContent-Length: 9\r\n\r\n{")],
  ];

  it.each(reached)("%s ends every operation at once, untouched", async (_, behaviour) => {
    const server = await serve(behaviour);
    await Promise.all(
      operations.map(async (operation) => {
        const controller = new AbortController();
        const reason = { password: auth.password, why: "the caller's own" };
        const ending = calls[operation](clientFor(server.url), { signal: controller.signal }).catch(
          (error: unknown) => error,
        );
        setTimeout(() => {
          controller.abort(reason);
        }, 300);
        const error = (await ending) as { cause: unknown };
        expect(error).toMatchObject({ kind: "aborted", attempts: 1, mayHaveBeenApplied: writes.includes(operation) });
        expect(error.cause).toBe(reason);
        expect(reason).toEqual({ password: auth.password, why: "the caller's own" });
        // Hidden ones included: fetch writes a stack into what it rejects with.
        expect(Object.getOwnPropertyNames(reason)).toEqual(["password", "why"]);
        expect(getEventListeners(controller.signal, "abort")).toEqual([]);
      }),
    );
  });

  it.each(repeatableWrites)("during the wait after a 503 leaves it open whether %s was applied", async (operation) => {
    const server = await serve(answers(503));
    const controller = new AbortController();
    const retryDelay = (): number => {
      setTimeout(() => {
        controller.abort();
      }, 20);
      return 60_000;
    };
    const client = clientFor(server.url, { retryDelay });
    const started = performance.now();
    await expect(calls[operation](client, { signal: controller.signal })).rejects.toMatchObject({
      kind: "aborted",
      attempts: 1,
      mayHaveBeenApplied: true,
    });
    expect(performance.now() - started).toBeLessThan(3_000);
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
  });

  it.each(operations)("before %s sends nothing", async (operation) => {
    const server = await serve(stalls);
    const signal = AbortSignal.abort(new Error("no need"));
    await expect(calls[operation](clientFor(server.url), { signal })).rejects.toMatchObject({
      kind: "aborted",
      attempts: 0,
      mayHaveBeenApplied: false,
    });
    expect(server.requests).toEqual([]);
  });
});

describe("totalTimeout", () => {
  it("ends the second attempt, whose own deadline would come later", async () => {
    const server = await serve(stalls);
    const client = clientFor(server.url, { timeout: 600, totalTimeout: 900, retries: 5 });
    const started = performance.now();
    const error: unknown = await client.update(userId, { name: "n" }).catch((error: unknown) => error);
    expect(error).toMatchObject({ kind: "timeout", scope: "total", limit: 900, attempts: 2, mayHaveBeenApplied: true });
    expect(performance.now() - started).toBeGreaterThanOrEqual(895);
    expect(performance.now() - started).toBeLessThan(3_000);
    expect(placesOf(error, [auth.password])).toEqual([]);
  });

  it("is not waited out when Retry-After asks for longer", async () => {
    const server = await serve(answers(429, "", "Retry-After: 30\r\n"));
    const started = performance.now();
    await expect(clientFor(server.url, { totalTimeout: 20_000 }).get(userId)).rejects.toMatchObject({
      kind: "rateLimited",
      attempts: 1,
      retryAfter: 30_000,
    });
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});
