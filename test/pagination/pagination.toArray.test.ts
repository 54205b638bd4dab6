import {
  ApiUsersClient,
  SigfoxAbortError,
  SigfoxConnectionError,
  SigfoxPaginationError,
  SigfoxValidationError,
} from "../../src/index";
import { Gate, PageServer } from "../support/pageServer";
import { rejectionOf } from "../support/rejection";

describe("toArray", () => {
  it.each([
    [0, 0, []],
    [1, 1, [0]],
    [2, 2, [0]],
    [3, 3, [0, 2]],
    [4, 4, [0, 2]],
    [5, 5, [0, 2, 4]],
    [99, 5, [0, 2, 4]],
    [Infinity, 5, [0, 2, 4]],
    [undefined, 5, [0, 2, 4]],
  ])("with maxItems %p collects %d users of five", async (maxItems, count, asked) => {
    const server = new PageServer(5);
    const users = await server.client().list({ limit: 2 }).toArray({ maxItems });
    expect(users.map(({ id }) => id)).toEqual(server.ids.slice(0, count));
    expect(server.asked).toEqual(asked);
  });

  it.each([
    [100, [0]],
    [101, [0, 100]],
    [150, [0, 100]],
    [200, [0, 100]],
    [201, [0, 100, 200]],
  ])("with maxItems %i requests no more pages than it needs, though eight at a time", async (maxItems, asked) => {
    const server = new PageServer(10_000);
    const users = await server.client().list({}, { concurrency: 8 }).toArray({ maxItems });
    expect(users.map(({ id }) => id)).toEqual(server.ids.slice(0, maxItems));
    expect(server.asked).toEqual(asked);
    expect(server.cancelled).toEqual([]);
  });

  it("with maxItems needs no more pages where the list starts later, and the server gives shorter ones", async () => {
    const server = new PageServer(10_000, { cap: 50 });
    const users = await server.client().list({ offset: 30 }, { concurrency: 8 }).toArray({ maxItems: 150 });
    expect(users.map(({ id }) => id)).toEqual(server.ids.slice(30, 180));
    expect(server.asked).toEqual([30, 80, 130]);
  });

  it("with maxItems reads all that it needs where pages come shorter than the first", async () => {
    const server = new PageServer(10_000, { sizeOf: (offset) => (offset === 0 ? 100 : 30) });
    const users = await server.client().list({}, { concurrency: 8 }).toArray({ maxItems: 250 });
    expect(users.map(({ id }) => id)).toEqual(server.ids.slice(0, 250));
  });

  it.each([-1, 1.5, NaN, "5", null])("refuses %j as maxItems and sends nothing", async (maxItems) => {
    const server = new PageServer(5);
    const call = server
      .client()
      .list()
      .toArray({ maxItems: maxItems as number });
    const error = await rejectionOf(SigfoxValidationError, call);
    expect(error).toMatchObject({ operation: "listApiUsers", issues: [{ type: "option", field: "maxItems" }] });
    expect(server.asked).toEqual([]);
  });

  it.each([null, 5, { maxItem: 5 }])("refuses %j as its options and sends nothing", async (options) => {
    const server = new PageServer(5);
    await rejectionOf(
      SigfoxValidationError,
      server
        .client()
        .list()
        .toArray(options as object),
    );
    expect(server.asked).toEqual([]);
  });

  it("gives an array that belongs to the caller", async () => {
    const list = new PageServer(3).client().list();
    const users = await list.toArray();
    users.length = 0;
    expect(await list.toArray()).toHaveLength(3);
  });

  it("cancels what is under way ahead when it has enough", async () => {
    const server = new PageServer(100, { before: (offset) => (offset > 4 ? new Gate().opened : undefined) });
    const users = await server.client().list({ limit: 2 }, { concurrency: 4 }).toArray({ maxItems: 4 });
    expect(users).toHaveLength(4);
    expect(server.underWay).toBe(0);
  });
});

describe("an error of toArray", () => {
  const failingAt = (offset: number) => (asked: number) =>
    asked === offset ? Promise.reject(new TypeError("fetch failed")) : undefined;
  const options = { retries: 0 };

  it.each([1, 4])("says at which offset to go on, which reads the rest (%d at a time)", async (concurrency) => {
    let isBroken = true;
    const server = new PageServer(25, { before: (offset) => (isBroken ? failingAt(20)(offset) : undefined) });
    const list = (offset: number) => server.client(options).list({ limit: 10, offset }, { concurrency });
    const error = await rejectionOf(SigfoxConnectionError, list(0).toArray());
    expect(error.message).toMatch(/; after 20 users: to go on, list with offset 20$/);
    expect(error.stack).toContain(error.message);
    expect(error.toJSON()["message"]).toBe(error.message);
    isBroken = false;
    expect((await list(20).toArray()).map(({ id }) => id)).toEqual(server.ids.slice(20));
  });

  it("says where the users ended if the pages go on for ever without any", async () => {
    const server = new PageServer(25);
    const fetch = async (url: string, init: RequestInit) => {
      const page = (await (await server.fetch(url, init)).json()) as { data: object[] };
      const offset = Number(new URL(url).searchParams.get("offset") ?? 0);
      return Response.json({ data: page.data, paging: { next: `?offset=${offset + 100}` } });
    };
    const error = await rejectionOf(SigfoxPaginationError, new ApiUsersClient({ fetch }).list().toArray());
    expect(error.message).toContain("offset 40100 is past 40000, the maximum");
    expect(error.message).toMatch(/; after 25 users: to go on, list with offset 25$/);
  });

  it("says nothing of it if no page had any users", async () => {
    const next = (url: string) => Number(new URL(url).searchParams.get("offset") ?? 0) + 100;
    const fetch = async (url: string) => Response.json({ data: [], paging: { next: `?offset=${next(url)}` } });
    const error = await rejectionOf(SigfoxPaginationError, new ApiUsersClient({ fetch }).list().toArray());
    expect(error.message).toMatch(/is past 40000, the maximum: list in parts, by groupIds or profileId$/);
  });

  it("says where the page ended if the server's next one does not advance", async () => {
    const data = Array.from({ length: 100 }, (_, index) => ({ id: `u${index}` }));
    const fetch = async (url: string) =>
      Response.json({ data, paging: { next: url.includes("offset") ? "?offset=50" : "?offset=100" } });
    const error = await rejectionOf(SigfoxPaginationError, new ApiUsersClient({ fetch }).list().toArray());
    expect(error.message).toMatch(/would start at 50; after 200 users: to go on, list with offset 200$/);
  });

  it("says it of an aborted list too", async () => {
    const controller = new AbortController();
    const server = new PageServer(25, {
      before: (offset) => {
        if (offset === 10) controller.abort();
        return undefined;
      },
    });
    const call = server.client().list({ limit: 10 }, { signal: controller.signal }).toArray();
    expect((await rejectionOf(SigfoxAbortError, call)).message).toMatch(/list with offset 10$/);
  });

  it("names no offset if nothing was read", async () => {
    const broken = new PageServer(25, { before: failingAt(0) });
    const error = await rejectionOf(SigfoxConnectionError, broken.client(options).list().toArray());
    expect(error.message).not.toContain("to go on");
    const refused = await rejectionOf(SigfoxValidationError, broken.client().list({ limit: 0 }).toArray());
    expect(refused.message).not.toContain("to go on");
  });

  it("names no offset past the highest one", async () => {
    const server = new PageServer(50_000);
    const error = await rejectionOf(SigfoxPaginationError, server.client().list().toArray());
    expect(error.message).toMatch(/past 40000, the maximum: list in parts, by groupIds or profileId$/);
  });
});
