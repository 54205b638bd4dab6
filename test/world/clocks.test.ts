import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { ApiUsersClient } from "../../src/index";
import { json, status, stubClient, user } from "../support/stubFetch";

const longest = 2 ** 31 - 1;

describe("where performance.now() is rounded", () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  /** Readings of a clock after which the sum with the longest deadline, less the reading, is more than a timer takes. */
  const unlucky = Array.from({ length: 10_000 }, (_, index) => index / 10)
    .filter((now) => now + longest - now > longest)
    .slice(0, 5);

  it.each(unlucky)("to 0.1 ms, such as %d, the longest deadlines hold", async (now) => {
    jest.spyOn(performance, "now").mockReturnValue(now);
    const fetch = async () => {
      await new Promise((resolve) => setTimeout(resolve, 25));
      return Response.json(user);
    };
    for (const options of [
      { timeout: longest },
      { totalTimeout: longest },
      { timeout: longest, totalTimeout: longest },
    ]) {
      const apiUsers = new ApiUsersClient({ fetch, retries: 0, ...options });
      expect((await apiUsers.get("u1")).id).toBe("u1");
    }
  });

  it.each([100, 0.1])("to %d ms, a deadline still ends a call", async (step) => {
    const now = performance.now.bind(performance);
    // What browsers do, and workers, to make it hard to measure others.
    jest.spyOn(performance, "now").mockImplementation(() => Math.round(now() / step) * step);
    const fetch = () => new Promise<never>(() => undefined);
    const ends = new ApiUsersClient({ fetch, retries: 0, timeout: 250 }).get("u1");
    await expect(ends).rejects.toMatchObject({ kind: "timeout", limit: 250 });
  });
});

describe("with fake timers that leave the clock alone, a pause after a 429 ends when its timer fires", () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ["performance", "Date", "hrtime", "nextTick", "queueMicrotask", "setImmediate"] });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it.each<[string, Record<string, string>]>([
    ["with a Retry-After", { "Retry-After": "2" }],
    ["without one", {}],
  ])("%s: for the call that was refused", async (_, headers) => {
    const { apiUsers, requests } = stubClient([status(429, null, headers), json(user)], { retryDelay: () => 2_000 });
    const call = apiUsers.get("u1");
    await jest.advanceTimersByTimeAsync(5_000);
    expect((await call).id).toBe("u1");
    expect(requests).toHaveLength(2);
  });

  it("and for those that wait in line", async () => {
    const { apiUsers, requests } = stubClient([status(429, null, { "Retry-After": "2" }), json(user)]);
    const calls = Array.from({ length: 30 }, () => apiUsers.get("u1"));
    await jest.advanceTimersByTimeAsync(60_000);
    expect(await Promise.all(calls)).toHaveLength(30);
    expect(requests.length).toBeGreaterThanOrEqual(31);
  });

  it("and so does the wait before a retry", async () => {
    const { apiUsers, requests } = stubClient([status(503), json(user)], { retryDelay: () => 2_000 });
    const call = apiUsers.get("u1");
    await jest.advanceTimersByTimeAsync(5_000);
    expect((await call).id).toBe("u1");
    expect(requests).toHaveLength(2);
  });
});

it.each([
  ["setTimeout alone", ["setTimeout"]],
  ["all of its timers", ["setTimeout", "setInterval", "setImmediate"]],
  ["all of its timers and Date", ["setTimeout", "setInterval", "setImmediate", "Date"]],
])("with the mock timers of node:test, %s, a pause ends", async (_, apis) => {
  const program = `${__dirname}/../support/mockTimers.ts`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--import", "tsx", "--no-warnings", program, JSON.stringify(apis)],
    { timeout: 30_000 },
  );
  expect(JSON.parse(stdout)).toEqual({ ids: ["u1", "u1", "u1"], requests: 4 });
});
