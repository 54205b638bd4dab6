import { getEventListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { idsOf, PageServer } from "../support/pageServer";
import { seededRandom } from "../support/seededRandom";

const total = 10_000;
const limit = 100;

describe("requests", () => {
  const everyOffset = Array.from({ length: total / limit }, (_, page) => page * limit);

  it("reads 10,000 API users with 100 requests, one at a time and in order", async () => {
    const server = new PageServer(total);
    const read = await server.client().list({ limit }).toArray();
    expect(read).toHaveLength(total);
    expect(server.asked).toEqual(everyOffset);
    expect(server.mostUnderWay).toBe(1);
  });

  it.each([1, 2, 3, 4])(
    "asks for no page twice with concurrency 8, and at most 7 times past the end (%#)",
    async (seed) => {
      const random = seededRandom(seed);
      const server = new PageServer(total, { before: () => sleep(0.5 + 3 * random()) });
      const read = await idsOf(server.client().list({ limit }, { concurrency: 8 }));
      expect(new Set(read).size).toBe(total);
      expect(server.asked.filter((offset) => offset < total).sort((a, b) => a - b)).toEqual(everyOffset);
      expect(server.asked.filter((offset) => offset >= total).length).toBeLessThanOrEqual(7);
      expect(server.mostUnderWay).toBe(8);
    },
  );
});

describe("listeners on a signal that is shared", () => {
  /** More than this many on one signal, and Node warns of a leak. */
  const unwarned = 10;

  it("are gone after reading with concurrency 16, and never more than Node takes for a leak", async () => {
    const { signal, most } = watched();
    await new PageServer(total, { before: () => sleep(1) })
      .client()
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
