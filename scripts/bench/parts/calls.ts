import { mapValues } from "../../openapi/json";
import { contenders, type Contender } from "../clients";
import { compare, type Comparison } from "../measure";
import { startServer } from "../server";
import { engine, raw, withRatios, type Table, type Tables } from "../tables";
import { pageText, stubFetch, userAt } from "../users";

const user = userAt(7);
const inFlight = 50;
const get = (client: Contender) => client.get(user.id);

/** The time of one call: against a `fetch` that answers at once, which leaves the clients' own work, and over loopback HTTP. */
export default async function calls(): Promise<Tables> {
  const { baseUrl, stop } = await startServer();
  const overHttp = contenders({ fetch, baseUrl });
  const tables = {
    "get, stub": await measured(contenders({ fetch: stubFetch(JSON.stringify(user)) }), get),
    "list of 100, stub": await measured(contenders({ fetch: stubFetch(pageText(0, 100, 100)) }), ({ list }) =>
      list(100),
    ),
    "get, loopback": await measured(overHttp, get),
    // By default the facade has 10 under way, on as many connections.
    [`get, loopback, ${inFlight} in flight`]: await measured(
      contenders({ fetch, baseUrl, maxConcurrency: inFlight }),
      (client) => atOnce(500, () => get(client)),
      { calls: 500 },
    ),
  };
  stop();
  return tables;
}

async function measured(
  clients: Readonly<Record<string, Contender>>,
  call: (client: Contender) => Promise<unknown>,
  options?: Comparison,
): Promise<Table> {
  const tasks = mapValues(clients, (client) => () => call(client));
  return withRatios(await compare(tasks, options), "µs", raw, engine);
}

/** Runs a task `count` times, `inFlight` at a time. */
async function atOnce(count: number, task: () => Promise<unknown>): Promise<void> {
  let left = count;
  const work = async (): Promise<void> => {
    while (left-- > 0) await task();
  };
  await Promise.all(Array.from({ length: inFlight }, work));
}
