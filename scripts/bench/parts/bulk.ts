import { once } from "node:events";
import { setImmediate as turn, setTimeout as sleep } from "node:timers/promises";
import { byHand, createEngine, createOurs, ours, type Server } from "../clients";
import { liveHeap } from "../measure";
import { startServer, type Limit } from "../server";
import type { Row, Table, Tables } from "../tables";
import { json, userAt } from "../users";

/** The work and its limit. Buckets say no `Retry-After`: a whole second is too long for them. */
const loads: Readonly<Record<string, { readonly calls: number; readonly limit: Limit }>> = {
  "1,000 writes, 50/s, Retry-After": { calls: 1_000, limit: { rate: 50, retryAfter: 1 } },
  "400 writes, 50/s, no Retry-After": { calls: 400, limit: { rate: 50 } },
  "120 writes, bucket 20/s burst 10": { calls: 120, limit: { rate: 20, burst: 10 } },
  "16 writes, bucket 2/s burst 2": { calls: 16, limit: { rate: 2, burst: 2 } },
  "300 writes, 50/s, no Retry-After, 15 ms": { calls: 300, limit: { rate: 50, latency: 15 } },
  "300 writes, 50/s, Retry-After, 60 ms": {
    calls: 300,
    limit: { rate: 50, latency: 60, retryAfter: 1 },
  },
  "150 writes, 50 per 3 s, no Retry-After, 15 ms": {
    calls: 150,
    limit: { rate: 50, interval: 3, latency: 15 },
  },
  // What Sigfox publishes of one collection of its API.
  "200 writes, 50 per 10 s, no Retry-After, 15 ms": {
    calls: 200,
    limit: { rate: 50, interval: 10, latency: 15 },
  },
};

const body = { groupId: "60aa", name: "Gateway", timezone: "Europe/Paris", profileIds: ["61aa"] };
type Writer = (server: Server) => () => Promise<unknown>;

/** Many writes against a rate limit, all begun at once; and 20,000 calls at once without one. */
export default async function bulk(): Promise<Tables> {
  const tables: Record<string, Table> = {};
  for (const [title, { calls, limit }] of Object.entries(loads)) {
    const rows = Object.entries(writers).map(async ([name, writer]) => [name, await measure(calls, limit, writer)]);
    tables[title] = Object.fromEntries(await Promise.all(rows)) as Table;
  }
  return { ...tables, "20,000 calls at once": { [ours]: await atOnce(20_000) } };
}

const writers: Readonly<Record<string, Writer>> = {
  [ours]: (server) => {
    const client = createOurs(server);
    return () => client.create(body);
  },
  [byHand]: (server) => {
    const client = createEngine(server);
    const write = async (): Promise<void> => {
      for (;;) {
        const { response } = await client.POST("/api-users/", { body });
        if (response.status !== 429) return;
        await sleep(1_000 * Number(response.headers.get("Retry-After") ?? 1));
      }
    };
    // Ten chains of promises, which calls join in turn.
    const chains = Array.from({ length: 10 }, () => Promise.resolve());
    return () => {
      const chain = (chains.shift() ?? Promise.resolve()).then(write);
      chains.push(chain);
      return chain;
    };
  },
};

async function measure(calls: number, limit: Limit, writer: Writer): Promise<Row> {
  const { baseUrl, stop } = await startServer(limit);
  let [requests, refused] = [0, 0];
  const counting: typeof fetch = async (...request) => {
    const response = await fetch(...request);
    requests += 1;
    if (response.status === 429) refused += 1;
    return response;
  };
  const write = writer({ fetch: counting, baseUrl });
  const began = performance.now();
  const rejected = await rejectedOf(Array.from({ length: calls }, () => write()));
  const seconds = (performance.now() - began) / 1_000;
  stop();
  // Of what was done: to give up soon is no merit.
  const perSecond = limit.rate / (limit.interval ?? 1);
  const ideal = Math.max(1, calls - rejected - (limit.burst ?? limit.rate)) / perSecond;
  return { seconds, "× ideal": seconds / ideal, "% 429": (100 * refused) / requests, rejected };
}

/** What calls keep while they wait. */
async function atOnce(calls: number): Promise<Row> {
  const text = JSON.stringify(userAt(7));
  const gate = new AbortController();
  const open = once(gate.signal, "abort");
  const fetch = () => open.then(() => json(text));
  const client = createOurs({ fetch, timeout: 0x7fffffff, totalTimeout: 0x7fffffff });
  const before = liveHeap();
  const held = Array.from({ length: calls }, () => client.get("5f"));
  await turn();
  const kilobytes = (liveHeap() - before) / 1_000 / calls;
  gate.abort();
  return { "KB a call": kilobytes, rejected: await rejectedOf(held) };
}

const rejectedOf = async (calls: readonly Promise<unknown>[]): Promise<number> =>
  (await Promise.allSettled(calls)).filter(({ status }) => status === "rejected").length;
