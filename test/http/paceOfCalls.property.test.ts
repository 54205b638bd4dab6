import * as fc from "fast-check";
import { ApiUsersClient, isSigfoxError, type AttemptEvent } from "../../src/index";
import { createFakeApi } from "../../src/testing/index";

type Fault =
  "none" | "429" | "429, 1 s" | "429, 61 s" | "429, 3600 s" | "503" | "lost before" | "lost after" | "slow" | "hangs";

interface Call {
  readonly does: "create" | "get" | "list" | "update" | "delete" | "renewOwn";
  readonly startsAt: number;
  readonly abortedAfter: number | undefined;
  readonly totalTimeout: number;
  readonly retries: number;
}

const faults = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constant<Fault>("none") },
    {
      weight: 4,
      arbitrary: fc.constantFrom<Fault>(
        ...([
          "429",
          "429",
          "429, 1 s",
          "429, 61 s",
          "429, 3600 s",
          "503",
          "lost before",
          "lost after",
          "slow",
          "hangs",
        ] as const),
      ),
    },
  ),
  { maxLength: 60, size: "max" },
);
const calls: fc.Arbitrary<Call[]> = fc.array(
  fc.record({
    does: fc.constantFrom("create", "create", "get", "list", "update", "delete", "renewOwn"),
    startsAt: fc.nat({ max: 200 }),
    abortedAfter: fc.option(fc.nat({ max: 3_000 }), { nil: undefined, freq: 3 }),
    totalTimeout: fc.constantFrom(100, 2_000, 90_000, 600_000),
    retries: fc.nat({ max: 3 }),
  }),
  { minLength: 1, maxLength: 25, size: "max" },
);

const sleep = (delay: number) => new Promise<void>((resolve) => setTimeout(resolve, delay));

/** A fake whose requests meet one fault after the other, and which watches what is sent. */
function hostileService(script: readonly Fault[]) {
  const fake = createFakeApi({ users: 5 });
  const left = [...script];
  /** When each call, known by its header, has sent something. */
  const sent = new Map<string, number[]>();
  const watch = { underWay: 0, most: 0 };

  async function meet(fault: Fault, url: string, init: RequestInit): Promise<Response> {
    if (fault.startsWith("429")) {
      const after = /, (\d+) s/.exec(fault)?.[1];
      return new Response(null, { status: 429, headers: after === undefined ? {} : { "Retry-After": after } });
    }
    if (fault === "503") return new Response(null, { status: 503 });
    if (fault === "lost before") throw new TypeError("fetch failed");
    if (fault === "hangs") return await new Promise(() => undefined);
    if (fault === "slow") await sleep(40);
    const response = await fake.fetch(url, init);
    if (fault === "lost after") throw new TypeError("fetch failed");
    return response;
  }

  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const call = new Headers(init.headers).get("x-call") ?? "";
    sent.set(call, [...(sent.get(call) ?? []), performance.now()]);
    watch.most = Math.max(watch.most, ++watch.underWay);
    let isUnderWay = true;
    const end = () => {
      if (isUnderWay) watch.underWay -= 1;
      isUnderWay = false;
    };
    const ended = new Promise<never>((_, reject) => {
      init.signal?.addEventListener("abort", () => {
        end();
        reject(init.signal?.reason as Error);
      });
    });
    try {
      await sleep(5);
      return await Promise.race([meet(left.shift() ?? "none", url, init), ended]);
    } finally {
      end();
    }
  };
  return { fake, fetch, sent, watch };
}

async function play(maxConcurrency: number, script: readonly Fault[], wanted: readonly Call[]) {
  const { fake, fetch, sent, watch } = hostileService(script);
  const events: AttemptEvent[] = [];
  const apiUsers = new ApiUsersClient({
    auth: fake.auth,
    fetch,
    maxConcurrency,
    retryDelay: (n) => 15 * n,
    timeout: 500,
    onAttempt: (event) => events.push(event),
  });
  const [own, second, third] = fake.users.map(({ id }) => id) as [string, string, string];
  const groupId = fake.groups[0]?.id ?? "";
  const profileIds = [fake.profiles[0]?.id ?? ""];
  const settled = new Map<Call, PromiseSettledResult<unknown>>();

  async function make(call: Call, index: number): Promise<void> {
    await sleep(call.startsAt);
    const stop = new AbortController();
    if (call.abortedAfter !== undefined) setTimeout(() => stop.abort(), call.abortedAfter);
    const { totalTimeout, retries } = call;
    const options = { totalTimeout, retries, signal: stop.signal, headers: { "x-call": String(index) } };
    const make = {
      create: () => apiUsers.create({ groupId, name: `New ${index}`, timezone: "Europe/Paris", profileIds }, options),
      get: () => apiUsers.get(own, {}, options),
      list: async () => await apiUsers.list({}, options),
      update: () => apiUsers.update(second, { name: `Second ${index}` }, options),
      delete: () => apiUsers.delete(third, options),
      renewOwn: () => apiUsers.renewCredential(own, options),
    };
    settled.set(call, (await Promise.allSettled([make[call.does]()]))[0]);
  }

  for (const [index, call] of wanted.entries()) void make(call, index);
  for (let turn = 0; turn < 300 && settled.size < wanted.length; turn += 1) await jest.advanceTimersByTimeAsync(5_000);
  return { fake, events, sent, settled, ...watch };
}

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ["nextTick", "setImmediate", "queueMicrotask"] });
});

afterEach(() => {
  jest.useRealTimers();
});

const bounds = fc.constantFrom(1, 2, 3, 10);

it("whatever fails, is refused or aborted, every call settles, within the bounds, and nobody is created twice", async () => {
  await fc.assert(
    fc.asyncProperty(bounds, faults, calls, async (maxConcurrency, script, wanted) => {
      const { fake, sent, settled, most, underWay } = await play(maxConcurrency, script, wanted);
      expect(settled.size).toBe(wanted.length);
      expect(underWay).toBe(0);
      expect(most).toBeLessThanOrEqual(maxConcurrency);
      for (const [index, call] of wanted.entries()) {
        const times = sent.get(String(index)) ?? [];
        expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeLessThanOrEqual(call.totalTimeout);
        const end = settled.get(call);
        if (end?.status === "rejected" && !isSigfoxError(end.reason)) throw end.reason;
        if (call.does !== "create") continue;
        const created = fake.users.filter(({ name }) => name === `New ${index}`).length;
        const mayBe = end?.status === "rejected" && isSigfoxError(end.reason) && end.reason.mayHaveBeenApplied;
        expect(created).toBeLessThanOrEqual(1);
        if (!mayBe) expect(created).toBe(end?.status === "fulfilled" ? 1 : 0);
      }
    }),
    { numRuns: 12 },
  );
});

it("every attempt of every call is reported once, in order, and only the last tells of no next one", async () => {
  await fc.assert(
    fc.asyncProperty(bounds, faults, calls, async (maxConcurrency, script, wanted) => {
      const { events } = await play(maxConcurrency, script, wanted);
      const byCall = new Map<number, AttemptEvent[]>();
      for (const event of events) byCall.set(event.call, [...(byCall.get(event.call) ?? []), event]);
      // A renewal of the client's own password may take part in another one, which sends for both.
      const least = wanted.filter(({ does }) => does !== "renewOwn").length;
      expect(byCall.size).toBeGreaterThanOrEqual(least);
      expect(byCall.size).toBeLessThanOrEqual(wanted.length);
      for (const attempts of byCall.values()) {
        expect(attempts.map(({ attempt }) => attempt)).toEqual(attempts.map((_, index) => index + 1));
        expect(attempts.findIndex(({ retryIn }) => retryIn === undefined)).toBe(attempts.length - 1);
      }
    }),
    { numRuns: 12 },
  );
});

/** Some calls of many are always refused. */
const poisoned = fc.record({
  maxConcurrency: fc.constantFrom(1, 2, 10),
  bad: fc.uniqueArray(fc.nat({ max: 39 }), { minLength: 1, maxLength: 20 }),
  retryAfter: fc.constantFrom(undefined, "0", "1"),
  latency: fc.nat({ max: 80 }),
  retryDelay: fc.constantFrom(
    undefined,
    () => 0,
    () => 200,
    (n: number) => 20 * n,
  ),
});

it("whichever calls are always refused, every other call comes home", async () => {
  await fc.assert(
    fc.asyncProperty(poisoned, async ({ maxConcurrency, bad, retryAfter, latency, retryDelay }) => {
      const fetch = async (url: string): Promise<Response> => {
        await sleep(1 + latency * Math.random());
        const isBad = bad.includes(Number(url.split("/").at(-1)));
        const headers = retryAfter === undefined ? {} : { "Retry-After": retryAfter };
        return isBad ? new Response(null, { status: 429, headers }) : Response.json({ id: "u1" });
      };
      const apiUsers = new ApiUsersClient({
        fetch,
        maxConcurrency,
        ...(retryDelay && { retryDelay }),
        totalTimeout: 20_000,
      });
      const ends: (string | undefined)[] = [];
      const all = Array.from({ length: 40 }, async (_, n) => {
        const [end] = await Promise.allSettled([apiUsers.get(String(n))]);
        ends[n] = end.status;
      });
      while (ends.filter(Boolean).length < 40) await jest.advanceTimersByTimeAsync(1_000);
      await Promise.all(all);
      expect(ends).toEqual(ends.map((_, n) => (bad.includes(n) ? "rejected" : "fulfilled")));
    }),
    { numRuns: 8 },
  );
});
