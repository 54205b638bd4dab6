import { getEventListeners } from "node:events";
import { ApiUsersClient, isSigfoxError } from "../../src/index";
import { listed, type Creation, type Message, type Order, type Report } from "./protocol";

// Runs in a process of its own, so that its memory is the client's and its end is its own.

process.once("message", (order: Order) => {
  void run(order).then(tell);
});

const tell = (message: Message): void => {
  process.send?.(message);
};

async function run({ url, calls, inFlight }: Order): Promise<Report> {
  const client = new ApiUsersClient({
    auth: { username: "soak", password: "Wr0ng-h0rse-battery" },
    baseUrl: url,
    timeout: 10_000,
    retries: 12,
    retryDelay: (attempt) => 2 ** attempt,
  });
  const { signal } = new AbortController();
  const listeners = { most: 0, end: 0 };
  const failures: Record<string, number> = {};
  const wrong: string[] = [];
  const creations: Creation[] = [];
  /** How often each call has given a result or an error. */
  const ends = new Uint8Array(calls);
  let begun = 0;
  let succeeded = 0;

  /** One of 20 calls creates, updates, deletes or reads a page; the others read one user. Tells what is wrong with the result. */
  async function call(serial: number): Promise<string | undefined> {
    const id = `user-${serial}`;
    switch (serial % 20) {
      case 0: {
        const name = `n${serial}`;
        const body = { groupId: "g", name, timezone: "Europe/Paris", profileIds: ["p"] };
        try {
          const created = await client.create(body, { signal });
          creations.push({ name, id: created.id, mayHaveBeenApplied: true });
          return created.id.startsWith(`created-${name}-`) ? undefined : created.id;
        } catch (error) {
          const mayHaveBeenApplied = isSigfoxError(error) && error.mayHaveBeenApplied;
          creations.push({ name, id: undefined, mayHaveBeenApplied });
          throw error;
        }
      }
      case 1:
        await client.update(id, { name: "New" }, { signal });
        return undefined;
      case 2:
        await client.delete(id, { signal });
        return undefined;
      case 3: {
        const offset = serial % listed;
        const { data } = await client.list({ offset, limit: 20 }, { signal });
        const isRight =
          data.length === Math.min(20, listed - offset) &&
          data.every((user, index) => user.id === `listed-${offset + index}`);
        return isRight ? undefined : data.map((user) => user.id).join();
      }
      default: {
        const user = await client.get(id, {}, { signal });
        return user.id === id ? undefined : user.id;
      }
    }
  }

  async function worker(until: number): Promise<void> {
    while (begun < until) {
      const serial = begun++;
      try {
        const mistake = await call(serial);
        if (mistake === undefined) succeeded += 1;
        else wrong.push(`call ${serial} got ${mistake}`);
      } catch (error) {
        const what = isSigfoxError(error)
          ? `${error.operation ?? ""} ${error.kind}${error.mayHaveBeenApplied ? " !" : ""}`
          : String(error);
        failures[what] = (failures[what] ?? 0) + 1;
      }
      ends[serial] = (ends[serial] ?? 0) + 1;
      listeners.most = Math.max(listeners.most, serial % 100 === 0 ? getEventListeners(signal, "abort").length : 0);
    }
  }

  const work = async (until: number): Promise<void> => {
    await Promise.all(Array.from({ length: inFlight }, () => worker(until)));
  };

  const started = performance.now();
  // Code is compiled and pools are filled before memory is measured for the first time.
  await work(calls / 10);
  const start = await heapInUse();
  tell("warm");
  await work(calls / 2);
  tell("half");
  await work(calls);
  const seconds = (performance.now() - started) / 1_000;
  const end = await heapInUse();
  listeners.end = getEventListeners(signal, "abort").length;
  ends.forEach((count, serial) => {
    if (count !== 1) wrong.push(`call ${serial} ended ${count} times`);
  });
  return {
    seconds,
    succeeded,
    failures,
    wrong: wrong.slice(0, 10),
    creations,
    heap: { start, end: end - sizeOf(creations), rss: process.memoryUsage().rss },
    listeners,
    timers: process.getActiveResourcesInfo().filter((name) => name === "Timeout").length,
  };
}

/** Bytes in use once what is garbage is gone, finalizers included. */
async function heapInUse(): Promise<number> {
  for (let round = 0; round < 3; round++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** About what this script itself has gathered since the first measurement. */
const sizeOf = (creations: readonly Creation[]): number => creations.length * 0.9 * 150;
