import type { OperationId } from "../../src/index";
import { runningClock } from "../support/clock";
import { calls, onceOnly, operations, reads, repeatableWrites, writes } from "../support/eachOperation";
import { rejection } from "../support/rejection";
import { cut, drop, json, never, stall, status, stubClient, type Reply } from "../support/stubFetch";

runningClock();

/** What a call says after one attempt. */
async function afterOne(operation: OperationId, reply: Reply): Promise<boolean> {
  const { apiUsers } = stubClient(reply, { retries: 0 });
  const error = await rejection(calls[operation](apiUsers));
  expect(error.attempts).toBe(1);
  expect(error.message.endsWith("; may have been applied")).toBe(error.mayHaveBeenApplied);
  return error.mayHaveBeenApplied;
}

const inconclusive: [string, Reply][] = [
  ["a lost connection", drop("ECONNRESET")],
  ["a lost connection without a code, as in browsers", () => Promise.reject(new TypeError("Failed to fetch"))],
  ["an attempt that took too long", never],
  ["a body of a server error that took too long", stall("{", 503)],
  ...[408, 500, 501, 502, 503, 504, 599, 300, 301, 302, 303, 304].map((code): [string, Reply] => [
    `a ${code}`,
    status(code),
  ]),
];

const conclusive: [string, Reply][] = [
  ...[307, 308, 400, 401, 403, 404, 405, 409, 412, 418, 429].map((code): [string, Reply] => [
    `a ${code}`,
    status(code),
  ]),
  ["a body of a refusal that took too long", stall("{", 403)],
  ["a connection that was refused", drop("ECONNREFUSED")],
  ["a host that was not found", drop("ENOTFOUND")],
];

describe.each(writes)("%s", (operation) => {
  it.each(inconclusive)("may have been applied after %s", async (_, reply) => {
    expect(await afterOne(operation, reply)).toBe(true);
  });

  it.each(conclusive)("has not been applied after %s", async (_, reply) => {
    expect(await afterOne(operation, reply)).toBe(false);
  });

  it("may have been applied when the caller gives up on an answer", async () => {
    const controller = new AbortController();
    const { apiUsers } = stubClient((request) => {
      setTimeout(() => {
        controller.abort();
      }, 10);
      return never(request);
    });
    const error = await rejection(calls[operation](apiUsers, { signal: controller.signal }));
    expect(error).toMatchObject({ kind: "aborted", attempts: 1, mayHaveBeenApplied: true });
  });

  it.each([
    [409, false],
    [429, false],
    [503, true],
  ])("is as a %i says when the caller gives up on its body: applied %s", async (code, mayHaveBeenApplied) => {
    const controller = new AbortController();
    const pull = () => {
      controller.abort();
    };
    const body = new ReadableStream({ pull }, { highWaterMark: 0 });
    const { apiUsers } = stubClient(() => new Response(body, { status: code }));
    const error = await rejection(calls[operation](apiUsers, { signal: controller.signal, retries: 0 }));
    expect(error).toMatchObject({ kind: "aborted", attempts: 1, mayHaveBeenApplied });
  });

  it("has not been applied when the caller gives up before anything is sent", async () => {
    const controller = new AbortController();
    const auth = () => {
      setTimeout(() => {
        controller.abort();
      }, 10);
      return new Promise<never>(() => undefined);
    };
    const { apiUsers, requests } = stubClient(never, { auth });
    const error = await rejection(calls[operation](apiUsers, { signal: controller.signal }));
    expect(error).toMatchObject({ kind: "aborted", attempts: 1, mayHaveBeenApplied: false });
    expect(requests).toHaveLength(0);
  });
});

describe.each(reads)("%s", (operation) => {
  it.each([...inconclusive, ...conclusive, ["a body that is cut", cut()] as const])(
    "is never said to be applied, not after %s",
    async (_, reply) => {
      expect(await afterOne(operation, reply)).toBe(false);
    },
  );
});

describe.each(["createApiUser", "renewCredential"] as const)("%s", (operation) => {
  it.each<[string, Reply]>([
    ["empty", status(200, "")],
    ["cut", cut()],
    ["too slow", stall()],
    ["not what it should be", json({})],
  ])("may have been applied when the body of its success is %s", async (_, reply) => {
    expect(await afterOne(operation, reply)).toBe(true);
  });
});

describe("after several attempts", () => {
  it.each(repeatableWrites)("%s may have been applied if any of them was inconclusive", async (operation) => {
    const { apiUsers } = stubClient([status(503), status(429), status(403)]);
    const error = await rejection(calls[operation](apiUsers));
    expect(error).toMatchObject({ kind: "forbidden", attempts: 3, mayHaveBeenApplied: true });
  });

  it.each(writes)("%s has not been applied if all of them were conclusive", async (operation) => {
    const { apiUsers } = stubClient([status(429), drop("ECONNREFUSED"), status(429), status(403)]);
    const error = await rejection(calls[operation](apiUsers));
    expect(error).toMatchObject({ kind: "forbidden", attempts: 4, mayHaveBeenApplied: false });
  });

  it.each(onceOnly)("%s may have been applied by the last one", async (operation) => {
    const { apiUsers } = stubClient([status(429), drop("ECONNREFUSED"), status(500)]);
    const error = await rejection(calls[operation](apiUsers));
    expect(error).toMatchObject({ kind: "server", attempts: 3, mayHaveBeenApplied: true });
  });

  it("an update may have been applied when the credentials for the next attempt cannot be had", async () => {
    let isOpen = true;
    const auth = () => {
      if (!isOpen) throw new Error("vault closed");
      isOpen = false;
      return { username: "u", password: "p" };
    };
    const { apiUsers, requests } = stubClient(status(503), { auth });
    const error = await rejection(apiUsers.update("u1", {}));
    expect(error).toMatchObject({ kind: "callback", attempts: 2, mayHaveBeenApplied: true });
    expect(requests).toHaveLength(1);
  });
});

it.each(operations)("%s is refused locally without being applied", async (operation) => {
  const { apiUsers, requests } = stubClient(never);
  const error = await rejection(calls[operation](apiUsers, { timeout: 0 }));
  expect(error).toMatchObject({ kind: "validation", attempts: 0, mayHaveBeenApplied: false });
  expect(requests).toHaveLength(0);
});
