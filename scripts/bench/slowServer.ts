import { setTimeout as sleep } from "node:timers/promises";
import type { Server } from "./clients";
import { offsetIn, pageText } from "./users";

export const collection = { users: 10_000, limit: 100 } as const;
const { users, limit } = collection;

const texts = Array.from({ length: users / limit }, (_, page) => pageText(page * limit, limit, users));
const pastTheEnd = pageText(users, limit, users);

export interface SlowServer extends Server {
  readonly offsets: readonly number[];
  /** The most requests that were under way at the same time. */
  readonly mostInFlight: number;
}

/** A server of 10,000 API users whose every answer takes a while; it stops for a request that is aborted. */
export function slowServer(latency: () => number): SlowServer {
  const offsets: number[] = [];
  let inFlight = 0;
  let mostInFlight = 0;
  return {
    offsets,
    get mostInFlight() {
      return mostInFlight;
    },
    baseUrl: "https://api.sigfox.com/v2",
    fetch: async (input, init) => {
      const offset = offsetIn(input);
      offsets.push(offset);
      inFlight += 1;
      mostInFlight = Math.max(mostInFlight, inFlight);
      try {
        await sleep(latency(), undefined, init?.signal ? { signal: init.signal } : {});
        return new Response(texts[offset / limit] ?? pastTheEnd, { headers: { "Content-Type": "application/json" } });
      } finally {
        inFlight -= 1;
      }
    },
  };
}

/** Latencies from 5 to 35 ms, the same for the same seed. */
export function jitter(seed: number): () => number {
  let state = seed;
  // Mulberry32.
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return 5 + (30 * ((mixed ^ (mixed >>> 14)) >>> 0)) / 2 ** 32;
  };
}
