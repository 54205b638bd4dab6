import { setTimeout as sleep } from "node:timers/promises";
import { createOurs, rawRead, type Server } from "../clients";
import { compare } from "../compare";
import { raw } from "../names";
import { withRatios, type Table, type Tables } from "../tables";
import { json, offsetIn, pageText } from "../users";

const total = 10_000;
const limit = 100;
const latency = 20;
const texts = Array.from({ length: total / limit }, (_, page) => pageText(page * limit, limit, total));
const pastTheEnd = pageText(total, limit, total);

/** Reading 10,000 API users, 100 a page, from a server that takes its time. */
export default async function paging(): Promise<Tables> {
  return {
    "10,000 users, 20 ms a page": await measure(() => latency),
    // The same for every contender: 5 to 35 ms, by the offset.
    "10,000 users, 5 to 35 ms a page": await measure((offset) => 5 + (((offset / limit) * 11 + 4) % 31)),
  };
}

async function measure(latencyAt: (offset: number) => number): Promise<Table> {
  let requestsPastTheEnd = 0;
  const server: Server = {
    fetch: async (input, { signal } = {}) => {
      const offset = offsetIn(input);
      if (offset >= total) requestsPastTheEnd += 1;
      await sleep(latencyAt(offset), undefined, signal ? { signal } : {});
      return json(texts[offset / limit] ?? pastTheEnd);
    },
  };
  const read = (concurrency: number) => async () => {
    let count = 0;
    for await (const user of createOurs(server).list({ limit }, { concurrency })) if (user.id !== "") count += 1;
    if (count !== total) throw new Error(`${count} API users were read instead of ${total}`);
  };
  const once = { passes: 3, iterations: 1, time: 0, warmup: false, unit: "ms" } as const;
  const sequential = await compare({ [raw]: () => readRaw(server), "in sequence": read(1) }, once);
  const concurrent = await compare({ "concurrency 8": read(8) }, { ...once, passes: 9 });
  // The first page alone, then eight at a time.
  const ideal = { ms: latency * (1 + Math.ceil((total / limit - 1) / 8)) };
  const table = withRatios(
    { ...sequential, ...concurrent, "ideal, concurrency 8": ideal },
    "ms",
    raw,
    "ideal, concurrency 8",
  );
  return { ...table, "requests past the end": { "per list": requestsPastTheEnd / 9 } };
}

/** The loop that one writes by hand: page after page, until there is no next one. */
async function readRaw(server: Server): Promise<void> {
  for (let offset = 0; ; offset += limit) {
    const { paging } = (await rawRead(server, `?limit=${limit}&offset=${offset}`)) as { paging: { next?: string } };
    if (paging.next === undefined) return;
  }
}
