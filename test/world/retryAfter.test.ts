import { SigfoxApiError } from "../../src/index";
import { rejectionOf } from "../support/rejection";
import { status, stubClient } from "../support/stubFetch";

const start = Date.parse("2026-03-01T12:00:00Z");
const imf = (at: number) => new Date(at).toUTCString();
const hour = 3_600_000;

/** What the error says of a response with these headers. */
async function retryAfter(value: string, headers: Record<string, string> = {}) {
  const { apiUsers } = stubClient(status(403, null, { "Retry-After": value, ...headers }), { retries: 0 });
  return (await rejectionOf(SigfoxApiError, apiUsers.get("u1"))).retryAfter;
}

beforeEach(() => {
  jest.useFakeTimers({ now: start, doNotFake: ["nextTick", "queueMicrotask", "setImmediate"] });
});
afterEach(() => {
  jest.useRealTimers();
});

it("of several dates the first counts", async () => {
  expect(await retryAfter(`${imf(start + 5_000)}, ${imf(start + 60_000)}`)).toBe(5_000);
  const date = `${imf(start + 1_000)}, ${imf(start)}`;
  expect(await retryAfter(imf(start + 5_000), { Date: date })).toBe(4_000);
});

describe("Retry-After", () => {
  it.each([
    ["120", 120_000],
    ["0", 0],
    ["  7 ", 7_000],
    ["299.997", 299_997],
    ["1.9", 1_900],
    ["0.05", 50],
    ["2.0", 2_000],
    ["1.23456", 1_235],
    ["2, 2", 2_000],
    ["2,5", 2_000],
    ["1.5, 60", 1_500],
  ])("of %j is read as %d ms", async (value, milliseconds) => {
    const read = (await retryAfter(value)) ?? NaN;
    // A fraction is kept to the millisecond, however it is rounded.
    expect(Math.abs(read - milliseconds)).toBeLessThanOrEqual(value.includes(".") ? 1 : 0);
    expect(Number.isInteger(read)).toBe(true);
  });

  it.each([
    "",
    "soon",
    "-5",
    "+5",
    "1e9",
    "0x10",
    "5s",
    "1.2.3",
    "NaN",
    "Infinity",
    ", 2",
    "1 minute",
    "2026-03-01T12:00:05Z",
    "Sunday, 01-Mar-26 12:00:05 GMT",
    "Sun Mar  1 12:00:05 2026",
    "Sun, 01 Mar 2026 12:00:05",
    "Sun, 01 Mar 2026 12:00:05 CET",
    "Sun, 99 Mar 2026 12:00:05 GMT",
    "Tue, 31 Feb 2026 12:00:05 GMT",
    "Sun, 01 Mar 2026 24:00:00 GMT",
    "Wed, 1::::::::::::::::::: GMT",
    "9".repeat(400),
  ])("of %j counts as none", async (value) => {
    expect(await retryAfter(value)).toBeUndefined();
  });

  describe("as a date", () => {
    it.each([
      [5_000, 5_000],
      [hour, hour],
      [0, 0],
      [-5_000, 0],
    ])(
      "of %d ms from now is read against the clock of the machine where the response has no Date",
      async (at, wait) => {
        expect(await retryAfter(imf(start + at))).toBe(wait);
      },
    );

    it.each([-25 * hour, -hour, hour, 25 * hour])(
      "is read against the response's own Date, whose clock is off by %d ms",
      async (skew) => {
        const server = start + skew;
        expect(await retryAfter(imf(server + 30_000), { Date: imf(server) })).toBe(30_000);
        expect(await retryAfter(imf(server - 30_000), { Date: imf(server) })).toBe(0);
      },
    );

    it.each(["", "yesterday", "0", "Sun, 99 Foo 2050 08:49:37 GMT"])(
      "is read against the clock of the machine where Date is %j",
      async (date) => {
        expect(await retryAfter(imf(start + 30_000), { Date: date })).toBe(30_000);
      },
    );
  });
});

describe("a hostile value is read in linear time:", () => {
  beforeEach(() => {
    jest.useRealTimers();
  });

  /** The least processor time of some calls, in microseconds. */
  async function cost(value: string): Promise<number> {
    let least = Infinity;
    for (let round = 0; round < 15; round++) {
      const { apiUsers } = stubClient(status(503, null, { "Retry-After": value }), { retries: 0 });
      const before = process.cpuUsage();
      await rejectionOf(SigfoxApiError, apiUsers.get("u1"));
      const { user, system } = process.cpuUsage(before);
      least = Math.min(least, user + system);
    }
    return least;
  }

  it.each<[string, (length: number) => string]>([
    ["colons after the beginning of a date", (length) => `Wed, 1${":".repeat(length)}`],
    ["colons, and the end of a date", (length) => `Wed, 1${":".repeat(length)} GM`],
    ["digits", (length) => `${"1".repeat(length)}x`],
    ["digits after a point", (length) => `1.${"1".repeat(length)}x`],
    ["points", (length) => "1.".repeat(length / 2)],
    ["commas", (length) => `1${",".repeat(length)}x`],
    ["numbers", (length) => "1, ".repeat(length / 3)],
    ["spaces", (length) => `1${" ".repeat(length)}x`],
  ])("%s", async (_, ofLength) => {
    const [short, long] = [ofLength(3_000), ofLength(24_000)];
    await cost(short);
    // Eight times as long; what grows with the square of the length takes 64 times as long.
    expect((await cost(long)) / (await cost(short))).toBeLessThan(24);
  });
});
