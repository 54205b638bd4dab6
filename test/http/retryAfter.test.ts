import { ApiUsersClient, SigfoxApiError } from "../../src/index";
import { backOff } from "../../src/http/retry";
import { inTime } from "../support/clock";
import { rejectionOf } from "../support/rejection";
import { status, stubClient, user } from "../support/stubFetch";

const start = new Date("2026-03-01T12:00:00Z").getTime();
const httpDate = (milliseconds: number) => new Date(start + milliseconds).toUTCString();

beforeEach(() => {
  jest.useFakeTimers({ now: start, doNotFake: ["nextTick", "queueMicrotask", "setImmediate"] });
  jest.spyOn(Math, "random").mockReturnValue(0);
});
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

/** The time in milliseconds at which the second attempt is made, after an answer with this `Retry-After`. */
async function secondAttempt(retryAfter: string, { code = 503, totalTimeout = 90_000 } = {}) {
  const times: number[] = [];
  const fetch = () => {
    times.push(Date.now() - start);
    const headers = { "Retry-After": retryAfter };
    return Promise.resolve(times.length > 1 ? Response.json(user) : new Response(null, { status: code, headers }));
  };
  const apiUsers = new ApiUsersClient({ fetch, retryDelay: () => 7, totalTimeout });
  const call = apiUsers.get("u1");
  call.catch(() => undefined);
  // Timers of attempts are gone with them; what remains is the wait.
  for (let turn = 0; turn < 3; turn++) await jest.advanceTimersToNextTimerAsync();
  await call;
  expect(jest.getTimerCount()).toBe(0);
  return times[1];
}

describe("Retry-After", () => {
  it.each([
    ["2", 2000],
    ["60", 60_000],
    [" 3 ", 3000],
    [httpDate(5000), 5000],
    [httpDate(60_000), 60_000],
  ])("of %j is waited for, rather than the back-off", async (retryAfter, milliseconds) => {
    expect(await secondAttempt(retryAfter)).toBe(milliseconds);
  });

  it.each([429, 503])("of a %d is jittered by up to a twentieth", async (code) => {
    jest.spyOn(Math, "random").mockReturnValue(0.5);
    expect(await secondAttempt("2", { code })).toBe(2050);
  });

  it.each([408, 500])("counts with a %d too", async (code) => {
    expect(await secondAttempt("2", { code })).toBe(2000);
  });

  it.each([
    "0",
    httpDate(-5000),
    "-5",
    "",
    "soon",
    "1 minute",
    "NaN",
    "Infinity",
    "2026-03-01",
    "5s",
    "1e9",
    "Sunday, 01-Mar-26 12:00:04 GMT",
  ])("that says %j is taken for none", async (retryAfter) => {
    expect(await secondAttempt(retryAfter)).toBe(7);
  });
});

describe("a wait that is too long", () => {
  const refused = async (retryAfter: string, options = {}) => {
    const { apiUsers, requests } = stubClient(status(429, null, { "Retry-After": retryAfter }));
    const error = await rejectionOf(SigfoxApiError, apiUsers.get("u1", {}, options));
    expect(requests).toHaveLength(1);
    expect(error).toMatchObject({ kind: "rateLimited", attempts: 1 });
    expect(Date.now()).toBe(start);
    return error.retryAfter;
  };

  it.each([
    ["91", 91_000],
    ["86400", 86_400_000],
    [httpDate(91_000), 91_000],
    ["Fri, 31 Dec 9999 23:59:59 GMT", Date.parse("9999-12-31T23:59:59Z") - start],
  ])(
    "because it is past the 90 s of a call, such as %.40s, fails at once and is told",
    async (retryAfter, milliseconds) => {
      expect(await refused(retryAfter)).toBe(milliseconds);
    },
  );

  it("because it is past the time left fails at once and is told", async () => {
    expect(await refused("2", { totalTimeout: 1999 })).toBe(2000);
  });

  it("because the back-off is past the time left fails at once", async () => {
    const { apiUsers, requests } = stubClient(status(503), { retryDelay: () => 2000, totalTimeout: 1999 });
    const error = await rejectionOf(SigfoxApiError, apiUsers.get("u1"));
    expect(error).toMatchObject({ kind: "server", attempts: 1, retryAfter: undefined });
    expect(requests).toHaveLength(1);
  });
});

it("tells retryAfter on every error that has it", async () => {
  const { apiUsers } = stubClient(status(403, null, { "Retry-After": "5" }));
  expect((await rejectionOf(SigfoxApiError, apiUsers.get("u1"))).retryAfter).toBe(5000);
});

describe("the back-off", () => {
  it.each([
    [1, 500],
    [2, 1000],
    [3, 2000],
    [4, 4000],
    [5, 8000],
    [6, 8000],
    [2000, 8000],
  ])("before retry %d is from half of to the whole of %d ms", (attempt, most) => {
    const random = jest.spyOn(Math, "random");
    expect([0, 0.5, 1].map((value) => (random.mockReturnValueOnce(value), backOff(attempt)))).toEqual([
      most / 2,
      (most * 3) / 4,
      most,
    ]);
  });

  it("is what a client waits for by default", async () => {
    jest.spyOn(Math, "random").mockReturnValue(0);
    const times: number[] = [];
    const fetch = () => {
      times.push(Date.now() - start);
      return Promise.resolve(new Response(null, { status: 503 }));
    };
    await rejectionOf(SigfoxApiError, inTime(new ApiUsersClient({ fetch }).get("u1")));
    expect(times).toEqual([0, 250, 750]);
  });

  it("is asked for with the number of the retry, and not for more than there are", async () => {
    const asked: number[] = [];
    const { apiUsers } = stubClient(status(503), { retries: 3, retryDelay: (attempt) => (asked.push(attempt), 0) });
    await rejectionOf(SigfoxApiError, apiUsers.get("u1"));
    expect(asked).toEqual([1, 2, 3]);
  });

  it.each([-5, NaN, 0])("of %d is no wait", async (delay) => {
    const { apiUsers, requests } = stubClient(status(503), { retryDelay: () => delay });
    await rejectionOf(SigfoxApiError, apiUsers.get("u1"));
    expect(requests).toHaveLength(3);
    expect(Date.now()).toBe(start);
  });
});
