import { fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { userAt } from "./users";

/** How many requests a server accepts. */
export interface Limit {
  /** A second. */
  readonly rate: number;
  /** Of a bucket; without it, the limit counts by the second. */
  readonly burst?: number;
  /** Seconds, as the header says them. */
  readonly retryAfter?: number;
}

/** Starts a server in a process of its own. It answers at once, with 429 above the limit. */
export async function startServer(limit?: Limit): Promise<{ readonly baseUrl: string; readonly stop: () => void }> {
  const child = fork(fileURLToPath(import.meta.url), [JSON.stringify(limit ?? { rate: Number.MAX_SAFE_INTEGER })]);
  const [port] = (await once(child, "message")) as [number];
  return { baseUrl: `http://127.0.0.1:${port}/v2`, stop: () => child.kill() };
}

function admits({ rate, burst }: Limit): () => boolean {
  let [left, since] = [burst ?? rate, 0];
  const start = performance.now();
  return () => {
    const now = (performance.now() - start) / 1_000;
    if (burst !== undefined) left = Math.min(burst, left + rate * (now - since));
    else if (Math.floor(now) > Math.floor(since)) left = rate;
    since = now;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}

function serve(limit: Limit): void {
  const text = JSON.stringify(userAt(7));
  const isAdmitted = admits(limit);
  const refusal = limit.retryAfter === undefined ? {} : { "Retry-After": limit.retryAfter };
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

if (process.argv[1] === fileURLToPath(import.meta.url)) serve(JSON.parse(process.argv[2] ?? "") as Limit);
