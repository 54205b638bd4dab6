import { contenders, core } from "../clients";
import { compare } from "../compare";
import { engine, raw, unpaced } from "../names";
import { startServer } from "../server";
import { withRatios, type Table, type Tables } from "../tables";
import { pageText, stubFetch, userAt } from "../users";

const { id } = userAt(7);
const user = JSON.stringify(userAt(7));
const page = pageText(0, 100, 100);
const withoutPasswords = JSON.stringify(
  JSON.parse(page, (name, value: unknown) => (name === "accessToken" ? undefined : value)),
);
const ratios = (table: Table): Table => withRatios(table, "µs", raw, engine, unpaced);

/** The time of one call: against a `fetch` that answers at once, which leaves the clients' own work, and over loopback HTTP. */
export default async function calls(): Promise<Tables> {
  return {
    "get, stub": ratios(await compare(each(await contenders({ fetch: stubFetch(user) }), (client) => client.get(id)))),
    "list of 100, stub": await listsOf(page),
    "list of 100 without passwords, stub": await listsOf(withoutPasswords),
    ...(await overHttp()),
  };
}

async function listsOf(text: string): Promise<Table> {
  return ratios(await compare(each(await contenders({ fetch: stubFetch(text) }), (client) => client.list(100))));
}

async function overHttp(): Promise<Tables> {
  const { baseUrl, stop } = await startServer();
  const clients = core({ fetch, baseUrl });
  const one = await compare(each(clients, (client) => client.get(id)));
  const fifty = await compare(
    each(clients, (client) => atOnce(50, 500, () => client.get(id))),
    { calls: 500 },
  );
  stop();
  return { "get, loopback": ratios(one), "get, loopback, 50 in flight": ratios(fifty) };
}

const each = <C>(clients: Readonly<Record<string, C>>, run: (client: C) => Promise<unknown>) =>
  Object.fromEntries(Object.entries(clients).map(([name, client]) => [name, () => run(client)]));

/** Runs a task `count` times, `inFlight` at a time. */
async function atOnce(inFlight: number, count: number, task: () => Promise<unknown>): Promise<void> {
  let left = count;
  const work = async (): Promise<void> => {
    while (left-- > 0) await task();
  };
  await Promise.all(Array.from({ length: inFlight }, work));
}
