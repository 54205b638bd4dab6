import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ApiUsersClient, type ApiUsersClientOptions, type OperationId } from "../../src/index";
import { closedPort, startRawServer, type Behaviour, type RawServer } from "../support/rawServer";
import { until } from "../support/clock";
import { operations } from "../support/eachOperation";
import { settled } from "../support/pageServer";
import { auth, eventually, inTurns, outcomeOf, runCell, type Cell } from "./cell";
import { http2Stages, overHttp2 } from "./http2Stages";
import { outcomesPage, type Row } from "./outcomesTable";
import { expected, type End, type Outcome } from "./rules";
import { cutWhereCloseWasAnnounced, stages, stalling, type Stage } from "./stages";
import { statusServer } from "./statusServer";

const page = join(__dirname, "../../openapi/OUTCOMES.md");
const timeout = 20_000;

const from = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index);
/** Those that are registered, and the last of each class: the tests of `http/retry.ts` go through all the others without a socket. */
const statuses = [...from(300, 308), 399, ...from(400, 429), 431, 451, 499, ...from(500, 511), 599];

const allStages = [...stages, ...http2Stages];

type Cells = Readonly<Record<OperationId, Cell>>;

const cellsOfStages = new Map<string, Cells>();
const cellsOfStatuses = new Map<number, Cells>();
const servers = new Map<string, RawServer>();

/** What becomes of each operation with such a server; each has a client of its own, so that a pause after one is none for the others. */
async function allOperations(url: string, fetch?: ApiUsersClientOptions["fetch"]): Promise<Cells> {
  const cells = await Promise.all(
    operations.map((operation) => {
      const client = new ApiUsersClient({ auth, baseUrl: url, fetch, retryDelay: () => 0, retries: 1 });
      return runCell(client, operation, timeout);
    }),
  );
  return Object.fromEntries(operations.map((operation, index) => [operation, cells[index]])) as Cells;
}

async function serve(name: string, behaviour: Behaviour): Promise<RawServer> {
  const server = await startRawServer(behaviour);
  servers.set(name, server);
  return server;
}

const rowOf = (name: string, cells: Cells): Row => ({ name, outcomes: cells });
const rows = (): [Row[], Row[]] => [
  [...cellsOfStages].map(([name, cells]) => rowOf(name, cells)),
  [...cellsOfStatuses].map(([status, cells]) => rowOf(`${status}`, cells)),
];

async function runStage({ name, behaviour }: Stage): Promise<void> {
  const url = behaviour === undefined ? await closedPort() : (await serve(name, behaviour)).url;
  cellsOfStages.set(name, await allOperations(url));
}

/** Runs the stages that end by a deadline. The clock moves once each request has come as far as it ever comes. */
async function runStalls(stages: readonly Stage[]): Promise<void> {
  jest.useFakeTimers({ doNotFake: ["nextTick", "queueMicrotask", "setImmediate"] });
  const runs = await Promise.all(
    stages.map(async ({ name, end, behaviour = () => undefined }) => {
      const server = await serve(name, behaviour);
      let [sent, answered] = [0, 0];
      const fetch: typeof globalThis.fetch = async (input, init) => {
        sent += 1;
        const response = await globalThis.fetch(input, init);
        answered += 1;
        return response;
      };
      const isStuck = () => server.left() >= sent && (end === "stalled" || answered === sent);
      return { name, isStuck, cells: allOperations(server.url, fetch) };
    }),
  );
  const state = { isDone: false };
  const done = Promise.all(runs.map(async ({ name, cells }) => cellsOfStages.set(name, await cells)));
  void done.finally(() => {
    state.isDone = true;
  });
  while (!state.isDone) {
    await settled();
    await until(() => state.isDone || runs.every(({ isStuck }) => isStuck()));
    await jest.advanceTimersToNextTimerAsync();
  }
  await done;
  jest.useRealTimers();
}

beforeAll(async () => {
  for (const { name } of allStages) cellsOfStages.set(name, {} as Cells);
  for (const status of statuses) cellsOfStatuses.set(status, {} as Cells);
  await runStalls(stages.filter(({ behaviour }) => behaviour !== undefined && stalling.has(behaviour)));
  const { url } = await serve("statuses", statusServer);
  const runStatus = async (status: number): Promise<void> => {
    cellsOfStatuses.set(status, await allOperations(`${url}/${status}`));
  };
  const others = stages.filter(({ behaviour }) => behaviour === undefined || !stalling.has(behaviour));
  await inTurns(
    [...statuses.map((status) => () => runStatus(status)), ...others.map((stage) => () => runStage(stage))],
    4,
  );
  await overHttp2(async ({ name }, url, fetch) => void cellsOfStages.set(name, await allOperations(url, fetch)));
}, 120_000);

afterAll(async () => {
  for (const server of servers.values()) await server.close();
});

const outcomes = (cells: Cells | undefined): Partial<Record<OperationId, Outcome>> =>
  Object.fromEntries(Object.entries(cells ?? {}).map(([operation, cell]) => [operation, outcomeOf(cell)]));

const expectedRow = (end: End) =>
  Object.fromEntries(operations.map((operation) => [operation, expected(operation, end)]));

describe("a server that", () => {
  it.each(allStages.map((stage) => [stage.name, stage] as const))("%s", (name, stage) => {
    expect(outcomes(cellsOfStages.get(name))).toEqual(expectedRow(stage.end));
  });

  it.each(stages.filter(({ behaviour }) => behaviour !== undefined && stalling.has(behaviour)))(
    "$name holds a call as long as its attempts' deadlines, and no longer",
    ({ name }) => {
      for (const { elapsed, attempts, kind } of Object.values(cellsOfStages.get(name) ?? {})) {
        const least = kind === "resolves" ? 0 : attempts * timeout;
        expect(elapsed).toBeGreaterThanOrEqual(least);
        expect(elapsed).toBeLessThan(least + 100);
      }
    },
  );

  // Node.js before 22.23 takes the end of such a connection for the end of the body, whatever the chunks say.
  it("closes between chunks, as Connection: close announced, gives what fetch takes its answer for", async () => {
    const { url } = await serve("announced", cutWhereCloseWasAnnounced);
    const isWhole = await (await fetch(url)).text().then(
      () => true,
      () => false,
    );
    expect(outcomes(await allOperations(url))).toEqual(expectedRow(isWhole ? "cut without a word" : "cut"));
  });
});

describe("a server that answers with", () => {
  it.each(statuses)("%i", (status) => {
    expect(outcomes(cellsOfStatuses.get(status))).toEqual(expectedRow(status));
  });

  it.each(statuses)("%i receives as many requests as the errors say", (status) => {
    const attempts = Object.values(cellsOfStatuses.get(status) ?? {}).reduce((sum, cell) => sum + cell.attempts, 0);
    const received = servers.get("statuses")?.requests.filter(({ target }) => target.startsWith(`/${status}/`));
    // Fetch itself asks again, over another connection: a 421 says that nobody has looked at the request (Fetch standard, HTTP fetch).
    expect(received).toHaveLength(status === 421 ? 2 * attempts : attempts);
  });
});

describe("whatever the fault", () => {
  const all = () =>
    [...cellsOfStages, ...cellsOfStatuses].flatMap(([name, cells]) =>
      Object.entries(cells).map(([operation, cell]) => ({ at: `${name}: ${operation}`, ...cell })),
    );

  it("every call ends, in a result or an error of the library", () => {
    expect(all()).toHaveLength(operations.length * (allStages.length + statuses.length));
    expect(all().filter(({ foreign }) => foreign !== undefined)).toEqual([]);
  });

  it("no view of the error shows the password or the Authorization header, though the server repeats both", () => {
    expect(all().filter(({ leaks }) => leaks.length > 0)).toEqual([]);
  });

  it("no listener is left on the caller's signal", () => {
    expect(all().filter(({ listeners }) => listeners > 0)).toEqual([]);
  });

  it("no socket is left open", async () => {
    const open = (): [string, number][] =>
      [...servers]
        .map(([name, server]): [string, number] => [name, server.open()])
        .filter(([, sockets]) => sockets > 0);
    await eventually(() => open().length === 0, 30_000);
    expect(open()).toEqual([]);
  }, 60_000);
});

describe("the table of outcomes", () => {
  it("is what openapi/OUTCOMES.md holds", async () => {
    const text = outcomesPage(...rows());
    if (process.env["UPDATE_OUTCOMES"] === "1") await writeFile(page, text);
    expect(await readFile(page, "utf8")).toBe(text);
  });
});
