import { calls, operations, writes } from "../support/eachOperation";
import { rejection } from "../support/rejection";
import { drop, json, stall, status, stubClient, type Reply } from "../support/stubFetch";

const blockFor = (milliseconds: number): void => {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
};

const good = json({ id: "u1", accessToken: "new", data: [] });

// The timers of a busy process come late: a wait that was to end in time ends after the deadline.
it.each<[string, Reply, object]>([
  ["after a lost connection", drop("ECONNREFUSED"), { retryDelay: () => 20 }],
  ["after a 429", status(429), { retryDelay: () => 20 }],
])("no operation sends anything after its totalTimeout where the wait %s ends late", async (_, first, options) => {
  const made = operations.map((operation) => {
    const { apiUsers, requests } = stubClient([first, good], { ...options, totalTimeout: 60 });
    return { operation, requests, ending: rejection(calls[operation](apiUsers)) };
  });
  while (made.some(({ requests }) => requests.length === 0)) await Promise.resolve();
  await new Promise((resolve) => setTimeout(resolve, 1));
  blockFor(90);
  const errors = await Promise.all(made.map(({ ending }) => ending));
  await new Promise((resolve) => setTimeout(resolve, 30));
  for (const [index, { operation, requests }] of made.entries()) {
    const { attempts, mayHaveBeenApplied } = errors[index] ?? {};
    const seen = { operation, attempts, mayHaveBeenApplied, requests: requests.length };
    expect(seen).toEqual({ operation, attempts: 1, mayHaveBeenApplied: false, requests: 1 });
  }
});

describe("on a clock that a test turns", () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it.each([
    [999, 2],
    [1_000, 1],
    [1_001, 1],
  ])("a wait of %i of 1000 ms left makes %i requests", async (delay, expected) => {
    const { apiUsers, requests } = stubClient([drop("ECONNREFUSED"), good], {
      retryDelay: () => delay,
      totalTimeout: 1_000,
    });
    const end = apiUsers
      .create({ groupId: "g1", name: "n", timezone: "UTC", profileIds: ["p1"] })
      .catch(() => undefined);
    await jest.advanceTimersByTimeAsync(10_000);
    await end;
    expect(requests).toHaveLength(expected);
  });
});

describe.each(writes)("%s, whose refusal has come without the end of its body, is", (operation) => {
  it.each([
    [400, "badRequest"],
    [401, "unauthorized"],
    [403, "forbidden"],
    [404, "notFound"],
    [409, "conflict"],
  ])("a %i", async (code, kind) => {
    for (const options of [{ timeout: 20 }, { totalTimeout: 20 }]) {
      const { apiUsers, requests } = stubClient(stall('{"message":', code));
      const error = await rejection(calls[operation](apiUsers, options));
      expect(error).toMatchObject({ kind, status: code, attempts: 1, mayHaveBeenApplied: false });
      expect(requests).toHaveLength(1);
    }
  });
});
