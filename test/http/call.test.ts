import { getEventListeners } from "node:events";
import { SigfoxAbortError, SigfoxTimeoutError } from "../../src/index";
import { inTime, standingClock } from "../support/clock";
import { calls, operations } from "../support/eachOperation";
import { settled } from "../support/pageServer";
import { rejection, rejectionOf } from "../support/rejection";
import { json, never, stall, status, stubClient, user, type Reply } from "../support/stubFetch";

standingClock();

describe("the deadline of an attempt", () => {
  it.each<[string, Reply]>([
    ["an answer that never comes", never],
    ["a body that never ends", stall()],
    ["a fetch that does not heed its signal", () => new Promise(() => undefined)],
  ])("ends %s", async (_, reply) => {
    const { apiUsers, requests } = stubClient(reply, { timeout: 20, retries: 1 });
    const error = await rejectionOf(SigfoxTimeoutError, inTime(apiUsers.get("u1")));
    expect(error).toMatchObject({ limit: 20, scope: "attempt", attempts: 2, mayHaveBeenApplied: false });
    expect(error.message).toBe("getApiUser GET /api-users/u1: no complete response within 20 ms after 2 attempts");
    expect(requests.map(({ signal }) => signal.aborted)).toEqual([true, true]);
    expect(requests[0]?.signal.reason).toMatchObject({ name: "TimeoutError" });
  });

  it("is the call's own rather than the client's", async () => {
    const { apiUsers } = stubClient(never, { timeout: 10_000 });
    const error = await rejectionOf(SigfoxTimeoutError, inTime(apiUsers.get("u1", {}, { timeout: 10, retries: 0 })));
    expect(error.limit).toBe(10);
    const { apiUsers: other } = stubClient(never, { timeout: 10, retries: 0 });
    const its = rejectionOf(SigfoxTimeoutError, inTime(other.get("u1", {}, { timeout: undefined })));
    expect(await its).toMatchObject({ limit: 10 });
  });

  it("begins anew with each attempt", async () => {
    const slow: Reply = async () => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      return new Response(null, { status: 503 });
    };
    const { apiUsers } = stubClient([slow, slow, slow, json(user)], { timeout: 60, retries: 3 });
    expect(await inTime(apiUsers.get("u1"))).toEqual(user);
  });
});

describe("the deadline of the call", () => {
  it("covers all attempts and waits", async () => {
    const { apiUsers } = stubClient(never, { timeout: 40, totalTimeout: 100, retries: 9 });
    const error = await rejectionOf(SigfoxTimeoutError, inTime(apiUsers.get("u1")));
    expect(error).toMatchObject({ limit: 100, scope: "total", attempts: 3 });
    expect(error.message).toBe("getApiUser GET /api-users/u1: did not complete within 100 ms after 3 attempts");
  });

  it("that is shorter than an attempt's ends the first one", async () => {
    const { apiUsers, requests } = stubClient(never, { totalTimeout: 20 });
    const error = await rejection(inTime(apiUsers.get("u1")));
    expect(error).toMatchObject({ kind: "timeout", limit: 20, scope: "total", attempts: 1 });
    expect(performance.now()).toBe(20);
    expect(requests).toHaveLength(1);
  });

  it("covers reading the credentials", async () => {
    const { apiUsers, requests } = stubClient(json(user), {
      auth: () => new Promise(() => undefined),
      totalTimeout: 20,
    });
    const error = await rejectionOf(SigfoxTimeoutError, inTime(apiUsers.update("u1", {})));
    expect(error).toMatchObject({ scope: "total", mayHaveBeenApplied: false });
    expect(requests).toHaveLength(0);
  });
});

describe("an abort", () => {
  const reason = new RangeError("enough");

  it.each(operations)("before the call sends nothing: %s", async (operation) => {
    const { apiUsers, requests } = stubClient(json({}));
    const error = await rejectionOf(
      SigfoxAbortError,
      calls[operation](apiUsers, { signal: AbortSignal.abort(reason) }),
    );
    expect(error).toMatchObject({ kind: "aborted", name: "AbortError", attempts: 0, mayHaveBeenApplied: false });
    expect(error.cause).toBe(reason);
    expect(error.message).toMatch(/: aborted by the caller$/);
    expect(requests).toHaveLength(0);
  });

  it.each<[string, Reply]>([
    ["for an answer", never],
    ["for the end of a body", stall()],
    ["for a fetch that does not heed its signal", () => new Promise(() => undefined)],
  ])("while it waits %s ends the call at once", async (_, reply) => {
    const { apiUsers, requests } = stubClient(reply);
    const controller = new AbortController();
    const call = rejectionOf(SigfoxAbortError, apiUsers.get("u1", {}, { signal: controller.signal }));
    await settled();
    controller.abort(reason);
    const error = await call;
    expect(error).toMatchObject({ attempts: 1, mayHaveBeenApplied: false });
    expect(error.cause).toBe(reason);
    expect(requests[0]?.signal.aborted).toBe(true);
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  });

  it("between two attempts ends the wait at once", async () => {
    const { apiUsers, requests } = stubClient(status(503), { retryDelay: () => 10_000 });
    const controller = new AbortController();
    const call = rejectionOf(SigfoxAbortError, apiUsers.update("u1", {}, { signal: controller.signal }));
    await settled();
    controller.abort();
    const error = await call;
    expect(error).toMatchObject({ attempts: 1, mayHaveBeenApplied: true });
    expect(error.cause).toBe(controller.signal.reason);
    expect(requests).toHaveLength(1);
  });

  it.each([0, 10_000])("by retryDelay itself, which asks for %d ms, ends the call at once", async (delay) => {
    const controller = new AbortController();
    const retryDelay = () => {
      controller.abort(reason);
      return delay;
    };
    const { apiUsers, requests } = stubClient(status(503), { retryDelay });
    const call = apiUsers.get("u1", {}, { signal: controller.signal });
    expect((await rejectionOf(SigfoxAbortError, call)).attempts).toBe(1);
    expect(requests).toHaveLength(1);
  });

  it("after the answer changes nothing", async () => {
    const controller = new AbortController();
    const { apiUsers } = stubClient(json(user));
    const got = await apiUsers.get("u1", {}, { signal: controller.signal });
    controller.abort();
    expect(got).toEqual(user);
  });

  it("without a reason has the platform's own as its cause", async () => {
    const { apiUsers } = stubClient(never);
    const error = await rejectionOf(SigfoxAbortError, apiUsers.get("u1", {}, { signal: AbortSignal.timeout(5) }));
    expect(error.cause).toMatchObject({ name: "TimeoutError" });
    expect(error.kind).toBe("aborted");
  });

  it.each([undefined, null, "enough", 5])("with the reason %p has it as its cause", async (given) => {
    const { apiUsers } = stubClient(never);
    const error = await rejectionOf(SigfoxAbortError, apiUsers.get("u1", {}, { signal: AbortSignal.abort(given) }));
    expect(error.cause).toBe(given === undefined ? error.cause : given);
    expect(error.kind).toBe("aborted");
  });

  it("of one call leaves another on the same client alone", async () => {
    const { apiUsers } = stubClient([never, json(user)]);
    const aborted = apiUsers.get("u1", {}, { signal: AbortSignal.timeout(5) });
    expect(await apiUsers.get("u1")).toEqual(user);
    await rejectionOf(SigfoxAbortError, aborted);
  });
});
