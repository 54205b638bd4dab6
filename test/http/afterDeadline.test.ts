import { delayTimers, inTime, pass, standingClock } from "../support/clock";
import { calls, operations, writes } from "../support/eachOperation";
import { settled } from "../support/pageServer";
import { rejection } from "../support/rejection";
import { drop, json, stall, status, stubClient, user, type Reply } from "../support/stubFetch";

standingClock();

const good = json({ id: "u1", accessToken: "new", data: [] });

// The timers of a busy process come late: a wait that was to end in time ends after the deadline.
it.each<[string, Reply]>([
  ["after a lost connection", drop("ECONNREFUSED")],
  ["after a 429", status(429)],
])("no operation sends anything after its totalTimeout where the wait %s ends late", async (_, first) => {
  const made = operations.map((operation) => {
    const { apiUsers, requests } = stubClient([first, good], { retryDelay: () => 20, totalTimeout: 60 });
    return { operation, requests, ending: rejection(calls[operation](apiUsers)) };
  });
  await settled();
  delayTimers(90);
  await pass(1_000);
  for (const { operation, requests, ending } of made) {
    const { attempts, mayHaveBeenApplied } = await ending;
    const seen = { operation, attempts, mayHaveBeenApplied, requests: requests.length };
    expect(seen).toEqual({ operation, attempts: 1, mayHaveBeenApplied: false, requests: 1 });
  }
});

it.each([
  [999, 2],
  [1_000, 1],
  [1_001, 1],
])("a wait of %i of 1000 ms left makes %i requests", async (delay, expected) => {
  const { apiUsers, requests } = stubClient([drop("ECONNREFUSED"), good], {
    retryDelay: () => delay,
    totalTimeout: 1_000,
  });
  await inTime(calls.createApiUser(apiUsers).catch(() => undefined));
  await pass(10_000);
  expect(requests).toHaveLength(expected);
});

it("sends nothing when the turn comes after the deadline, before its timer has run", async () => {
  const slow: Reply = async () => {
    await settled();
    delayTimers(80);
    return Response.json(user);
  };
  const { apiUsers, requests } = stubClient([status(503), slow, json(user)], { maxConcurrency: 1 });
  const late = rejection(apiUsers.get("u1", {}, { totalTimeout: 50 }));
  const other = apiUsers.get("u2");
  expect(await inTime(late)).toMatchObject({ kind: "timeout", scope: "total", attempts: 1 });
  await inTime(other);
  expect(requests).toHaveLength(2);
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
      const error = await rejection(inTime(calls[operation](apiUsers, options)));
      expect(error).toMatchObject({ kind, status: code, attempts: 1, mayHaveBeenApplied: false });
      expect(requests).toHaveLength(1);
    }
  });
});
