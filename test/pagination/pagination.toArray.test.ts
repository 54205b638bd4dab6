import { SigfoxValidationError } from "../../src/index";
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
