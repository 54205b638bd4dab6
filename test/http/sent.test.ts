import { calls, onceOnly, operations } from "../support/eachOperation";
import { rejection } from "../support/rejection";
import { drop, json, status, stubClient, type Reply } from "../support/stubFetch";

const failure = (message: string, fields: object): Error => Object.assign(new Error(message), fields);
const refusedAt = (address: string) =>
  failure(`connect ECONNREFUSED ${address}:443`, { code: "ECONNREFUSED", syscall: "connect", address });
const unreachable = failure("connect ENETUNREACH fd00::1:443", { code: "ENETUNREACH", syscall: "connect" });
const reset = failure("read ECONNRESET", { code: "ECONNRESET", syscall: "read" });

/** Fails as a host with two addresses does; the code is the first one's, as in Node.js. */
const both =
  (...errors: readonly Error[]): Reply =>
  () =>
    Promise.reject(
      new TypeError("fetch failed", {
        cause: Object.assign(new AggregateError(errors), { code: "ECONNREFUSED" }),
      }),
    );

describe.each(operations)("%s to a host with two addresses", (operation) => {
  it("was not sent, and is tried again, where neither was reached, and says why for each", async () => {
    const { apiUsers, requests } = stubClient(both(refusedAt("127.0.0.1"), unreachable), { retries: 1 });
    const error = await rejection(calls[operation](apiUsers));
    expect(error).toMatchObject({ kind: "connection", attempts: 2, mayHaveBeenApplied: false });
    expect(error.message).toContain("connect ECONNREFUSED 127.0.0.1:443; connect ENETUNREACH fd00::1:443");
    expect(requests).toHaveLength(2);
  });
});

describe.each(onceOnly)("%s to a host with two addresses", (operation) => {
  it.each([
    ["first", [reset, unreachable]],
    ["second", [refusedAt("127.0.0.1"), reset]],
  ])("may have been applied where the %s was reached", async (_, errors) => {
    const { apiUsers, requests } = stubClient(both(...errors), { retries: 1 });
    const error = await rejection(calls[operation](apiUsers));
    expect(error).toMatchObject({ kind: "connection", attempts: 1, mayHaveBeenApplied: true });
    expect(error.message).toContain(errors.map(({ message }) => message).join("; "));
    expect(requests).toHaveLength(1);
  });
});

// What a middleware cannot reach is not the server.
describe.each(onceOnly)(
  "%s may have been applied, and is not repeated, where a middleware lost a connection",
  (operation) => {
    const lost = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED", syscall: "connect" });

    it("of its own after the response", async () => {
      const middleware = [{ onResponse: () => Promise.reject(lost) }];
      const { apiUsers, requests } = stubClient(json({ id: "u1", accessToken: "new" }), { middleware });
      const error = await rejection(calls[operation](apiUsers));
      expect(error).toMatchObject({ attempts: 1, mayHaveBeenApplied: true });
      expect(requests).toHaveLength(1);
    });

    it("of its own after the request's", async () => {
      const middleware = [{ onError: () => Promise.reject(lost) }];
      const { apiUsers, requests } = stubClient(drop("ECONNRESET"), { middleware });
      const error = await rejection(calls[operation](apiUsers));
      expect(error).toMatchObject({ attempts: 1, mayHaveBeenApplied: true });
      expect(requests).toHaveLength(1);
    });
  },
);

it.each(onceOnly)(
  "%s was not sent, and is tried again, whatever a middleware makes of a refused connection",
  async (operation) => {
    const middleware = [{ onError: () => new Error("in other words") }];
    const { apiUsers, requests } = stubClient([drop("ECONNREFUSED"), status(403)], { middleware });
    const error = await rejection(calls[operation](apiUsers));
    expect(error).toMatchObject({ kind: "forbidden", attempts: 2, mayHaveBeenApplied: false });
    expect(requests).toHaveLength(2);
  },
);
