import { setTimeout as sleep } from "node:timers/promises";
import { createOurs, rawRead, type Server } from "../clients";
import { compare } from "../measure";
import { raw, withRatios, type Tables } from "../tables";
import { json, offsetIn, pageText } from "../users";

const total = 10_000;
const limit = 100;
const latency = 20;
const texts = Array.from({ length: total / limit }, (_, page) => pageText(page * limit, limit, total));
const server: Server = {
  fetch: async (input, { signal } = {}) => {
    await sleep(latency, undefined, signal ? { signal } : {});
    return json(texts[offsetIn(input) / limit] ?? pageText(total, limit, total));
  },
};

/** Reading 10,000 API users, 100 a page, from a server that takes its time. */
export default async function paging(): Promise<Tables> {
  const once = { passes: 3, iterations: 1, time: 0, warmup: false, unit: "ms" } as const;
  const sequential = await compare({ [raw]: readRaw, "in sequence": () => read(1) }, once);
  const concurrent = await compare({ "concurrency 8": () => read(8) }, { ...once, passes: 9 });
  // The first page alone, then eight at a time.
  const ideal = { "ideal, concurrency 8": { ms: latency * (1 + Math.ceil((total / limit - 1) / 8)) } };
  const table = { ...sequential, ...concurrent, ...ideal };
  return { "10,000 users, 20 ms a page": withRatios(table, "ms", raw, "ideal, concurrency 8") };
}

async function read(concurrency: number): Promise<void> {
  let count = 0;
  for await (const user of createOurs(server).list({ limit }, { concurrency })) if (user.id !== "") count += 1;
  if (count !== total) throw new Error(`${count} API users were read instead of ${total}`);
}

/** The loop that one writes by hand: page after page, until there is no next one. */
async function readRaw(): Promise<void> {
  for (let offset = 0; ; offset += limit) {
    const { paging } = (await rawRead(server, `?limit=${limit}&offset=${offset}`)) as { paging: { next?: string } };
    if (paging.next === undefined) return;
  }
}
