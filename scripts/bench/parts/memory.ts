import { createOurs } from "../clients";
import { liveHeap } from "../measure";
import type { Tables } from "../tables";
import { baseUrl, json, offsetIn, userAt } from "../users";

const limit = 100;
const streamed = 1_000_000;
const megabyte = 2 ** 20;
const users = JSON.stringify(Array.from({ length: limit }, (_, index) => userAt(index)));

/** The heap while a million API users go by, one after the other, and while a tenth of them are kept. */
export default async function memory(): Promise<Tables> {
  // Loads whatever is loaded once.
  await list(1_000).toArray();
  const start = liveHeap();
  let [count, live] = [0, 0];
  for await (const user of list(streamed)) {
    if (user.id !== "") count += 1;
    // In the middle of a page, with all that is held then.
    if (count % (streamed / 20) === 50) live = Math.max(live, liveHeap() - start);
  }
  const before = liveHeap();
  const kept = await list(streamed / 10).toArray();
  const collected = liveHeap() - before;
  return {
    "heap above the start": {
      streaming: { users: count, "MB live": live / megabyte },
      "toArray()": { users: kept.length, "MB live": collected / megabyte },
    },
  };
}

/** From a server whose offsets count pages: counting API users, the contract's highest offset would end it too early. */
const list = (total: number) =>
  createOurs({
    fetch: (input) => {
      const next = offsetIn(input) + 1;
      const paging = next < total / limit ? { next: `${baseUrl}/api-users/?limit=${limit}&offset=${next}` } : {};
      // As bytes: a string would share the text of the users between all pages.
      return Promise.resolve(json(new TextEncoder().encode(`{"data":${users},"paging":${JSON.stringify(paging)}}`)));
    },
  }).list({ limit });
