import { getEventListeners } from "node:events";
import { SigfoxAbortError, SigfoxApiError, type ListOptions } from "../../src/index";
import { inTime, pass, standingClock } from "../support/clock";
import { Gate, idsOf, PageServer, settled } from "../support/pageServer";
import { rejectionOf } from "../support/rejection";
import { json, never, status, stubClient } from "../support/stubFetch";

standingClock();

const bothWays = [1, 4];

describe.each(bothWays)("a consumer that stops, with %d at a time,", (concurrency) => {
  const start = () => {
    const server = new PageServer(1000, { before: (offset) => (offset > 20 ? new Gate().opened : undefined) });
    return { server, list: server.client().list({ limit: 10 }, { concurrency }) };
  };
  const stopped = async (server: PageServer) => {
    const { length } = server.asked;
    expect(server.underWay).toBe(0);
    await settled();
    expect(server.asked).toHaveLength(length);
  };

  it("by break, ends all requests", async () => {
    const { server, list } = start();
    for await (const user of list) if (user.id === "u12") break;
    await stopped(server);
    expect(server.cancelled).toHaveLength(concurrency === 1 ? 0 : 4);
  });

  it("by return, ends all requests", async () => {
    const { server, list } = start();
    const find = async () => {
      for await (const page of list.pages()) if (page.offset === 10) return page.data[2]?.id;
      return undefined;
    };
    expect(await find()).toBe("u12");
    await settled();
    await stopped(server);
  });

  it("by throw, ends all requests", async () => {
    const { server, list } = start();
    const read = async () => {
      for await (const user of list) if (user.id === "u12") throw new RangeError("enough");
    };
    await rejectionOf(RangeError, read());
    await stopped(server);
  });

  it("by the iterator's own throw(), ends all requests", async () => {
    const { server, list } = start();
    const iterator = list.pages();
    for (let page = 0; page < 3; page++) await iterator.next();
    await rejectionOf(RangeError, iterator.throw(new RangeError("enough")));
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    await stopped(server);
  });
});

describe.each(bothWays)("a signal, with %d at a time,", (concurrency) => {
  it("ends the reading between two users of a page", async () => {
    const controller = new AbortController();
    const server = new PageServer(100);
    const iterator = server
      .client()
      .list({ limit: 10 }, { signal: controller.signal, concurrency })
      [Symbol.asyncIterator]();
    await iterator.next();
    await settled();
    controller.abort(new RangeError("enough"));
    const error = await rejectionOf(SigfoxAbortError, iterator.next());
    expect(error).toMatchObject({
      kind: "aborted",
      operation: "listApiUsers",
      cause: controller.signal.reason as unknown,
    });
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    await settled();
    expect(server.underWay).toBe(0);
  });

  it("ends the reading while a page is under way", async () => {
    const controller = new AbortController();
    const server = new PageServer(100, { before: (offset) => (offset > 0 ? new Gate().opened : undefined) });
    const call = server.client().list({ limit: 10 }, { signal: controller.signal, concurrency }).toArray();
    await settled();
    expect(server.underWay).toBe(concurrency);
    controller.abort();
    const error = await rejectionOf(SigfoxAbortError, call);
    expect(error).toMatchObject({ attempts: 1, cause: controller.signal.reason as unknown });
    expect(server.underWay).toBe(0);
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  });

  it("that is aborted before sends nothing", async () => {
    const server = new PageServer(100);
    const list = server.client().list({}, { signal: AbortSignal.abort(), concurrency });
    await rejectionOf(SigfoxAbortError, list.toArray());
    await rejectionOf(SigfoxAbortError, list);
    expect(server.asked).toEqual([]);
  });

  it("ends the reading of pages, also of those that are there already", async () => {
    const controller = new AbortController();
    const pages = new PageServer(100).client().list({ limit: 10 }, { signal: controller.signal, concurrency }).pages();
    await pages.next();
    await settled();
    controller.abort();
    await rejectionOf(SigfoxAbortError, pages.next());
  });

  it("of which nothing comes has no listener left", async () => {
    const { signal } = new AbortController();
    const list = new PageServer(100).client().list({ limit: 10 }, { signal, concurrency });
    expect(await list.toArray()).toHaveLength(100);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });
});

describe.each(bothWays)("overlapping next() calls, with %d at a time,", (concurrency) => {
  it("give every user once, in order", async () => {
    const server = new PageServer(25, { before: (offset) => new Promise((done) => setTimeout(done, offset % 3)) });
    const iterator = server.client().list({ limit: 4 }, { concurrency })[Symbol.asyncIterator]();
    const results = await inTime(Promise.all(Array.from({ length: 30 }, () => iterator.next())));
    expect(results.map(({ value }) => value?.id)).toEqual([...server.ids, ...new Array<undefined>(5)]);
    expect(results.map(({ done }) => done).indexOf(true)).toBe(25);
  });

  it("are answered in the order in which they were made, even if a page comes in between", async () => {
    const server = new PageServer(8);
    const iterator = server.client().list({ limit: 4 }, { concurrency })[Symbol.asyncIterator]();
    const early = Array.from({ length: 3 }, () => iterator.next());
    await early[0];
    const late = Array.from({ length: 5 }, () => iterator.next());
    const results = await Promise.all([...early, ...late]);
    expect(results.map(({ value }) => value?.id)).toEqual(server.ids);
  });

  it("after a failure find the end", async () => {
    const server = new PageServer(25, { before: () => Promise.reject(new TypeError("fetch failed")) });
    const iterator = server.client({ retries: 0 }).list({ limit: 4 }, { concurrency }).pages();
    const results = await Promise.allSettled([iterator.next(), iterator.next(), iterator.next()]);
    expect(results.map((result) => (result.status === "fulfilled" ? result.value.done : "failed"))).toEqual([
      "failed",
      true,
      true,
    ]);
    expect(server.asked).toEqual([0]);
  });
});

it.each(bothWays)("attempts and retries count for each page, with %d at a time", async (concurrency) => {
  const page = (id: string, next?: number) => json({ data: [{ id }], paging: next ? { next: `?offset=${next}` } : {} });
  const options = { concurrency, retries: 1 };
  const good = stubClient([status(503), page("a", 1), status(503), page("b")]);
  expect(await inTime(idsOf(good.apiUsers.list({ limit: 1 }, { ...options, concurrency: 1 })))).toEqual(["a", "b"]);
  const bad = stubClient([status(503), page("a", 1), status(503)]);
  const error = await rejectionOf(SigfoxApiError, inTime(bad.apiUsers.list({ limit: 1 }, options).toArray()));
  expect(error).toMatchObject({ kind: "server", attempts: 2, mayHaveBeenApplied: false });
});

it("never counts the consumer's own time", async () => {
  const server = new PageServer(6);
  const options: ListOptions = { timeout: 20, totalTimeout: 20, concurrency: 2 };
  const seen: string[] = [];
  for await (const { id } of server.client().list({ limit: 2 }, options)) {
    seen.push(id);
    await pass(15);
  }
  expect(seen).toEqual(server.ids);
});

it("counts the deadline for each page", async () => {
  const page = json({ data: [{ id: "a" }], paging: { next: "?offset=1" } });
  const { apiUsers } = stubClient([page, never]);
  const call = inTime(apiUsers.list({ limit: 1 }, { timeout: 10, retries: 0 }).toArray());
  await expect(call).rejects.toMatchObject({ kind: "timeout", limit: 10, scope: "attempt", attempts: 1 });
});

it("return() ends an iteration whose next() is waiting for a page, at whatever moment it comes", async () => {
  for (let turns = 0; turns < 60; turns += 1) {
    const users = new PageServer(20).client().list({ limit: 10 })[Symbol.asyncIterator]();
    const waiting = users.next();
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
    await users.return();
    await waiting;
    expect(await users.next()).toEqual({ done: true, value: undefined });
  }
});
