import { fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { userAt } from "./users";

/** How many requests a server accepts. */
export interface Limit {
  readonly rate: number;
  /** Of a bucket; without it, the limit counts by the second. */
  readonly burst?: number;
  /** Seconds, as the header says them. */
  readonly retryAfter?: number;
}

/** Starts a server in a process of its own. It answers at once, with 429 above the limit. */
export async function startServer(limit?: Limit): Promise<{ readonly baseUrl: string; readonly stop: () => void }> {
  const child = fork(fileURLToPath(import.meta.url), [JSON.stringify(limit ?? null)]);
  const [port] = (await once(child, "message")) as [number];
  return { baseUrl: `http://127.0.0.1:${port}/v2`, stop: () => child.kill() };
}

function admits({ rate, burst }: Limit): () => boolean {
  let [left, since] = [burst ?? rate, performance.now()];
  return () => {
    const seconds = (performance.now() - since) / 1_000;
    if (burst !== undefined) {
      left = Math.min(burst, left + rate * seconds);
      since += 1_000 * seconds;
    } else if (seconds >= 1) {
      left = rate;
      since += 1_000 * Math.floor(seconds);
    }
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}

function serve(limit: Limit | null): void {
  const text = JSON.stringify(userAt(7));
  const isAdmitted = limit === null ? () => true : admits(limit);
  const refusal = limit?.retryAfter === undefined ? {} : { "Retry-After": limit.retryAfter };
  const server = createServer((request, response) => {
    // A body that is not read would hold up the connection.
    request.resume();
    const head = { "Content-Type": "application/json" };
    if (isAdmitted()) response.writeHead(200, { ...head, "Content-Length": text.length }).end(text);
    else response.writeHead(429, { ...head, ...refusal }).end('{"message":"Too many requests"}');
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, "127.0.0.1", 1_024, () => process.send?.((server.address() as AddressInfo).port));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) serve(JSON.parse(process.argv[2] ?? "null") as Limit | null);
