import { SigfoxApiError, type OperationId } from "../../src/index";
import { runningClock } from "../support/clock";
import { calls, operations, reads, repeatableWrites } from "../support/eachOperation";
import { rejection, rejectionOf } from "../support/rejection";
import { cut, drop, json, status, stall, stubClient, type Reply } from "../support/stubFetch";

runningClock();

const repeatable: readonly OperationId[] = [...reads, ...repeatableWrites];
const good = json({ id: "u1", accessToken: "new", data: [] });

/** How many requests a call makes whose first attempt ends so, and whether it succeeds. */
async function life(operation: OperationId, first: Reply) {
  const { apiUsers, requests } = stubClient([first, good]);
  const isGood = await calls[operation](apiUsers).then(
    () => true,
    () => false,
  );
  return [requests.length, isGood];
}
const once = [1, false];
const again = [2, true];

describe.each(operations)("%s", (operation) => {
  const isRepeatable = repeatable.includes(operation);

  it.each([408, 500, 502, 503, 504])(`is ${isRepeatable ? "" : "not "}tried again after a %d`, async (code) => {
    expect(await life(operation, status(code))).toEqual(isRepeatable ? again : once);
  });

  it("is tried again after a 429", async () => {
    expect(await life(operation, status(429))).toEqual(again);
  });

  it.each([300, 301, 302, 307, 308, 400, 401, 403, 404, 405, 409, 412, 418, 501, 505, 599])(
    "is not tried again after a %d",
    async (code) => {
      expect(await life(operation, status(code))).toEqual(once);
    },
  );

  it.each([
    "ECONNREFUSED",
    "ENOTFOUND",
    "EAI_AGAIN",
    "UND_ERR_CONNECT_TIMEOUT",
    "ConnectionRefused",
    "ERR_PROXY_TUNNEL",
  ])("is tried again where no connection was made: %s", async (code) => {
    expect(await life(operation, drop(code))).toEqual(again);
  });

  it.each(["ECONNREFUSED", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH", "ECONNRESET"])(
    "is tried again where connecting failed: %s",
    async (code) => {
      const cause = Object.assign(new Error(`connect ${code}`), { code, syscall: "connect" });
      expect(await life(operation, () => Promise.reject(new TypeError("fetch failed", { cause })))).toEqual(again);
    },
  );

  it.each(["tcp connect error", "dns error"])("is tried again after what Deno says: %s", async (what) => {
    const reply = () => Promise.reject(new TypeError(`error sending request: ${what}`));
    expect(await life(operation, reply)).toEqual(again);
  });

  it.each(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET", "ETIMEDOUT", "EHOSTUNREACH"])(
    `is ${isRepeatable ? "" : "not "}tried again where the connection was lost: %s`,
    async (code) => {
      expect(await life(operation, drop(code))).toEqual(isRepeatable ? again : once);
    },
  );

  it(`is ${isRepeatable ? "" : "not "}tried again where the runtime tells no code`, async () => {
    const reply = () => Promise.reject(new TypeError("Failed to fetch"));
    expect(await life(operation, reply)).toEqual(isRepeatable ? again : once);
  });

  it(`is ${isRepeatable ? "" : "not "}tried again after an attempt that took too long`, async () => {
    expect(await life(operation, stall("{", 500))).toEqual(isRepeatable ? again : once);
  });
});

describe.each([...reads, "createApiUser", "renewCredential"] as const)("%s, which gives something,", (operation) => {
  it(`is ${repeatable.includes(operation) ? "" : "not "}tried again after a body that is cut`, async () => {
    expect(await life(operation, cut())).toEqual(repeatable.includes(operation) ? again : once);
  });
});

describe("the number of attempts", () => {
  it.each([0, 1, 2, 5])("is one more than %d retries", async (retries) => {
    const { apiUsers, requests } = stubClient(status(503), { retries });
    expect(await rejection(apiUsers.get("u1"))).toMatchObject({ kind: "server", attempts: retries + 1 });
    expect(requests).toHaveLength(retries + 1);
    const { apiUsers: other } = stubClient(status(503), { retries: 9 });
    expect(await rejection(other.get("u1", {}, { retries }))).toMatchObject({ attempts: retries + 1 });
  });

  it("is three by default", async () => {
    const { apiUsers, requests } = stubClient(status(503));
    expect((await rejection(apiUsers.get("u1"))).message).toBe("getApiUser GET /api-users/u1: 503 after 3 attempts");
    expect(requests).toHaveLength(3);
  });

  it("ends with the last failure, whatever the ones before were", async () => {
    const { apiUsers, requests } = stubClient([status(503), drop("ECONNRESET"), status(404)]);
    expect(await rejection(apiUsers.get("u1"))).toMatchObject({ kind: "notFound", attempts: 3 });
    expect(requests).toHaveLength(3);
  });

  it("sends the same request each time", async () => {
    const { apiUsers, requests } = stubClient([status(503), status(503), status(204)]);
    await apiUsers.update("u1", { name: "New" }, { headers: { "X-Trace": "1" } });
    for (const { method, url, body, headers } of requests) {
      expect({ method, url, body }).toEqual({
        method: "PUT",
        url: "https://api.sigfox.com/v2/api-users/u1",
        body: '{"name":"New"}',
      });
      expect(headers.get("X-Trace")).toBe("1");
    }
    expect(requests).toHaveLength(3);
  });
});

describe("a deletion that meets a 404", () => {
  const deletions = ["deleteApiUser", "deleteProfileOfApiUser"] as const;
  const gone = json({ message: "gone" }, 404);
  const inconclusive: [string, Reply][] = [
    ["a 500", status(500)],
    ["a 408", status(408)],
    ["a lost connection", drop("ECONNRESET")],
    ["an attempt that took too long", stall("{", 500)],
  ];
  const conclusive: [string, Reply][] = [
    ["a 429", status(429)],
    ["a connection that was never made", drop("ECONNREFUSED")],
  ];

  describe.each(deletions)("%s", (operation) => {
    it.each(inconclusive)("is done after %s", async (_, first) => {
      const { apiUsers, requests } = stubClient([first, gone]);
      await expect(calls[operation](apiUsers)).resolves.toBeUndefined();
      expect(requests).toHaveLength(2);
    });

    it("is done even if a conclusive attempt was in between", async () => {
      const { apiUsers, requests } = stubClient([status(500), status(429), gone]);
      await expect(calls[operation](apiUsers)).resolves.toBeUndefined();
      expect(requests).toHaveLength(3);
    });

    it.each(conclusive)("is an error after %s", async (_, first) => {
      const { apiUsers } = stubClient([first, gone]);
      const error = await rejectionOf(SigfoxApiError, calls[operation](apiUsers));
      expect(error).toMatchObject({ kind: "notFound", attempts: 2, mayHaveBeenApplied: false });
    });

    it("is an error at once", async () => {
      const { apiUsers } = stubClient(gone);
      const error = await rejectionOf(SigfoxApiError, calls[operation](apiUsers));
      expect(error).toMatchObject({ kind: "notFound", attempts: 1, mayHaveBeenApplied: false });
    });
  });

  it("is an error for an update even after an inconclusive attempt", async () => {
    const { apiUsers } = stubClient([status(500), gone]);
    const error = await rejectionOf(SigfoxApiError, apiUsers.update("u1", {}));
    expect(error).toMatchObject({ kind: "notFound", attempts: 2, mayHaveBeenApplied: true });
  });
});

it("a retryDelay that gives no number is an error of the caller's, and ends the call", async () => {
  const retryDelay = (() => Promise.resolve(1)) as unknown as () => number;
  const { apiUsers, requests } = stubClient(status(503), { retryDelay });
  const error = await rejection(apiUsers.get("u1"));
  expect(error).toMatchObject({ kind: "callback", option: "retryDelay" });
  expect(error.message).toContain("must return a number of milliseconds");
  expect(requests).toHaveLength(1);
});
