import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { core } from "../clients";
import { interleave, type Durations } from "../measure";
import { settings } from "../part";
import { userAt } from "../users";

export interface LoopbackResult {
  /** Microseconds a call, with one call in flight and with fifty. */
  readonly one: Durations;
  readonly fifty: Durations;
}

/** Real HTTP on the loopback interface: the server has a thread of its own. */
export default async function loopback(): Promise<LoopbackResult> {
  if (!isMainThread) return await serve();
  const server = new Worker(fileURLToPath(import.meta.url));
  const [port] = (await once(server, "message")) as [number];
  const clients = core({ baseUrl: `http://127.0.0.1:${port}/v2`, fetch });
  const { id } = userAt(7);
  const { rounds = 30 } = settings;
  const one = await interleave(
    clients.map(({ name, get }) => ({ name, run: () => get(id) })),
    { rounds, runs: 150 },
  );
  const inFlight = 50;
  const perBatch = await interleave(
    clients.map(({ name, get }) => ({ name, run: () => atOnce(inFlight, 600, () => get(id)) })),
    { rounds, runs: 1 },
  );
  await server.terminate();
  return { one, fifty: Object.fromEntries(Object.entries(perBatch).map(([name, time]) => [name, time / 600])) };
}

/** Runs a task `count` times, `inFlight` at a time. */
async function atOnce(inFlight: number, count: number, task: () => Promise<unknown>): Promise<void> {
  let left = count;
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (left-- > 0) await task();
    }),
  );
}

async function serve(): Promise<never> {
  const text = JSON.stringify(userAt(7));
  const server = createServer((_, response) => {
    response.writeHead(200, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) });
    response.end(text);
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, "127.0.0.1", () => parentPort?.postMessage((server.address() as AddressInfo).port));
  // Ended by the main thread.
  return await new Promise<never>(() => undefined);
}
