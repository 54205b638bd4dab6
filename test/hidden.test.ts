import { inspect } from "node:util";
import { ApiUserList, ApiUsersClient, SigfoxValidationError, type ApiUser, type ApiUserPage } from "../src/index";
import { calls, operations } from "./support/eachOperation";
import { idsOf, PageServer } from "./support/pageServer";
import { rejectionOf } from "./support/rejection";
import { auth, json, stubClient, user } from "./support/stubFetch";

/** Everything that is read of an object becomes such a proxy in turn, as a reactive object of Vue's does. */
function reactive<T extends object>(target: T): T {
  return new Proxy(target, {
    get(object, key, receiver) {
      const value: unknown = Reflect.get(object, key, receiver);
      return typeof value === "object" && value !== null && Object.isExtensible(value) ? reactive(value) : value;
    },
  });
}

const usable = json({ id: "u1", accessToken: "new", data: [user], paging: {} });

describe("a client behind a proxy", () => {
  it.each(operations)("carries out %s", async (operation) => {
    const { apiUsers, requests } = stubClient(usable);
    await calls[operation](reactive(apiUsers), {});
    expect(requests).toHaveLength(1);
  });

  it("renews its own credentials, and uses the new password from then on", async () => {
    const { apiUsers, requests } = stubClient(usable);
    const proxy = reactive(apiUsers);
    await proxy.renewCredential(auth.username);
    await proxy.get("u1");
    expect(requests[1]?.headers.get("authorization")).toBe(`Basic ${btoa(`${auth.username}:new`)}`);
  });

  it("has its http", async () => {
    const { apiUsers } = stubClient(usable);
    expect((await reactive(apiUsers).http.GET("/api-users/")).data?.data).toEqual([user]);
  });
});

describe("lists and pages behind a proxy", () => {
  it("are read in every way", async () => {
    const server = new PageServer(5);
    const list = () => reactive(server.client().list({ limit: 2 }));
    expect(await idsOf(list())).toEqual(server.ids);
    expect(await list().toArray()).toHaveLength(5);
    const pages = list().pages();
    expect((await pages.next()).value?.data).toHaveLength(2);
    const page: ApiUserPage<object> = new Proxy(await list(), {});
    expect((await page.next())?.offset).toBe(2);
    expect(page.toJSON()).toMatchObject({ offset: 0, hasNext: true });
  });
});

describe("a method without its object", () => {
  it.each(operations)("rejects and says so: %s", async (operation) => {
    const { prototype } = ApiUsersClient;
    const methods = Object.fromEntries(
      Object.entries(Object.getOwnPropertyDescriptors(prototype)).map(([name, { value }]) => {
        const method = value as (...input: unknown[]) => unknown;
        return [name, (...input: unknown[]) => method(...input)];
      }),
    );
    const error = await rejectionOf(SigfoxValidationError, calls[operation](methods as unknown as ApiUsersClient, {}));
    expect(error.message).toBe(
      "ApiUsersClient: this: must be an ApiUsersClient: call the method on its object; nothing was sent",
    );
  });

  it("rejects and says so: toArray", async () => {
    const list = Object.create(ApiUserList.prototype) as ApiUserList<object>;
    expect((await rejectionOf(SigfoxValidationError, list.toArray())).message).toContain("must be an ApiUserList");
  });
});

describe("what a client, a list and a page keep for themselves", () => {
  const { apiUsers } = stubClient(usable);

  it.each<[string, () => object | Promise<object>]>([
    ["a client", () => apiUsers],
    ["a list", () => ({ list: apiUsers.list() })],
    ["a page", async () => await apiUsers.list()],
  ])("is not printed, listed or copied (%s)", async (_, make) => {
    const value = await make();
    const shown = inspect(value, { depth: null, getters: true });
    expect(shown).not.toMatch(/hidden|source|credentials|maxConcurrency/i);
    expect(Object.getOwnPropertySymbols({ ...value })).toEqual([]);
  });

  it("is found in an object that inherits from the client", async () => {
    const child = Object.create(apiUsers) as ApiUsersClient;
    expect(await child.get("u1")).toMatchObject({ id: "u1" });
  });

  it("is found by the methods of a subclass", async () => {
    class Own extends ApiUsersClient {
      override async get(...[id, query, options]: Parameters<ApiUsersClient["get"]>): Promise<never> {
        return (await super.get(id.toLowerCase(), query, options)) as never;
      }
    }
    expect(await new Own({ fetch: async () => Response.json(user) }).get("U1")).toMatchObject({ id: "u1" });
  });
});

it("the methods are the prototype's, so that a stub or a spy can replace one", async () => {
  const own = Object.keys(new ApiUsersClient());
  expect(own).toEqual(["http"]);
  const { apiUsers } = stubClient(usable);
  const spy = jest.spyOn(ApiUsersClient.prototype, "get").mockResolvedValue({ ...user, name: "Stub" });
  try {
    expect((await apiUsers.get("u1")).name).toBe("Stub");
  } finally {
    spy.mockRestore();
  }
});

it("any object with such a get stands in for a client that is only read", async () => {
  const nameOf = async (reader: Pick<ApiUsersClient, "get">): Promise<string> => (await reader.get("u1")).name;
  const stored: ApiUser = { ...user, group: { id: "g1", name: "Warehouse" } };
  expect(await nameOf({ get: () => Promise.resolve(stored) } as Pick<ApiUsersClient, "get">)).toBe(user.name);
});
