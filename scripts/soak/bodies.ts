import { fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { ApiUsersClient, isSigfoxError } from "../../src/index";
import { hostileBodies, type HostileBody } from "./hostileBodies";

// Hostile bodies against a client in a process of its own, whose heap is 256 MB: it has to survive all of them, and no error response may
// block its event loop for more than 100 ms. `npx tsx scripts/soak/bodies.ts`; a word after it tries those whose names hold it.

const heapLimit = 256;
const longestBlock = 100;
const auth = { username: "soak", password: "Wr0ng-h0rse-battery" };
const wanted = process.argv[2] ?? "";
const cases = hostileBodies(auth.password)
  .filter(({ name }) => name.includes(wanted))
  .flatMap((body) => body.statuses.map((status) => ({ ...body, status })));

interface Result {
  readonly name: string;
  readonly status: number;
  readonly outcome: string;
  /** The longest time, in milliseconds of the processor, for which nothing else could run. */
  readonly block: number;
  /** How long the JSON of the error is. */
  readonly shown: number;
}

/** The processor time that this thread has used, in milliseconds; of the whole process where the runtime cannot tell. */
function processorTime(): number {
  const { threadCpuUsage } = process as { readonly threadCpuUsage?: () => NodeJS.CpuUsage };
  const { user, system } = threadCpuUsage?.() ?? process.cpuUsage();
  return (user + system) / 1_000;
}

/** The longest time for which the event loop stood still while something ran. */
async function longestBlockOf(run: () => Promise<unknown>): Promise<number> {
  let [longest, last, isRunning] = [0, processorTime(), true];
  const tick = (): void => {
    const now = processorTime();
    longest = Math.max(longest, now - last);
    last = now;
    if (isRunning) setImmediate(tick);
  };
  setImmediate(tick);
  await run();
  tick();
  isRunning = false;
  return longest;
}

async function meet(index: number, { name, status }: (typeof cases)[number]): Promise<Result> {
  const url = `${process.env["SOAK_URL"]}/${index}`;
  const apiUsers = new ApiUsersClient({ auth, baseUrl: url, retries: 0, timeout: 60_000 });
  const isPage = /data|users|spaces/.test(name);
  let error: unknown;
  const block = await longestBlockOf(async () => {
    const call = isPage ? apiUsers.list({ limit: 1 }) : apiUsers.get("u1");
    await call.then(undefined, (reason: unknown) => (error = reason));
  });
  const outcome = error === undefined ? "fine" : isSigfoxError(error) ? error.kind : "unknown";
  return { name, status, outcome, block, shown: error === undefined ? 0 : JSON.stringify(error).length };
}

/** The process that meets the bodies: it sends each result as it comes, so that one that kills it is known. */
async function meetAll(): Promise<void> {
  // What the first calls cost is compiled once.
  for (let round = 0; round < 20; round++)
    await meet(cases.length, { name: "warm-up", status: 200, statuses: [], bytes: () => Buffer.alloc(0) });
  for (const [index, body] of cases.entries()) process.send?.(await meet(index, body));
  process.disconnect();
}

const isRight = ({ kind }: HostileBody, { outcome, block }: Result): boolean => {
  if (kind === "error") return !["fine", "parse", "connection", "timeout"].includes(outcome) && block <= longestBlock;
  return kind === "parse" ? outcome === "parse" : ["fine", "parse"].includes(outcome);
};

async function judge(): Promise<void> {
  const server = createServer((request, response) => {
    const body = cases[Number(request.url?.split("/")[1])];
    response.writeHead(body?.status ?? 200, {
      "Content-Type": "application/json",
      ...(body?.name.includes("zipped") === true && { "Content-Encoding": "gzip" }),
    });
    response.on("error", () => undefined).end(body?.bytes() ?? '{"id":"u1","data":[]}');
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const child = fork(fileURLToPath(import.meta.url), process.argv.slice(2), {
    env: { ...process.env, SOAK_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
    execArgv: [...process.execArgv, `--max-old-space-size=${heapLimit}`],
  });
  const results: Result[] = [];
  child.on("message", (result: Result) => results.push(result));
  const [code] = (await once(child, "exit")) as [number | null];
  server.close().closeAllConnections();

  const failures = results.filter((result, index) => !isRight(cases[index] as HostileBody, result));
  const shown = (all: readonly Result[]) =>
    all.map((result) => ({ ...result, block: `${result.block.toFixed(1)} ms` }));
  console.log("The dearest:");
  console.table(shown([...results].sort((one, other) => other.block - one.block).slice(0, 15)));
  if (failures.length > 0) {
    console.error("VIOLATIONS:");
    console.table(shown(failures));
  }
  if (code !== 0)
    console.error(
      `VIOLATION: the process ended with ${code} at ${cases[results.length]?.name} (${cases[results.length]?.status})`,
    );
  if (failures.length > 0 || code !== 0) process.exitCode = 1;
  else console.log(`A process of ${heapLimit} MB has met ${results.length} bodies.`);
}

if (process.send === undefined) await judge();
else await meetAll();
