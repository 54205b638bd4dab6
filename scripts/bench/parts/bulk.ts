import { once } from "node:events";
import { setImmediate as turn, setTimeout as sleep } from "node:timers/promises";
import { createEngine, createOurs, type Server } from "../clients";
import { liveHeap } from "../measure";
import { loads } from "../loads";
import { startServer, type Limit } from "../server";
import { byHand, ours, type Row, type Table, type Tables } from "../tables";
import { json, userAt } from "../users";

const body = { groupId: "60aa", name: "Gateway", timezone: "Europe/Paris", profileIds: ["61aa"] };
type Writer = (server: Server) => () => Promise<unknown>;

/** Many writes against a rate limit, all begun at once; and 20,000 calls at once without one. */
export default async function bulk(): Promise<Tables> {
  const tables: Record<string, Table> = {};
  for (const [title, calls, limit] of loads) {
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
