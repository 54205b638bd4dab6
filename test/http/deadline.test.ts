import { execFile } from "node:child_process";
import { getEventListeners } from "node:events";
import { promisify } from "node:util";
import { ApiUsersClient, type CallOptions } from "../../src/index";
import { timeUntil } from "../../src/http/deadline";
import { inTime, standingClock } from "../support/clock";
import { listen } from "../support/loopback";
import { settled } from "../support/pageServer";
import { rejection } from "../support/rejection";
import { json, never, stall, status, stubClient, user, type Reply } from "../support/stubFetch";

it("a moment that has passed is no negative time, of which Node.js warns", () => {
  expect(timeUntil(performance.now() - 5)).toBe(0);
});

describe("a signal that lives long", () => {
  it("has one listener during calls and none after 500 of them, over real sockets", async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => warnings.push(warning);
    process.on("warning", onWarning);
    const server = await listen((request, response) => {
      response.writeHead(request.url?.endsWith("7") === true ? 404 : 200).end('{"id":"u1"}');
    });
    const { signal } = new AbortController();
    const apiUsers = new ApiUsersClient({ baseUrl: server.url });
    let started = 0;
    let failed = 0;
    let mostListeners = 0;
    const work = async () => {
      while (started < 500) {
        const call = apiUsers.get(`u${started++}`, {}, { signal });
        mostListeners = Math.max(mostListeners, getEventListeners(signal, "abort").length);
        await call.catch(() => (failed += 1));
      }
    };
    await Promise.all(Array.from({ length: 50 }, work));
    process.off("warning", onWarning);
    expect(failed).toBe(50);
    expect(mostListeners).toBe(1);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
    expect(warnings).toEqual([]);
  }, 30_000);

  it("ends all calls under way when it is aborted, and has no listener left", async () => {
    const controller = new AbortController();
    const { apiUsers } = stubClient(never);
    const calls = Array.from({ length: 100 }, () => apiUsers.get("u1", {}, { signal: controller.signal }));
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(1);
    controller.abort();
    const ends = await Promise.allSettled(calls);
    expect(ends.every((end) => end.status === "rejected" && end.reason instanceof Error)).toBe(true);
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  });
});

describe("the timers of a call", () => {
  standingClock();

  it.each<[string, Reply, CallOptions]>([
    ["succeeds", json(user), {}],
    ["is refused", status(404), {}],
    ["is tried again", status(503), {}],
    ["takes too long", never, { timeout: 10, retries: 1 }],
    ["takes too long over its body", stall(), { totalTimeout: 10 }],
    ["is aborted before", never, { signal: AbortSignal.abort() }],
  ])("are gone when it %s", async (_, reply, options) => {
    const { apiUsers } = stubClient(reply);
    await inTime(apiUsers.get("u1", {}, options).catch(() => undefined));
    expect(jest.getTimerCount()).toBe(0);
  });

  it.each<[string, Reply]>([
    ["while it is under way", never],
    ["during a wait between attempts", status(503)],
  ])("are there %s, and gone when it is aborted then", async (_, reply) => {
    const { apiUsers } = stubClient(reply, { retryDelay: () => 60_000 });
    const controller = new AbortController();
    const call = rejection(apiUsers.get("u1", {}, { signal: controller.signal }));
    await settled();
    expect(jest.getTimerCount()).toBe(1);
    controller.abort();
    await call;
    expect(jest.getTimerCount()).toBe(0);
  });
});

it("a process whose calls have ended ends by itself", async () => {
  const server = await listen(({ url = "" }, response) => {
    if (!url.includes("never")) response.writeHead(url.includes("fails") ? 503 : 200).end('{"id":"u1"}');
  });
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--import", "tsx", "--no-warnings", `${__dirname}/../support/exit.ts`, server.url],
    { timeout: 100_000 },
  );
  const { kinds, waited } = JSON.parse(stdout) as { kinds: string[]; waited: number };
  expect(kinds).toEqual(["good", "server", "aborted", "aborted", "timeout", "timeout"]);
  expect(waited).toBeLessThan(20_000);
}, 120_000);
