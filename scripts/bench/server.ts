import { fork } from "node:child_process";
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
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
  /** Whether a window begins with the first request in it, and not with the clock. */
  readonly isRolling?: boolean;
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

/** Says of each request whether it is accepted. */
function admits(limit: Limit): () => boolean {
  if (limit.burst !== undefined) return bucket(limit.rate / (limit.interval ?? 1), limit.burst);
  const { rate, interval = 1, isRolling = false } = limit;
  let [left, until] = [0, -Infinity];
  const start = performance.now();
  return () => {
    const now = (performance.now() - start) / 1_000;
    if (now >= until) [left, until] = [rate, isRolling ? now + interval : (Math.floor(now / interval) + 1) * interval];
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
  const refusal = limit.retryAfter === undefined ? {} : { "Retry-After": limit.retryAfter };
  const answer = (response: ServerResponse, isAccepted: boolean): void => {
    const head = { "Content-Type": "application/json" };
    if (isAccepted) response.writeHead(200, { ...head, "Content-Length": text.length }).end(text);
    else response.writeHead(429, { ...head, ...refusal }).end('{"message":"Too many requests"}');
  };
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
        answer(response, isAccepted);
      });
    });
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, "127.0.0.1", 1_024, () => process.send?.((server.address() as AddressInfo).port));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) serve(JSON.parse(process.argv[2] ?? "") as Limit);
