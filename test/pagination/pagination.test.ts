import { expectTypeOf } from "expect-type";
import {
  ApiUserList,
  ApiUserPage,
  SigfoxValidationError,
  type ApiUser,
  type ApiUserWith,
  type CallOptions,
} from "../../src/index";
import { idsOf, PageServer, settled } from "../support/pageServer";
import { rejectionOf } from "../support/rejection";
import { json, stubClient, user } from "../support/stubFetch";

const users = (...ids: string[]) => ids.map((id) => ({ id }));
const nextAt = (offset: number | string) => ({ next: `https://api.sigfox.com/v2/api-users/?limit=2&offset=${offset}` });

describe("a page", () => {
  it("tells where it is and whether more may follow", async () => {
    const server = new PageServer(3);
    const page = await server.client().list({ limit: 2 });
    expect(page).toBeInstanceOf(ApiUserPage);
    expect(page).toMatchObject({ offset: 0, nextOffset: 2, hasNext: true });
    const last = await page.next();
    expect(last).toMatchObject({ offset: 2, nextOffset: undefined, hasNext: false });
    expect(await last?.next()).toBeUndefined();
    expect(server.asked).toEqual([0, 2]);
  });

  it("is plain data in JSON", async () => {
    const { apiUsers } = stubClient(json({ data: [{ id: "a", accessToken: "hush" }], paging: nextAt(1), extra: 1 }));
    const page = await apiUsers.list();
    expect(JSON.stringify(page)).toBe('{"data":[{"id":"a"}],"offset":0,"nextOffset":1,"hasNext":true}');
    expectTypeOf(page.toJSON().nextOffset).toEqualTypeOf<number | undefined>();
  });

  it("cannot be changed", async () => {
    const page = await new PageServer(3).client().list();
    expect(Object.isFrozen(page)).toBe(true);
    expect(Object.isFrozen(page.data)).toBe(true);
    expectTypeOf(page.data).toEqualTypeOf<readonly ApiUserWith<undefined>[]>();
  });

  it("fetches the next page anew each time, with options over those of the list", async () => {
    const { apiUsers, requests } = stubClient([
      json({ data: users("a"), paging: nextAt(1) }),
      json({ data: users("b"), paging: nextAt(2) }),
    ]);
    const page = await apiUsers.list({ limit: 1 }, { headers: { "X-Trace": "list" } });
    const nexts = [await page.next(), await page.next({ headers: { "X-Trace": "next" } })];
    expect(nexts.map((next) => next?.data[0]?.id)).toEqual(["b", "b"]);
    expect(requests.map(({ headers }) => headers.get("X-Trace"))).toEqual(["list", "list", "next"]);
  });
});

describe("a list", () => {
  it("sends nothing until it is used", async () => {
    const server = new PageServer(3);
    const list = server.client().list();
    list.pages();
    list[Symbol.asyncIterator]();
    await settled();
    expect(server.asked).toEqual([]);
    expect(list).toBeInstanceOf(ApiUserList);
    expect((await list).data).toHaveLength(3);
  });

  it("fetches the page that is awaited once, and remembers it", async () => {
    const server = new PageServer(3);
    const list = server.client().list();
    const ends: string[] = [];
    const pages = await Promise.all([
      list,
      list.then((page) => page),
      list.catch(() => undefined),
      list.finally(() => ends.push("ended")),
    ]);
    expect(new Set(pages).size).toBe(1);
    expect(ends).toEqual(["ended"]);
    expect(server.asked).toEqual([0]);
  });

  it("remembers that the first page failed", async () => {
    const { apiUsers, requests } = stubClient(json({ message: "no" }, 403));
    const list = apiUsers.list();
    const errors = [await list.catch((error: unknown) => error), await list.then(undefined, (error: unknown) => error)];
    expect(errors[0]).toMatchObject({ kind: "forbidden" });
    expect(errors[1]).toBe(errors[0]);
    expect(requests).toHaveLength(1);
  });

  it("starts anew for each iteration, whether or not it was awaited", async () => {
    const server = new PageServer(3);
    const list = server.client().list({ limit: 2 });
    await list;
    expect(await idsOf(list)).toEqual(server.ids);
    expect(await list.toArray()).toHaveLength(3);
    const sizes: number[] = [];
    for await (const page of list.pages()) sizes.push(page.data.length);
    expect(sizes).toEqual([2, 1]);
    expect(server.asked).toEqual([0, 0, 2, 0, 2, 0, 2]);
  });

  it("has iterators that give the rest to whoever iterates over them", async () => {
    const server = new PageServer(5);
    const list = server.client().list({ limit: 2 });
    const users = list[Symbol.asyncIterator]();
    expect((await users.next()).value?.id).toBe("u0");
    expect(await idsOf(users)).toEqual(["u1", "u2", "u3", "u4"]);
    const pages = list.pages();
    await pages.next();
    const offsets: number[] = [];
    for await (const { offset } of pages) offsets.push(offset);
    expect(offsets).toEqual([2, 4]);
  });

  it("has the type of its users in all its forms", () => {
    expectTypeOf<Awaited<ApiUserList<ApiUser>>>().toEqualTypeOf<ApiUserPage<ApiUser>>();
    expectTypeOf<ReturnType<ApiUserList<ApiUser>["toArray"]>>().toEqualTypeOf<Promise<ApiUser[]>>();
    expectTypeOf<ApiUserList<ApiUser>>().toExtend<AsyncIterable<ApiUser>>();
    expectTypeOf<ApiUserPage<ApiUser>["next"]>().returns.resolves.toEqualTypeOf<ApiUserPage<ApiUser> | undefined>();
  });
});

it.each<[string, unknown]>([
  ["a number", 5],
  ["null", null],
  ["a Map", new Map([["retries", 1]])],
  ["an unknown name", { retry: 1 }],
  ["a wrong value", { retries: -1 }],
])("the options of the next page are refused for %s", async (_, options) => {
  const server = new PageServer(20);
  const page = await server.client().list({ limit: 10 });
  await rejectionOf(SigfoxValidationError, page.next(options as CallOptions));
  expect(server.asked).toEqual([0]);
});

it("every page goes out with the headers that the list was given", async () => {
  const headers = { "X-Trace": "before" };
  const next = "https://api.sigfox.com/v2/api-users/?offset=1";
  const { apiUsers, requests } = stubClient([json({ data: [user], paging: { next } }), json({ data: [], paging: {} })]);
  for await (const one of apiUsers.list({ limit: 1 }, { headers })) headers["X-Trace"] = one.id;
  expect(requests.map((request) => request.headers.get("X-Trace"))).toEqual(["before", "before"]);
});
