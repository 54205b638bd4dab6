import { PageServer } from "../support/pageServer";

describe("toArray with maxItems requests no more pages than it needs", () => {
  it.each([
    [100, [0]],
    [101, [0, 100]],
    [150, [0, 100]],
    [200, [0, 100]],
    [201, [0, 100, 200]],
  ])("for %i of 10,000 users, eight at a time", async (maxItems, asked) => {
    const server = new PageServer(10_000);
    const users = await server.client().list({}, { concurrency: 8 }).toArray({ maxItems });
    expect(users.map(({ id }) => id)).toEqual(server.ids.slice(0, maxItems));
    expect(server.asked).toEqual(asked);
    expect(server.cancelled).toEqual([]);
  });

  it("though the list starts later, and the server gives shorter pages", async () => {
    const server = new PageServer(10_000, { cap: 50 });
    const users = await server.client().list({ offset: 30 }, { concurrency: 8 }).toArray({ maxItems: 150 });
    expect(users.map(({ id }) => id)).toEqual(server.ids.slice(30, 180));
    expect(server.asked).toEqual([30, 80, 130]);
  });

  it("and still all that it needs where pages come shorter than the first", async () => {
    const server = new PageServer(10_000, { sizeOf: (offset) => (offset === 0 ? 100 : 30) });
    const users = await server.client().list({}, { concurrency: 8 }).toArray({ maxItems: 250 });
    expect(users.map(({ id }) => id)).toEqual(server.ids.slice(0, 250));
  });
});
