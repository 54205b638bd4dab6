import { createOurs, type Server } from "../clients";
import { settings } from "../part";
import { nextUrl, offsetIn, pageText } from "../users";

const limit = 100;

export interface StreamingResult {
  readonly users: number;
  /** Megabytes above the start: of what is alive, and with what waits to be collected as garbage. */
  readonly live: number;
  readonly peak: number;
  readonly seconds: number;
  /** What holding fewer users in an array takes. */
  readonly collecting: { readonly users: number; readonly live: number };
}

/** The heap while a million API users go by, one after the other, and what a tenth of them takes when they are kept. */
export default async function streaming(): Promise<StreamingResult> {
  const { rounds = 10 } = settings;
  const users = rounds * 100_000;
  // Loads whatever is loaded once.
  for await (const user of createOurs(endless(10)).list({ limit })) user.name.charAt(0);
  const start = liveHeap();
  const began = performance.now();
  let count = 0;
  let live = 0;
  let peak = 0;
  for await (const user of createOurs(endless(users / limit)).list({ limit })) {
    user.name.charAt(0);
    count += 1;
    if (count % limit === 50) peak = Math.max(peak, process.memoryUsage().heapUsed - start);
    // In the middle of a page, with all that is held then.
    if (count % (users / 20) === 50) live = Math.max(live, liveHeap() - start);
  }
  const seconds = (performance.now() - began) / 1000;
  if (count !== users) throw new Error(`${count} API users were read instead of ${users}`);
  const before = liveHeap();
  const kept = await createOurs(endless(users / 10 / limit))
    .list({ limit })
    .toArray();
  const collected = liveHeap() - before;
  const megabyte = 2 ** 20;
  return {
    users,
    live: live / megabyte,
    peak: peak / megabyte,
    seconds,
    collecting: { users: kept.length, live: collected / megabyte },
  };
}

function liveHeap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

/** A server whose offsets count pages: counting API users, the contract would end before there are a million of them. */
function endless(pages: number): Server {
  const [, data = ""] = /^\{"data":(.*),"paging":\{\}\}$/.exec(pageText(0, limit, limit)) ?? [];
  return {
    baseUrl: "https://api.sigfox.com/v2",
    fetch: (input) => {
      const following = offsetIn(input) + 1;
      const paging = JSON.stringify(following < pages ? { next: nextUrl(limit, following) } : {});
      // Not by concatenation alone, which would share the text between all pages.
      const body = new TextEncoder().encode(`{"data":${data},"paging":${paging}}`);
      return Promise.resolve(new Response(body, { headers: { "Content-Type": "application/json" } }));
    },
  };
}
