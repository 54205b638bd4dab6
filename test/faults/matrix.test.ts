import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ApiUsersClient, type OperationId } from "../../src/index";
import { closedPort, startRawServer, type Behaviour, type RawServer } from "../support/rawServer";
import { auth, eventually, inTurns, outcomeOf, runCell, type Cell } from "./cell";
import { operations } from "../support/eachOperation";
import { outcomesPage, printed, type Row } from "./outcomesTable";
import { expected, type End, type Outcome } from "./rules";
import { stages, stalls, type Stage } from "./stages";
import { statusServer } from "./statusServer";

const page = join(__dirname, "../../openapi/OUTCOMES.md");
const stallTimeout = 400;
const generousTimeout = 10_000;
/** What a loaded machine may take for an attempt beside its waits. */
const slack = 2_500;

const from = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index);
/** Those that are registered, and the last of each class: the tests of `http/retry.ts` go through all the others without a socket. */
const statuses = [...from(300, 308), 399, ...from(400, 429), 431, 451, 499, ...from(500, 511), 599];

type Cells = Readonly<Record<OperationId, Cell>>;

const cellsOfStages = new Map<string, Cells>();
const cellsOfStatuses = new Map<number, Cells>();
const servers = new Map<string, RawServer>();

/** Short deadlines only where they are what ends an attempt: a loaded machine must not turn another outcome into a timeout. */
const timeoutFor = (operation: OperationId, end: End, name: string): number => {
  const { kind } = expected(operation, end);
  return kind === "timeout" || (kind !== "resolves" && name.startsWith("stalls")) ? stallTimeout : generousTimeout;
};

async function allOperations(url: string, end: End, name = ""): Promise<Cells> {
  const client = new ApiUsersClient({ auth, baseUrl: url, retryDelay: () => 0, retries: 1 });
  const run = (operation: OperationId) => runCell(client, operation, timeoutFor(operation, end, name));
  const cells = await Promise.all(operations.map(run));
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

async function runStage({ name, end, behaviour }: Stage): Promise<void> {
  const url = behaviour === undefined ? await closedPort() : (await serve(name, behaviour)).url;
  cellsOfStages.set(name, await allOperations(url, end, name));
}

beforeAll(async () => {
  for (const { name } of stages) cellsOfStages.set(name, {} as Cells);
  for (const status of statuses) cellsOfStatuses.set(status, {} as Cells);
  const { url } = await serve("statuses", statusServer);
  await inTurns(
    statuses.map((status) => async () => {
      cellsOfStatuses.set(status, await allOperations(`${url}/${status}`, status));
    }),
    4,
  );
  await inTurns(
    stages.map((stage) => () => runStage(stage)),
    4,
  );
}, 60_000);

afterAll(async () => {
  for (const server of servers.values()) await server.close();
});

const outcomes = (cells: Cells | undefined): Partial<Record<OperationId, Outcome>> =>
  Object.fromEntries(Object.entries(cells ?? {}).map(([operation, cell]) => [operation, outcomeOf(cell)]));

const expectedRow = (end: End) =>
  Object.fromEntries(operations.map((operation) => [operation, expected(operation, end)]));

describe("a server that", () => {
  it.each(stages.map((stage) => [stage.name, stage] as const))("%s", (name, stage) => {
    expect(outcomes(cellsOfStages.get(name))).toEqual(expectedRow(stage.end));
  });

  it.each(stages.filter(({ end }) => stalls(end)).map(({ name }) => name))(
    "%s holds a call no longer than its attempts' deadlines",
    (name) => {
      for (const { elapsed, attempts, kind } of Object.values(cellsOfStages.get(name) ?? {})) {
        if (kind !== "resolves") expect(elapsed).toBeGreaterThanOrEqual(attempts * stallTimeout - 5);
        expect(elapsed).toBeLessThan(attempts * stallTimeout + slack);
      }
    },
  );
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
    expect(all()).toHaveLength(operations.length * (stages.length + statuses.length));
    expect(all().filter(({ foreign }) => foreign !== undefined)).toEqual([]);
  });

  it("no call takes longer than its waits and the machine explain", () => {
    expect(all().filter(({ elapsed }) => elapsed > 2 * stallTimeout + slack)).toEqual([]);
  });

  it("no view of the error shows the password or the Authorization header, though the server repeats both", () => {
    expect(all().filter(({ leaks }) => leaks.length > 0)).toEqual([]);
  });

  it("no listener is left on the caller's signal", () => {
    expect(all().filter(({ listeners }) => listeners > 0)).toEqual([]);
  });

  it("no socket is left open, once fetch has let go of idle ones", async () => {
    const open = (): [string, number][] =>
      [...servers]
        .map(([name, server]): [string, number] => [name, server.open()])
        .filter(([, sockets]) => sockets > 0);
    await eventually(() => open().length === 0, 8_000);
    expect(open()).toEqual([]);
  }, 10_000);
});

describe("the table of outcomes", () => {
  it("is printed, and openapi/OUTCOMES.md holds it", async () => {
    const text = outcomesPage(...rows());
    process.stdout.write(`\n${printed(...rows())}\n`);
    if (process.env["UPDATE_OUTCOMES"] === "1") await writeFile(page, text);
    expect(await readFile(page, "utf8")).toBe(text);
  });
});
