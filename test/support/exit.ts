// Run by itself, with the URL of a server: calls that end in each way, after which the process has nothing left to do.
import { ApiUsersClient } from "../../src/index";

async function callInEachWay(baseUrl: string): Promise<void> {
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
  const finished = performance.now();
  process.on("exit", () => {
    console.log(JSON.stringify({ kinds: ends.map(kindOf), waited: performance.now() - finished }));
  });
}

const kindOf = (end: PromiseSettledResult<unknown>): string =>
  end.status === "fulfilled" ? "good" : (end.reason as { kind: string }).kind;

void callInEachWay(process.argv[2] ?? "");
