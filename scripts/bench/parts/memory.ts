import { createOurs } from "../clients";
import { liveHeap } from "../heap";
import type { Tables } from "../tables";
import { baseUrl, json, offsetIn, pageText } from "../users";

const limit = 100;
const streamed = 1_000_000;
const megabyte = 2 ** 20;

/** The heap while a million API users go by, one after the other, and while a tenth of them are kept. */
export default async function memory(): Promise<Tables> {
  // Loads whatever is loaded once.
  await createOurs({ fetch: endless(10) })
    .list({ limit })
    .toArray();
  const start = liveHeap();
  let [count, live, peak] = [0, 0, 0];
  for await (const user of createOurs({ fetch: endless(streamed / limit) }).list({ limit })) {
    if (user.id !== "") count += 1;
    if (count % limit === 50) peak = Math.max(peak, process.memoryUsage().heapUsed - start);
    // In the middle of a page, with all that is held then.
    if (count % (streamed / 20) === 50) live = Math.max(live, liveHeap() - start);
  }
  const before = liveHeap();
  const kept = await createOurs({ fetch: endless(streamed / 10 / limit) })
    .list({ limit })
    .toArray();
  const collected = liveHeap() - before;
  return {
    "heap above the start": {
      streaming: { users: count, "MB live": live / megabyte, "MB with garbage": peak / megabyte },
      "toArray()": { users: kept.length, "MB live": collected / megabyte },
    },
  };
}

/** A server whose offsets count pages: counting API users, the contract's highest offset would end it too early. */
function endless(pages: number): typeof fetch {
  const [, data = ""] = /^\{"data":(.*),"paging":\{\}\}$/.exec(pageText(0, limit, limit)) ?? [];
  return (input) => {
    const following = offsetIn(input) + 1;
    const next = `${baseUrl}/api-users/?limit=${limit}&offset=${following}`;
    const paging = JSON.stringify(following < pages ? { next } : {});
    // As bytes: a string would share the text of the users between all pages.
    return Promise.resolve(json(new TextEncoder().encode(`{"data":${data},"paging":${paging}}`)));
  };
}
