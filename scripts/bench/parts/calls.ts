import { contenders, core, engine, raw, unpaced } from "../clients";
import { compare } from "../measure";
import { startServer } from "../server";
import { mapValues, withRatios, type Table, type Tables } from "../tables";
import { pageText, stubFetch, userAt } from "../users";

const { id } = userAt(7);
const user = JSON.stringify(userAt(7));
const page = pageText(0, 100, 100);
const withoutPasswords = JSON.stringify(
  JSON.parse(page, (name, value: unknown) => (name === "accessToken" ? undefined : value)),
);

/** The time of one call: against a `fetch` that answers at once, which leaves the clients' own work, and over loopback HTTP. */
export default async function calls(): Promise<Tables> {
  const getters = mapValues(await contenders({ fetch: stubFetch(user) }), (client) => () => client.get(id));
  return {
    "get, stub": ratios(await compare(getters)),
    "list of 100, stub": await listsOf(page),
    "list of 100 without passwords, stub": await listsOf(withoutPasswords),
    ...(await overHttp()),
  };
}

async function listsOf(text: string): Promise<Table> {
  const clients = await contenders({ fetch: stubFetch(text) });
  return ratios(await compare(mapValues(clients, (client) => () => client.list(100))));
}

async function overHttp(): Promise<Tables> {
  const { baseUrl, stop } = await startServer();
  const getters = mapValues(core({ fetch, baseUrl }), (client) => () => client.get(id));
  const one = await compare(getters);
  const fifty = await compare(
    mapValues(getters, (get) => () => atOnce(50, 500, get)),
    { calls: 500 },
  );
  stop();
  return { "get, loopback": ratios(one), "get, loopback, 50 in flight": ratios(fifty) };
}

const ratios = (table: Table): Table => withRatios(table, "µs", raw, engine, unpaced);

/** Runs a task `count` times, `inFlight` at a time. */
async function atOnce(inFlight: number, count: number, task: () => Promise<unknown>): Promise<void> {
  let left = count;
  const work = async (): Promise<void> => {
    while (left-- > 0) await task();
  };
  await Promise.all(Array.from({ length: inFlight }, work));
}
