import { SigfoxPaginationError } from "../../src/index";
import { idsOf, PageServer } from "../support/pageServer";
import { rejectionOf } from "../support/rejection";
import { json, stubClient } from "../support/stubFetch";

const users = (...ids: string[]) => ids.map((id) => ({ id }));
const nextAt = (offset: number | string) => ({ next: `https://api.sigfox.com/v2/api-users/?limit=2&offset=${offset}` });
const offsets = (requests: readonly { readonly url: string }[]) =>
  requests.map(({ url }) => new URL(url).searchParams.get("offset"));

describe("following the pages", () => {
  it("asks for each page with the caller's own filters, fields and limit", async () => {
    const { apiUsers, requests } = stubClient([
      json({ data: users("a", "b"), paging: nextAt(2) }),
      json({ data: users("c"), paging: {} }),
    ]);
    const query = { fields: { group: { name: true } }, groupIds: ["g1"], limit: 2, authorizations: true } as const;
    expect(await idsOf(apiUsers.list(query))).toEqual(["a", "b", "c"]);
    const base = "https://api.sigfox.com/v2/api-users/?fields=group(name)&groupIds=g1&limit=2&authorizations=true";
    expect(requests.map(({ url }) => url)).toEqual([base, `${base}&offset=2`]);
  });

  it("begins at the caller's offset", async () => {
    const server = new PageServer(10);
    const ids = await idsOf(server.client().list({ limit: 4, offset: 3 }));
    expect(ids).toEqual(server.ids.slice(3));
    expect(server.asked).toEqual([3, 7]);
  });

  it.each([{}, { next: null }, { next: "" }, { next: undefined }])("stops where paging is %j", async (paging) => {
    const { apiUsers, requests } = stubClient(json({ data: users("a", "b"), paging }));
    expect(await idsOf(apiUsers.list({ limit: 2 }))).toEqual(["a", "b"]);
    expect(requests).toHaveLength(1);
  });

  it.each([undefined, null, [], "none"])(
    "asks for one more page where paging is %j and the page is full",
    async (paging) => {
      const { apiUsers, requests } = stubClient([
        json({ data: users("a", "b"), paging }),
        json({ data: users("c"), paging }),
      ]);
      expect(await idsOf(apiUsers.list({ limit: 2 }))).toEqual(["a", "b", "c"]);
      expect(offsets(requests)).toEqual([null, "2"]);
    },
  );

  it("takes a page of 100 for a full one if no limit was given", async () => {
    const full = Array.from({ length: 100 }, (_, index) => ({ id: `u${index}` }));
    const { apiUsers, requests } = stubClient([json({ data: full }), json({ data: [] })]);
    expect(await idsOf(apiUsers.list())).toHaveLength(100);
    expect(offsets(requests)).toEqual([null, "100"]);
  });

  it("goes on after a short page that has a next, and after an empty one that advances", async () => {
    const { apiUsers, requests } = stubClient([
      json({ data: users("a"), paging: nextAt(5) }),
      json({ data: [], paging: nextAt(9) }),
      json({ data: users("b"), paging: {} }),
    ]);
    expect(await idsOf(apiUsers.list({ limit: 5 }))).toEqual(["a", "b"]);
    expect(offsets(requests)).toEqual([null, "5", "9"]);
  });

  it("reads nothing but the offset of next, and never goes where it points", async () => {
    const next = "http://evil.example/steal?groupIds=all&limit=1&myoffset=9&offset=2#offset=7";
    const { apiUsers, requests } = stubClient([json({ data: users("a", "b"), paging: { next } }), json({ data: [] })]);
    expect(await idsOf(apiUsers.list({ limit: 2, groupIds: ["g1"] }))).toEqual(["a", "b"]);
    expect(requests[1]?.url).toBe("https://api.sigfox.com/v2/api-users/?groupIds=g1&limit=2&offset=2");
  });

  it.each(["https://api.sigfox.com/v2/api-users/?page=2", "?offset=", "?offset=two", "?offset=1e400", 7, {}, true])(
    "advances by what it received where next is %j",
    async (next) => {
      const { apiUsers, requests } = stubClient([
        json({ data: users("a", "b"), paging: { next } }),
        json({ data: [] }),
      ]);
      expect(await idsOf(apiUsers.list({ limit: 100, offset: 10 }))).toEqual(["a", "b"]);
      expect(offsets(requests)).toEqual(["10", "12"]);
    },
  );
});

describe("a list that cannot be read on", () => {
  it.each([10, 9, 0, -5])("refuses a next at offset %d after the page at 10", async (next) => {
    const { apiUsers, requests } = stubClient(json({ data: users("a", "b"), paging: nextAt(next) }));
    const iterator = apiUsers.list({ limit: 2, offset: 10 })[Symbol.asyncIterator]();
    expect([(await iterator.next()).value?.id, (await iterator.next()).value?.id]).toEqual(["a", "b"]);
    const error = await rejectionOf(SigfoxPaginationError, iterator.next());
    expect(error).toMatchObject({
      kind: "pagination",
      offset: next,
      pagesRead: 1,
      operation: "listApiUsers",
      attempts: 0,
    });
    expect(error.message).toBe(`listApiUsers GET /api-users/: the page after offset 10 would start at ${next}`);
    expect(requests).toHaveLength(1);
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });

  it("refuses an empty page whose next cannot be read", async () => {
    const { apiUsers, requests } = stubClient(json({ data: [], paging: { next: "more" } }));
    const error = await rejectionOf(SigfoxPaginationError, apiUsers.list().toArray());
    expect(error).toMatchObject({ offset: 0, pagesRead: 1 });
    expect(requests).toHaveLength(1);
  });

  it("ends with an error past the highest offset, after every user before it", async () => {
    const server = new PageServer(40_200);
    const seen: string[] = [];
    const read = async () => {
      for await (const { id } of server.client().list({ offset: 39_900 })) seen.push(id);
    };
    const error = await rejectionOf(SigfoxPaginationError, read());
    expect(error).toMatchObject({ offset: 40_100, pagesRead: 2 });
    expect(error.message).toContain("list in parts, by groupIds or profileId");
    expect(seen).toEqual(server.ids.slice(39_900, 40_100));
    expect(server.asked).toEqual([39_900, 40_000]);
  });

  it("counts the pages that page.next() has read", async () => {
    const { apiUsers } = stubClient([json({ data: [], paging: nextAt(2) }), json({ data: [], paging: nextAt(2) })]);
    const second = await (await apiUsers.list()).next();
    const error = await rejectionOf(SigfoxPaginationError, second?.next() ?? Promise.resolve());
    expect(error).toMatchObject({ offset: 2, pagesRead: 2 });
  });
});
