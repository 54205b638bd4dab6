import { ApiUsersClient } from "../../src/index";
import { createFakeApi, type FakeRateLimit } from "../../src/testing";
import { at, call } from "./support/call";

function setUp(rateLimit: FakeRateLimit) {
  const clock = { time: 1_000_000 };
  const fake = createFakeApi({ users: 250, rateLimit, now: () => clock.time });
  const get = async (auth = fake.auth) => {
    const { status, headers, json } = await call(fake, "GET", "/api-users/?limit=1", undefined, { auth });
    return status === 200 ? status : [status, headers.get("retry-after"), json];
  };
  return { fake, clock, get };
}
const message = "Too Many Requests";

it("answers 429 to those that are too many in a window, and says when it ends", async () => {
  const { clock, get } = setUp({ requests: 2, interval: 5_000 });
  expect([await get(), await get()]).toEqual([200, 200]);
  expect(await get()).toEqual([429, "5", { message }]);
  clock.time += 4_999;
  expect(await get()).toEqual([429, "1", { message }]);
  clock.time += 1;
  expect([await get(), await get()]).toEqual([200, 200]);
  expect(await get()).toEqual([429, "5", { message }]);
});

it("begins a window with the first request after the one before, not with the clock", async () => {
  const { clock, get } = setUp({ requests: 1, interval: 1_000 });
  expect(await get()).toBe(200);
  clock.time += 1_700;
  expect(await get()).toBe(200);
  clock.time += 999;
  expect(await get()).toEqual([429, "1", { message }]);
});

it("leaves Retry-After out when told to", async () => {
  const { get } = setUp({ requests: 1, interval: 1_000, retryAfter: false });
  await get();
  expect(await get()).toEqual([429, null, { message }]);
});

it("counts for all callers, those without credentials too, and for the fake alone", async () => {
  const { fake, get } = setUp({ requests: 2, interval: 1_000 });
  await get({ username: "nobody", password: "wrong" });
  await get(fake.authOf(at(fake.users, 1).id));
  expect(await get()).toEqual([429, "1", { message }]);
  expect(await setUp({ requests: 2, interval: 1_000 }).get()).toBe(200);
});

it("does not carry out what it refuses, and records it", async () => {
  const { fake, get } = setUp({ requests: 1, interval: 1_000 });
  await get();
  expect(await call(fake, "DELETE", `/api-users/${at(fake.users, 1).id}`)).toMatchObject({ status: 429 });
  expect(fake.users).toHaveLength(250);
  expect(fake.requests).toHaveLength(2);
});

it("does not count requests that a failure hits, and forgets with reset", async () => {
  const { fake, get } = setUp({ requests: 1, interval: 1_000 });
  fake.failNext({ status: 503 });
  await get();
  expect(await get()).toBe(200);
  expect(await get()).toEqual([429, "1", { message }]);
  fake.reset();
  expect(await get()).toBe(200);
});

it("holds a client up that keeps on, and lets it through when the window of its clock is over", async () => {
  const fake = createFakeApi({ users: 250, rateLimit: { requests: 2, interval: 2_000, retryAfter: false } });
  jest.useFakeTimers();
  try {
    const apiUsers = new ApiUsersClient({ auth: fake.auth, fetch: fake.fetch, retryDelay: () => 900 });
    const users = apiUsers.list().toArray();
    await jest.advanceTimersByTimeAsync(1_900);
    expect(fake.requests).toHaveLength(5); // two pages, and three refusals of the third
    await jest.advanceTimersByTimeAsync(900);
    expect(await users).toHaveLength(250);
  } finally {
    jest.useRealTimers();
  }
});

it.each([
  [{}, "rateLimit.requests must be a whole number from 1"],
  [{ requests: 0, interval: 1 }, "rateLimit.requests"],
  [{ requests: 1 }, "rateLimit.interval must be milliseconds"],
  [{ requests: 1, interval: Infinity }, "rateLimit.interval"],
  [{ requests: 1, interval: 1, retryAfter: 5 }, "rateLimit.retryAfter must be true or false"],
  [{ requests: 1, interval: 1, perSecond: 5 }, 'rateLimit has no "perSecond"; it takes requests, interval, retryAfter'],
])("%j is refused", (rateLimit, message) => {
  expect(() => createFakeApi({ rateLimit: rateLimit as FakeRateLimit })).toThrow(TypeError);
  expect(() => createFakeApi({ rateLimit: rateLimit as FakeRateLimit })).toThrow(message);
});
