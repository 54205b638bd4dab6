import { ApiUsersClient, type ApiUsersClientOptions } from "../../src/index";
import { isSentOnce } from "../../src/http/retry";
import { calls, operations, writes } from "../support/eachOperation";
import { user } from "../support/stubFetch";

type Init = Readonly<Record<string, unknown>>;
type Fetch = NonNullable<ApiUsersClientOptions["fetch"]>;

const carriedOutOnce = writes.filter(isSentOnce);
const others = operations.filter((operation) => !isSentOnce(operation));
const ways: readonly (readonly [string, ApiUsersClientOptions])[] = [
  ["without middleware", {}],
  ["with middleware", { middleware: [{ onRequest: () => undefined }] }],
];

it("every write of today but update is carried out once", () => {
  const once = ["createApiUser", "deleteApiUser", "addProfileToApiUser", "deleteProfileOfApiUser", "renewCredential"];
  expect(carriedOutOnce).toEqual(expect.arrayContaining(once));
  expect(others).toEqual(expect.arrayContaining(["listApiUsers", "getApiUser", "updateApiUser"]));
});

/** Runs something as the runtime would that has this global. */
async function inRuntime<T>(name: "Bun" | "Deno", value: object, run: () => Promise<T>): Promise<T> {
  Object.defineProperty(globalThis, name, { value, configurable: true });
  try {
    return await run();
  } finally {
    Reflect.deleteProperty(globalThis, name);
  }
}

const good = () => Response.json({ ...user, data: [user], paging: {}, accessToken: "new" });

/** A `fetch` that answers everything, and what it was given. */
function recording(answer: () => Response = good) {
  const inits: Init[] = [];
  const fetch: Fetch = (_, init) => {
    inits.push(init as unknown as Init);
    return Promise.resolve().then(answer);
  };
  return { fetch, inits };
}

/** Deno's clients of HTTP, as far as one may ask for them, and how many are open. */
function denoStub() {
  const open = new Set<object>();
  const options: object[] = [];
  const createHttpClient = (given: object) => {
    options.push(given);
    const client = { close: () => void open.delete(client) };
    open.add(client);
    return client;
  };
  return { Deno: { createHttpClient }, open, options };
}

describe.each(ways)("%s, where the runtime repeats requests by itself", (_, options) => {
  describe("as Bun does", () => {
    it.each(carriedOutOnce)("%s goes out on a connection of its own", async (operation) => {
      const { fetch, inits } = recording();
      await inRuntime("Bun", {}, () => calls[operation](new ApiUsersClient({ fetch, ...options })));
      expect(inits.map(({ keepalive }) => keepalive)).toEqual([false]);
    });

    it.each(others)("%s, which may be repeated, does not", async (operation) => {
      const { fetch, inits } = recording();
      await inRuntime("Bun", {}, () => calls[operation](new ApiUsersClient({ fetch, ...options })));
      expect(inits.map((init) => "keepalive" in init)).toEqual([false]);
    });
  });

  describe("as Deno does", () => {
    it.each(carriedOutOnce)("%s goes out on a connection of its own, which is let go of", async (operation) => {
      const { Deno, open, options: asked } = denoStub();
      const given: unknown[] = [];
      const fetch: Fetch = (_, init) => {
        const { client } = init as unknown as { readonly client: object };
        given.push([open.has(client), open.size]);
        return Promise.resolve(good());
      };
      await inRuntime("Deno", Deno, () => calls[operation](new ApiUsersClient({ fetch, ...options })));
      expect(given).toEqual([[true, 1]]);
      expect(asked).toEqual([{ poolMaxIdlePerHost: 0 }]);
      expect(open.size).toBe(0);
    });

    it.each(others)("%s, which may be repeated, does not", async (operation) => {
      const { Deno, options: asked } = denoStub();
      const { fetch, inits } = recording();
      await inRuntime("Deno", Deno, () => calls[operation](new ApiUsersClient({ fetch, ...options })));
      expect(inits.map((init) => "client" in init)).toEqual([false]);
      expect(asked).toEqual([]);
    });

    it.each<[string, () => Response | Promise<Response>]>([
      ["rejects", () => Promise.reject(new TypeError("lost"))],
      [
        "throws",
        () => {
          throw new TypeError("lost");
        },
      ],
    ])("nothing is left open where fetch %s", async (_, answer) => {
      const { Deno, open } = denoStub();
      const fetch = answer as Fetch;
      const call = inRuntime("Deno", Deno, () =>
        new ApiUsersClient({ fetch, retryDelay: () => 0, ...options }).delete("u1", { retries: 2 }),
      );
      await expect(call).rejects.toMatchObject({ kind: "connection", attempts: 3 });
      expect(open.size).toBe(0);
    });

    it("an edition of it without such clients works all the same", async () => {
      const { fetch, inits } = recording();
      await inRuntime("Deno", {}, () => new ApiUsersClient({ fetch, ...options }).delete("u1"));
      expect(inits).toHaveLength(1);
    });
  });

  it.each(writes)("and nowhere else: %s says nothing of connections", async (operation) => {
    const { fetch, inits } = recording();
    await calls[operation](new ApiUsersClient({ fetch, ...options }));
    expect(inits.map((init) => "keepalive" in init || "client" in init)).toEqual([false]);
  });
});

it.each([
  ["Bun", "keepalive"],
  ["Deno", "client"],
] as const)("the global fetch of %s is told too", async (name, property) => {
  const { fetch, inits } = recording();
  const spy = jest.spyOn(globalThis, "fetch").mockImplementation(fetch as unknown as typeof globalThis.fetch);
  await inRuntime(name, denoStub().Deno, () =>
    new ApiUsersClient().create({ groupId: "g", name: "n", timezone: "UTC", profileIds: ["p"] }),
  );
  spy.mockRestore();
  expect(inits.map((init) => property in init)).toEqual([true]);
});
