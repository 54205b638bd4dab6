// Run by itself: calls that end in each way, after which the process has nothing left to do.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ApiUsersClient } from "../../src/index";

const server = createServer((request, response) => {
  if (request.url?.includes("never") === true) return;
  response.writeHead(request.url?.includes("fails") === true ? 503 : 200).end('{"id":"u1"}');
});

async function callInEachWay(): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const apiUsers = new ApiUsersClient({ baseUrl, retryDelay: () => 60_000 });
  const { signal } = new AbortController();
  const ends = await Promise.allSettled([
    apiUsers.get("good", {}, { signal }),
    apiUsers.get("fails", {}, { signal, retries: 0 }),
    apiUsers.get("fails", {}, { signal: AbortSignal.timeout(50) }),
    apiUsers.get("never", {}, { signal: AbortSignal.timeout(50) }),
    apiUsers.get("never", {}, { signal, timeout: 50, retries: 0 }),
    apiUsers.get("never", {}, { totalTimeout: 50 }),
  ]);
  server.close();
  server.closeAllConnections();
  const finished = performance.now();
  process.on("exit", () => {
    console.log(JSON.stringify({ kinds: ends.map(kindOf), waited: performance.now() - finished }));
  });
}

const kindOf = (end: PromiseSettledResult<unknown>): string =>
  end.status === "fulfilled" ? "good" : (end.reason as { kind: string }).kind;

void callInEachWay();
