import { fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { userAt } from "./users";

/** How many requests a server accepts. */
export interface Limit {
  /** In an interval. */
  readonly rate: number;
  /** In seconds; one, if it is not given. */
  readonly interval?: number;
  /** Of a bucket; without it, the limit counts by windows. */
  readonly burst?: number;
  /** Seconds, as the header says them. */
  readonly retryAfter?: number;
  /** Milliseconds, there and back. */
  readonly latency?: number;
}

/** Starts a server in a process of its own. It answers with 429 above the limit. */
export async function startServer(limit?: Limit): Promise<{ readonly baseUrl: string; readonly stop: () => void }> {
  const child = fork(fileURLToPath(import.meta.url), [JSON.stringify(limit ?? { rate: Number.MAX_SAFE_INTEGER })]);
  const [port] = (await once(child, "message")) as [number];
  return { baseUrl: `http://127.0.0.1:${port}/v2`, stop: () => child.kill() };
}

/** Says of each request whether it is accepted. A window begins with the first request in it. */
function admits({ rate, interval = 1, burst }: Limit): () => boolean {
  if (burst !== undefined) return bucket(rate / interval, burst);
  let [left, until] = [0, -Infinity];
  return () => {
    const now = performance.now();
    if (now >= until) [left, until] = [rate, now + 1_000 * interval];
    left -= 1;
    return left >= 0;
  };
}

function bucket(perSecond: number, burst: number): () => boolean {
  let [left, since] = [burst, performance.now()];
  return () => {
    const now = performance.now();
    left = Math.min(burst, left + (perSecond * (now - since)) / 1_000);
    since = now;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}

function serve(limit: Limit): void {
  const text = JSON.stringify(userAt(7));
  const isAdmitted = admits(limit);
  const head = { "Content-Type": "application/json" };
  const refusal = { ...head, ...(limit.retryAfter !== undefined && { "Retry-After": limit.retryAfter }) };
  const after = (milliseconds: number, task: () => void): void => {
    if (milliseconds > 0) setTimeout(task, milliseconds);
    else task();
  };
  const oneWay = (limit.latency ?? 0) / 2;
  const server = createServer((request, response) => {
    // A body that is not read would hold up the connection.
    request.resume();
    after(oneWay, () => {
      const isAccepted = isAdmitted();
      after(oneWay, () => {
        if (isAccepted) response.writeHead(200, { ...head, "Content-Length": text.length }).end(text);
        else response.writeHead(429, refusal).end('{"message":"Too many requests"}');
      });
    });
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, "127.0.0.1", 1_024, () => process.send?.((server.address() as AddressInfo).port));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) serve(JSON.parse(process.argv[2] ?? "") as Limit);
