import { execFile } from "node:child_process";
import { getEventListeners } from "node:events";
import { promisify } from "node:util";
import { ApiUsersClient } from "../../src/index";
import { listen } from "../support/loopback";
import { settled } from "../support/pageServer";
import { json, never, stall, status, stubClient, user, type Reply } from "../support/stubFetch";

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

  it("ends only its own calls", async () => {
    const [mine, other] = [new AbortController(), new AbortController()];
    const slow: Reply = async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return Response.json(user);
    };
    const { apiUsers } = stubClient(slow);
    const aborted = apiUsers.get("u1", {}, { signal: mine.signal });
    const kept = apiUsers.get("u1", {}, { signal: other.signal });
    mine.abort();
    await expect(aborted).rejects.toMatchObject({ kind: "aborted" });
    expect(await kept).toEqual(user);
  });
});

describe("the timers of a call", () => {
  const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === "Timeout").length;

  it.each<[string, Reply, () => object]>([
    ["succeeds", json(user), () => ({})],
    ["is refused", status(404), () => ({})],
    ["is tried again", status(503), () => ({ retries: 2 })],
    ["takes too long", never, () => ({ timeout: 10, retries: 1 })],
    ["takes too long over its body", stall(), () => ({ totalTimeout: 10 })],
    ["is aborted", never, () => ({ signal: AbortSignal.timeout(10) })],
    ["is aborted before", never, () => ({ signal: AbortSignal.abort() })],
  ])("are gone when it %s", async (_, reply, options) => {
    const before = timers();
    const { apiUsers } = stubClient(reply);
    const call = apiUsers.get("u1", {}, options());
    await call.catch(() => undefined);
    expect(timers()).toBe(before);
  });

  it("are there while it is under way", async () => {
    const before = timers();
    const { apiUsers } = stubClient(never);
    const controller = new AbortController();
    const call = apiUsers.get("u1", {}, { signal: controller.signal });
    await settled();
    expect(timers()).toBe(before + 1);
    controller.abort();
    await call.catch(() => undefined);
  });

  it("are gone when a wait between attempts is aborted", async () => {
    const before = timers();
    const { apiUsers } = stubClient(status(503), { retryDelay: () => 60_000 });
    const controller = new AbortController();
    const call = apiUsers.get("u1", {}, { signal: controller.signal });
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(timers()).toBe(before + 1);
    controller.abort();
    await call.catch(() => undefined);
    expect(timers()).toBe(before);
  });
});

it("sends nothing when the turn comes after the deadline, before its timer has run", async () => {
  const blocking: Reply = async () => {
    await settled();
    const end = performance.now() + 80;
    while (performance.now() < end);
    return Response.json(user);
  };
  const options = { maxConcurrency: 1, retryDelay: () => 0 };
  const { apiUsers, requests } = stubClient([status(503), blocking, json(user)], options);
  const late = apiUsers.get("u1", {}, { totalTimeout: 50 });
  const other = apiUsers.get("u2");
  await expect(late).rejects.toMatchObject({ kind: "timeout", scope: "total", attempts: 1 });
  await other;
  expect(requests).toHaveLength(2);
});

it("a process whose calls have ended ends by itself", async () => {
  const server = await listen(({ url = "" }, response) => {
    if (!url.includes("never")) response.writeHead(url.includes("fails") ? 503 : 200).end('{"id":"u1"}');
  });
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--import", "tsx", "--no-warnings", `${__dirname}/../support/exit.ts`, server.url],
    { timeout: 20_000 },
  );
  const { kinds, waited } = JSON.parse(stdout) as { kinds: string[]; waited: number };
  expect(kinds).toEqual(["good", "server", "aborted", "aborted", "timeout", "timeout"]);
  expect(waited).toBeLessThan(2000);
}, 30_000);
