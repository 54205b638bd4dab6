import { json, stubClient, user } from "../support/stubFetch";

type Method = (this: unknown, ...input: unknown[]) => unknown;
const isMethod = (value: unknown): value is Method => typeof value === "function";

/** The proxies that logging and tracing libraries make: each method is wrapped. */
const handlers: readonly [string, ProxyHandler<object>][] = [
  ["leaves methods alone", {}],
  [
    "wraps methods, with its own this",
    {
      get(target, name, receiver) {
        const value: unknown = Reflect.get(target, name, receiver);
        if (!isMethod(value)) return value;
        return function (this: unknown, ...input: unknown[]) {
          return value.apply(this, input);
        };
      },
    },
  ],
  [
    "binds methods to its target",
    {
      get(target, name, receiver) {
        const value: unknown = Reflect.get(target, name, receiver);
        return isMethod(value) ? value.bind(target) : value;
      },
    },
  ],
];

describe.each(handlers)("behind a Proxy that %s", (_, handler) => {
  const wrap = <T extends object>(value: T): T => new Proxy(value, handler) as T;

  it("a client, a list and a page work", async () => {
    const page = { data: [user], paging: { next: "https://api.sigfox.com/v2/api-users/?offset=1" } };
    const last = { data: [{ ...user, id: "u2" }], paging: {} };
    const { apiUsers } = stubClient([json(user), json(page), json(last), json(page), json(last)]);
    const client = wrap(apiUsers);
    expect(await client.get("u1")).toEqual(user);
    const list = wrap(client.list());
    expect(await list.toArray()).toHaveLength(2);
    const first = wrap(await apiUsers.list({ limit: 1 }));
    expect((await first.next())?.data).toEqual([{ ...user, id: "u2" }]);
  });
});
