import { ApiUsersClient, SigfoxConnectionError, SigfoxPaginationError, SigfoxValidationError } from "../../src/index";
import { Gate, idsOf, PageServer, settled } from "../support/pageServer";
import { rejectionOf } from "../support/rejection";

/** A server whose pages wait until they are let through. */
function gated(total: number, cap = Infinity) {
  const gates = new Map<number, Gate>();
  const gateOf = (offset: number): Gate => {
    const gate = gates.get(offset) ?? new Gate();
    gates.set(offset, gate);
    return gate;
  };
  const server = new PageServer(total, { cap, before: (offset) => gateOf(offset).opened });
  const open = async (...offsets: number[]) => {
    for (const offset of offsets) gateOf(offset).open();
    await settled();
  };
  return { server, open };
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

describe("what is asked for", () => {
  it("is the first page alone, then as many windows as may be under way", async () => {
    const { server, open } = gated(1000);
    const reading = server.client().list({ limit: 10 }, { concurrency: 3 }).toArray();
    await settled();
    expect(server.asked).toEqual([0]);
    await open(0);
    expect(server.asked).toEqual([0, 10, 20, 30]);
    expect(server.underWay).toBe(3);
    await open(20);
    expect(server.asked).toEqual([0, 10, 20, 30, 40]);
    await open(...Array.from({ length: 100 }, (_, page) => page * 10));
    expect((await reading).map(({ id }) => id)).toEqual(server.ids);
    expect(server.mostUnderWay).toBe(3);
  });

  it("is one page at a time by default", async () => {
    const server = new PageServer(50);
    await server.client().list({ limit: 10 }).toArray();
    expect(server.mostUnderWay).toBe(1);
    expect(server.asked).toEqual([0, 10, 20, 30, 40]);
  });

  it("is the first page only where there are no more", async () => {
    const server = new PageServer(10);
    await server.client().list({ limit: 10 }, { concurrency: 8 }).toArray();
    expect(server.asked).toEqual([0]);
  });

  it("stays 2 × concurrency pages ahead of a consumer that is slow", async () => {
    const server = new PageServer(1000);
    const pages = server.client().list({ limit: 10 }, { concurrency: 3 }).pages();
    await pages.next();
    await settled();
    expect(server.asked).toHaveLength(1 + 6);
    await pages.next();
    await settled();
    expect(server.asked).toHaveLength(2 + 6);
    await pages.return();
  });

  it("stays 2 × concurrency pages ahead of a slow page, however fast the others are", async () => {
    const { server, open } = gated(1000);
    const pages = server.client().list({ limit: 10 }, { concurrency: 3 }).pages();
    const first = pages.next();
    await open(0, ...Array.from({ length: 100 }, (_, page) => 20 + page * 10));
    expect((await first).value?.offset).toBe(0);
    expect(server.asked).toEqual([0, 10, 20, 30, 40, 50, 60]);
    await pages.return();
  });

  it("goes no further than the highest offset, which is an error of its own", async () => {
    const server = new PageServer(41_000);
    const seen: string[] = [];
    const read = async () => {
      for await (const { id } of server.client().list({ offset: 39_500 }, { concurrency: 8 })) seen.push(id);
    };
    const error = await rejectionOf(SigfoxPaginationError, read());
    expect(error).toMatchObject({ offset: 40_100, pagesRead: 6 });
    expect(seen).toEqual(server.ids.slice(39_500, 40_100));
    expect(Math.max(...server.asked)).toBe(40_000);
  });

  it.each([0, 17, 1.5, -1, NaN, "2", null])("refuses %p as concurrency before sending", async (concurrency) => {
    const server = new PageServer(10);
    const list = server.client().list({}, { concurrency: concurrency as number });
    const error = await rejectionOf(SigfoxValidationError, list.toArray());
    expect(error.issues).toMatchObject([{ type: "option", field: "concurrency" }]);
    expect(server.asked).toEqual([]);
  });

  it("asks for windows ahead only to iterate, not to await the first page", async () => {
    const server = new PageServer(100);
    await server.client().list({ limit: 10 }, { concurrency: 8 });
    await settled();
    expect(server.asked).toEqual([0]);
  });
});

describe("past the end", () => {
  it.each([2, 3, 8, 16])("are at most concurrency − 1 requests (%d)", async (concurrency) => {
    for (const total of [20, 25, 40, 75, 160]) {
      const server = new PageServer(total, { before: (offset) => pause(offset % 7) });
      const ids = await idsOf(server.client().list({ limit: 10 }, { concurrency }));
      expect(ids).toEqual(server.ids);
      expect(server.asked.filter((offset) => offset >= total).length).toBeLessThan(concurrency);
    }
  });

  it("are at most concurrency − 1 requests, even if the last page is the slowest", async () => {
    const { server, open } = gated(50);
    const reading = server.client().list({ limit: 10 }, { concurrency: 4 }).toArray();
    await open(0);
    await open(10, 20, 30);
    expect(server.asked).toEqual([0, 10, 20, 30, 40, 50, 60, 70]);
    await open(70);
    await open(60, 50);
    expect(server.asked).toHaveLength(8);
    await open(40);
    expect(await reading).toHaveLength(50);
    expect(server.asked).toHaveLength(8);
  });

  it("are cancelled as soon as the last page is there, even before it is read", async () => {
    const { server, open } = gated(20);
    const pages = server.client().list({ limit: 10 }, { concurrency: 4 }).pages();
    const first = pages.next();
    await open(0);
    await first;
    expect(server.underWay).toBe(4);
    await open(10);
    expect(server.cancelled).toEqual([20, 30, 40]);
    expect((await pages.next()).value?.offset).toBe(10);
    expect(await pages.next()).toEqual({ done: true, value: undefined });
  });
});

describe("a window that fails", () => {
  const failing = (at: number, slow: number) =>
    new PageServer(200, {
      before: async (offset) => {
        if (offset === at) throw new TypeError("fetch failed");
        await (offset > at ? new Gate().opened : pause(offset === slow ? 10 : 0));
      },
    });

  it("surfaces after the users before it, and the others are cancelled", async () => {
    const server = failing(40, 10);
    const seen: string[] = [];
    const read = async () => {
      for await (const { id } of server.client({ retries: 0 }).list({ limit: 10 }, { concurrency: 4 })) seen.push(id);
    };
    const error = await rejectionOf(SigfoxConnectionError, read());
    expect(error).toMatchObject({ operation: "listApiUsers", attempts: 1 });
    expect(seen).toEqual(server.ids.slice(0, 40));
    expect(server.underWay).toBe(0);
    expect(server.asked.filter((offset) => offset > 40)).toEqual(server.cancelled);
  });

  it("asks for nothing behind it while it waits for its turn", async () => {
    const server = failing(20, 10);
    const pages = server.client({ retries: 0 }).list({ limit: 10 }, { concurrency: 2 }).pages();
    await pages.next();
    await settled();
    const { length } = server.asked;
    await pages.next();
    await settled();
    expect(server.asked).toHaveLength(length);
    await expect(pages.next()).rejects.toMatchObject({ kind: "connection" });
    expect(await pages.next()).toEqual({ done: true, value: undefined });
  });

  it("is retried by its own policy, and then nothing is lost", async () => {
    const failed = new Set<number>();
    const server = new PageServer(100, {
      before: async (offset) => {
        if (failed.size === failed.add(offset).size) return;
        await pause(1);
        throw new TypeError("fetch failed");
      },
    });
    const ids = await idsOf(server.client({ retries: 1 }).list({ limit: 10 }, { concurrency: 4 }));
    expect(ids).toEqual(server.ids);
    expect(server.asked.filter((offset) => offset < 100)).toHaveLength(20);
  });

  it("on the first page fails alone", async () => {
    const server = failing(0, 0);
    const call = server.client({ retries: 0 }).list({ limit: 10 }, { concurrency: 4 }).toArray();
    await rejectionOf(SigfoxConnectionError, call);
    expect(server.asked).toEqual([0]);
  });

  it("beyond the end is not seen", async () => {
    const { server, open } = gated(20);
    const fetch = (input: unknown, init?: RequestInit): Promise<Response> =>
      Number(new URL(String(input)).searchParams.get("offset")) < 20
        ? server.fetch(String(input), init)
        : Promise.resolve(new Response(null, { status: 403 }));
    const reading = new ApiUsersClient({ fetch }).list({ limit: 10 }, { concurrency: 4 }).toArray();
    await open(0, 10);
    expect(await reading).toHaveLength(20);
  });
});
