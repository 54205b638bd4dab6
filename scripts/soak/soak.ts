import { fork } from "node:child_process";
import { getEventListeners, once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ApiUsersClient, isSigfoxError } from "../../src/index";
import { seededRandom } from "../../test/support/seededRandom";

// Many calls against a server that fails now and then: nothing may be lost, doubled, kept or left running. The server is in this process;
// the client has one of its own, so that its memory is the client's and it has to end by itself.
// `npm run soak -- --calls 20000 --in-flight 10` for another load.

const { values } = parseArgs({
  options: { calls: { type: "string", default: "200000" }, "in-flight": { type: "string", default: "50" } },
});
const calls = Number(values.calls);
const inFlight = Number(values["in-flight"]);
const faultShare = 0.05;
const listed = 1_000;

/** How one creation ended, for the comparison with what the server has. */
interface Creation {
  readonly name: string;
  readonly id?: string;
  readonly mayHaveBeenApplied?: boolean;
}

type Report = Awaited<ReturnType<typeof load>>;

/** The load: of 20 calls, one each creates, updates, deletes and reads a page; the others read a user. */
async function load(baseUrl: string) {
  const auth = { username: "soak", password: "Wr0ng-h0rse-battery" };
  const retryDelay = (attempt: number): number => 2 ** Math.min(attempt, 7);
  const client = new ApiUsersClient({ auth, baseUrl, timeout: 10_000, retries: 12, retryDelay });
  const { signal } = new AbortController();
  /** How many calls failed, by operation, kind and whether they may have been applied. */
  const failures: Record<string, number> = {};
  const creations: Creation[] = [];
  /** Calls whose results were not theirs. */
  const wrong: string[] = [];
  let [begun, succeeded, most] = [0, 0, 0];

  async function call(serial: number): Promise<boolean> {
    const id = `user-${serial}`;
    switch (serial % 20) {
      case 0: {
        const name = `n${serial}`;
        const body = { groupId: "g", name, timezone: "Europe/Paris", profileIds: ["p"] };
        const created = await client.create(body, { signal }).catch((error: unknown) => {
          creations.push({ name, mayHaveBeenApplied: isSigfoxError(error) && error.mayHaveBeenApplied });
          throw error;
        });
        creations.push({ name, id: created.id });
        return true;
      }
      case 1:
        await client.update(id, { name: "New" }, { signal });
        return true;
      case 2:
        await client.delete(id, { signal });
        return true;
      case 3: {
        const offset = serial % listed;
        const { data } = await client.list({ offset, limit: 20 }, { signal });
        const isWhole = data.length === Math.min(20, listed - offset);
        return isWhole && data.every((user, index) => user.id === `listed-${offset + index}`);
      }
      default:
        return (await client.get(id, {}, { signal })).id === id;
    }
  }

  async function worker(until: number): Promise<void> {
    while (begun < until) {
      const serial = begun++;
      try {
        if (await call(serial)) succeeded += 1;
        else wrong.push(`call ${serial}`);
      } catch (error) {
        const what = isSigfoxError(error)
          ? `${error.operation ?? ""} ${error.kind}${error.mayHaveBeenApplied ? " !" : ""}`
          : String(error);
        failures[what] = (failures[what] ?? 0) + 1;
      }
      if (serial % 100 === 0) most = Math.max(most, getEventListeners(signal, "abort").length);
    }
  }
  const work = (until: number) => Promise.all(Array.from({ length: inFlight }, () => worker(until)));

  const started = performance.now();
  // Code is compiled and pools are filled before memory is measured for the first time.
  await work(calls / 10);
  const start = await megabytesInUse();
  await work(calls / 2);
  process.send?.("half");
  await work(calls);
  const seconds = (performance.now() - started) / 1_000;
  // About what the creations take that this script keeps.
  const end = (await megabytesInUse()) - (creations.length * 0.9 * 150) / 2 ** 20;
  const listeners = { most, left: getEventListeners(signal, "abort").length };
  const timersLeft = process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  return { seconds, succeeded, failures, creations, wrong, memory: { start, end }, listeners, timersLeft };
}

/** Once garbage is gone, finalizers included. */
async function megabytesInUse(): Promise<number> {
  for (let round = 0; round < 3; round++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 2 ** 20;
}

async function judge(): Promise<void> {
  const created = new Map<string, string[]>();
  const server = serve(created);
  await once(server.listen(0, "127.0.0.1", 1_024), "listening");
  let [sockets, most] = [0, 0];
  server.on("connection", (socket) => {
    most = Math.max(most, (sockets += 1));
    socket.once("close", () => (sockets -= 1));
  });
  const child = fork(fileURLToPath(import.meta.url), process.argv.slice(2), {
    env: { ...process.env, SOAK_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
    execArgv: [...process.execArgv, "--expose-gc"],
  });
  const exit = once(child, "exit");
  await Promise.race([once(child, "message"), exit]);
  const mostInFirstHalf = most;
  most = sockets;
  const [report] = (await Promise.race([once(child, "message"), exit])) as [Report | number | null];
  if (report === null || typeof report === "number") throw new Error("The process under load ended without a report");
  // It has to end by itself.
  const lateness = setTimeout(() => child.kill(), 5_000);
  const [code] = (await exit) as [number | null];
  clearTimeout(lateness);
  server.close().closeAllConnections();

  const violations: string[] = [];
  const expect = (holds: boolean, otherwise: string) => holds || violations.push(otherwise);
  expect(code === 0, "the process under load did not end by itself within 5 s");
  expect(most <= 1.1 * mostInFirstHalf + 2, `sockets grow: ${mostInFirstHalf} in the first half, then ${most}`);
  // Fetch keeps about two connections for each request under way.
  expect(most <= 3 * inFlight, `${most} sockets, with ${inFlight} calls in flight`);

  const { succeeded, failures, creations, memory, listeners, timersLeft, wrong } = report;
  expect(wrong.length === 0, `these got the results of others: ${wrong.join(", ")}`);
  const ends = Object.values(failures).reduce((sum, count) => sum + count, succeeded + wrong.length);
  expect(ends === calls, `${calls} calls have ${ends} ends`);
  for (const what of Object.keys(failures))
    expect(/^createApiUser (connection|server) !$/.test(what), `calls failed: ${what}`);
  for (const [name, { length }] of created) expect(length === 1, `${name} was created ${length} times`);
  for (const { name, id, mayHaveBeenApplied = true } of creations) {
    const [known] = created.get(name) ?? [];
    expect(id === undefined || id === known, `the creation of ${name} returned ${id ?? ""}, not ${known ?? "nothing"}`);
    expect(known === undefined || mayHaveBeenApplied, `the creation of ${name} was applied, and its error denies it`);
  }
  expect(memory.end - memory.start <= 2, `memory grew from ${memory.start} to ${memory.end} MB`);
  expect(listeners.most <= inFlight, `${listeners.most} listeners on one signal`);
  expect(listeners.left === 0, `${listeners.left} listeners are left`);
  expect(timersLeft === 0, `${timersLeft} timers are left`);

  console.log({ calls, inFlight, ...report, creations: creations.length, sockets: [mostInFirstHalf, most] });
  for (const violation of violations) console.error(`VIOLATION: ${violation}`);
  if (violations.length > 0) process.exitCode = 1;
  else console.log("The soak found nothing wrong.");
}

interface Answer {
  readonly status: number;
  readonly body: string;
}
type Reply = (request: IncomingMessage, response: ServerResponse, apply: () => Answer) => void;

/** A small API of users that fails now and then: before it has applied a request, after it, or while it answers. */
function serve(created: Map<string, string[]>) {
  const random = seededRandom(1);
  return createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => (body += text));
    request.on("end", () => {
      const fault = random() < faultShare ? faults[Math.floor(random() * faults.length)] : undefined;
      (fault ?? answers)(request, response, () => applied(request, body, created));
    });
  });
}

const answers: Reply = (_, response, apply) => {
  const { status, body } = apply();
  const length = body === "" ? {} : { "Content-Length": Buffer.byteLength(body) };
  response.writeHead(status, { "Content-Type": "application/json", ...length }).end(body);
};
const refuses =
  (status: number, headers = {}): Reply =>
  (_, response) =>
    response.writeHead(status, headers).end('{"message":"not now"}');
const faults: readonly Reply[] = [
  refuses(503),
  refuses(500),
  refuses(429, { "Retry-After": "0" }),
  ({ socket }) => socket.destroy(),
  ({ socket }) => socket.resetAndDestroy(),
  ({ socket }, _, apply) => {
    apply();
    socket.destroy();
  },
  ({ socket }, response, apply) => {
    const { status, body } = apply();
    response.writeHead(status, { "Content-Type": "application/json", "Content-Length": body.length + 10 });
    response.write(body.slice(0, body.length / 2), () => socket.destroy());
  },
  (...exchange) => setTimeout(answers, 30, ...exchange),
];

function applied({ method, url = "" }: IncomingMessage, body: string, created: Map<string, string[]>): Answer {
  const { pathname, searchParams } = new URL(url, "http://soak");
  const id = pathname.slice("/api-users/".length);
  const json = (status: number, value: object): Answer => ({ status, body: JSON.stringify(value) });
  if (method === "POST") {
    const { name } = JSON.parse(body) as { name: string };
    const ids = created.get(name) ?? [];
    const newId = `created-${name}-${ids.length + 1}`;
    created.set(name, [...ids, newId]);
    return json(201, { id: newId });
  }
  if (method !== "GET") return { status: 204, body: "" };
  if (id !== "") return json(200, user(id));
  const offset = Number(searchParams.get("offset") ?? 0);
  const end = Math.min(listed, offset + Number(searchParams.get("limit") ?? 100));
  const data = Array.from({ length: end - offset }, (_, index) => user(`listed-${offset + index}`));
  return json(200, { data, paging: end < listed ? { next: `?offset=${end}` } : {} });
}

const user = (id: string): object => ({ id, name: id, timezone: "Europe/Paris", accessToken: "0123456789abcdef" });

if (process.send === undefined) await judge();
else process.send(await load(process.env["SOAK_URL"] ?? ""));
