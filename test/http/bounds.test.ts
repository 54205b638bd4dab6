import { getEventListeners } from "node:events";
import { collection, jitter, slowServer, type SlowServer } from "../../scripts/bench/slowServer";
import { stubServer } from "../../scripts/bench/stubServer";
import { userAt } from "../../scripts/bench/users";
import { ApiUsersClient } from "../../src/index";

const { users, limit } = collection;
const auth = { username: "5f0000000000000000000000", password: "not-a-real-password" };
const connect = ({ fetch }: Pick<SlowServer, "fetch">): ApiUsersClient => new ApiUsersClient({ auth, fetch });

describe("requests", () => {
  const everyOffset = Array.from({ length: users / limit }, (_, page) => page * limit);

  it("reads 10,000 API users with 100 requests, one at a time and in order", async () => {
    const server = slowServer(() => 0);
    const read = await connect(server).list({ limit }).toArray();
    expect(read).toHaveLength(users);
    expect(server.offsets).toEqual(everyOffset);
    expect(server.mostInFlight).toBe(1);
  });

  it.each([1, 2, 3, 4])(
    "asks for no page twice with concurrency 8, and at most 7 times past the end (%#)",
    async (seed) => {
      const latency = jitter(seed);
      const server = slowServer(() => latency() / 10);
      const read = await connect(server).list({ limit }, { concurrency: 8 }).toArray();
      expect(new Set(read.map(({ id }) => id)).size).toBe(users);
      expect(server.offsets.filter((offset) => offset < users).sort((a, b) => a - b)).toEqual(everyOffset);
      expect(server.offsets.filter((offset) => offset >= users).length).toBeLessThanOrEqual(7);
      expect(server.mostInFlight).toBe(8);
    },
  );
});

describe("listeners on a signal that is shared", () => {
  /** More than this many on one signal, and Node warns of a leak. */
  const unwarned = 10;

  it("are gone after 20,000 calls, and never more than Node takes for a leak", async () => {
    const { signal, most } = watched();
    const apiUsers = connect(stubServer(JSON.stringify(userAt(7))));
    const get = () => apiUsers.get("5f", undefined, { signal });
    for (let count = 0; count < 10_000; count += 1) await get();
    await Promise.all(Array.from({ length: 10_000 }, get));
    expect(getEventListeners(signal, "abort")).toEqual([]);
    expect(most()).toBeGreaterThan(0);
    expect(most()).toBeLessThanOrEqual(unwarned);
  }, 60_000);

  it("are gone after reading with concurrency 16, and never more than Node takes for a leak", async () => {
    const { signal, most } = watched();
    await connect(slowServer(() => 1))
      .list({ limit }, { signal, concurrency: 16 })
      .toArray();
    expect(getEventListeners(signal, "abort")).toEqual([]);
    expect(most()).toBeGreaterThan(0);
    expect(most()).toBeLessThanOrEqual(unwarned);
  });

  /** A signal, and how many listeners it had at most. */
  function watched(): { signal: AbortSignal; most: () => number } {
    const { signal } = new AbortController();
    let most = 0;
    const add = signal.addEventListener.bind(signal) as (...args: unknown[]) => void;
    signal.addEventListener = (...args: unknown[]) => {
      add(...args);
      most = Math.max(most, getEventListeners(signal, "abort").length);
    };
    return { signal, most: () => most };
  }
});

it("leaves the globals of fetch alone when it is imported", () => {
  const touched: string[] = [];
  const originals = ["fetch", "Request", "Response", "Headers", "FormData", "AbortController"].map(
    (name) => [name, Object.getOwnPropertyDescriptor(globalThis, name) ?? {}] as const,
  );
  for (const [name] of originals) {
    const touch = () => touched.push(name);
    Object.defineProperty(globalThis, name, { configurable: true, get: touch, set: touch });
  }
  try {
    jest.isolateModules(() => {
      expect(jest.requireActual("../../src/index")).toHaveProperty("ApiUsersClient");
    });
    expect(touched).toEqual([]);
  } finally {
    for (const [name, original] of originals) Object.defineProperty(globalThis, name, original);
  }
});
