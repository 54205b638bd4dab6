import { ApiUsersClient } from "../../src/index";
import { createFakeApi } from "../../src/testing/index";
import { Gate, idsOf, PageServer, settled } from "../support/pageServer";

const concurrency = 4;

describe("a server that gives other pages than it is asked for", () => {
  it("is asked at its own step if it caps every page", async () => {
    const server = new PageServer(100, { cap: 10 });
    expect(await idsOf(server.client().list({ limit: 50 }, { concurrency }))).toEqual(server.ids);
    expect(server.asked.filter((offset) => offset < 100)).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
  });

  it("is read without a gap or a double if one page in the middle is short", async () => {
    const server = new PageServer(100, { sizeOf: (offset) => (offset === 40 ? 3 : 10) });
    expect(await idsOf(server.client().list({ limit: 10 }, { concurrency }))).toEqual(server.ids);
    expect(server.asked).toContain(43);
  });

  it("is read without a gap or a double if the first page is short", async () => {
    const server = new PageServer(100, { sizeOf: (offset) => (offset === 0 ? 3 : 10) });
    expect(await idsOf(server.client().list({ limit: 10 }, { concurrency }))).toEqual(server.ids);
  });

  it("is read without a gap or a double if it gives more than was asked for", async () => {
    const server = new PageServer(100);
    const fetch = (input: unknown, init?: RequestInit) =>
      server.fetch(String(input).replace("limit=10", "limit=25"), init);
    const ids = await idsOf(new ApiUsersClient({ fetch }).list({ limit: 10 }, { concurrency }));
    expect(ids).toEqual(server.ids);
  });

  it("is read ahead again when a short page has shown that the end lies elsewhere", async () => {
    const held = new Gate();
    const slow = new Gate();
    const server = new PageServer(65, {
      sizeOf: (offset) => (offset === 10 ? 5 : 10),
      before: (offset) => (offset === 10 ? held.opened : offset === 15 ? slow.opened : undefined),
    });
    const reading = idsOf(server.client().list({ limit: 10 }, { concurrency }));
    await settled();
    // The page at 60 is the last one, and was read before the one at 10.
    expect(server.underWay).toBe(1);
    const { length } = server.asked;
    held.open();
    await settled();
    expect(server.asked.slice(length)).toEqual([15]);
    server.mostUnderWay = 0;
    slow.open();
    expect(await reading).toEqual(server.ids);
    expect(server.mostUnderWay).toBe(concurrency);
  });

  it("cancels the windows that a short page makes useless", async () => {
    const held = new Gate();
    const server = new PageServer(100, {
      sizeOf: (offset) => (offset === 10 ? 5 : 10),
      before: (offset) => (offset === 30 || offset === 40 ? held.opened : undefined),
    });
    const pages = server.client().list({ limit: 10 }, { concurrency }).pages();
    await pages.next();
    expect((await pages.next()).value?.data).toHaveLength(5);
    expect((await pages.next()).value?.offset).toBe(15);
    expect(server.cancelled.slice(0, 2)).toEqual([30, 40]);
    await pages.return();
  });
});

describe("a collection that changes while it is read", () => {
  it.each([1, concurrency])("gives what is added at its end, %d at a time", async (concurrency) => {
    const server = new PageServer(40);
    const ids: string[] = [];
    for await (const { id } of server.client().list({ limit: 5 }, { concurrency })) {
      ids.push(id);
      if (id === "u2") server.ids.push("new1", "new2", "new3");
    }
    expect(ids.slice(0, 40)).toEqual(server.ids.slice(0, 40));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each([1, concurrency])("does not wait for what is gone from its end, %d at a time", async (concurrency) => {
    const server = new PageServer(100);
    const ids: string[] = [];
    for await (const { id } of server.client().list({ limit: 5 }, { concurrency })) {
      ids.push(id);
      if (id === "u12") server.ids.length = 60;
    }
    expect(ids.slice(0, 60)).toEqual(server.ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("ends where the page before the next windows is the last one now", async () => {
    const held = new Gate();
    const server = new PageServer(100, { before: (offset) => (offset === 20 ? held.opened : undefined) });
    const reading = idsOf(server.client().list({ limit: 10 }, { concurrency }));
    await settled();
    server.ids.length = 25;
    held.open();
    expect(await reading).toEqual(server.ids);
  });

  it("is partly skipped by a loop that deletes, and not by one that collects first", async () => {
    const fake = createFakeApi({ users: 31 });
    const apiUsers = new ApiUsersClient({ auth: fake.auth, fetch: fake.fetch });
    const own = fake.auth.username;
    for await (const { id } of apiUsers.list({ limit: 10 })) if (id !== own) await apiUsers.delete(id);
    expect(fake.users.length).toBeGreaterThan(10);

    fake.reset();
    const users = await apiUsers.list({ limit: 10 }, { concurrency }).toArray();
    for (const { id } of users) if (id !== own) await apiUsers.delete(id);
    expect(fake.users.map(({ id }) => id)).toEqual([own]);
  });
});

it("users that are added while a page in front is under way are read, as they are one page at a time", async () => {
  const held = new Gate();
  const server = new PageServer(15, { before: (offset) => (offset === 10 ? held.opened : undefined) });
  const reading = idsOf(server.client().list({ limit: 10 }, { concurrency }));
  await settled();
  expect(server.asked).toContain(20);
  server.ids = Array.from({ length: 35 }, (_, index) => `u${index}`);
  held.open();
  expect(await reading).toEqual(server.ids);
});
