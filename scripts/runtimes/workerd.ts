import { join } from "node:path";
import { bundle } from "../package/bundle";
import { Consumer } from "../package/consumer";
import { esModule, passed, steps } from "./program";
import type { Row } from "./runtimes";
import { createStage, type Stage } from "./stage";

/** One client at the top of a worker's module, which all of its requests share; the path says what a request does with it. */
const worker = (place: Stage["place"]): string => `
  ${esModule}
  const { baseUrl, auth, caller } = ${JSON.stringify(place)};
  const apiUsers = new library.ApiUsersClient({ auth, baseUrl, timeout: 2_000, retryDelay: () => 50 });
  let asked = 0;
  const apiUsersOfAVault = new library.ApiUsersClient({
    baseUrl,
    auth: async () => {
      asked += 1;
      await new Promise((resolve) => setTimeout(resolve, 20));
      return auth;
    },
  });
  const calls = {
    "/": () => apiUsers.get(caller),
    "/vault": () => apiUsersOfAVault.get(caller),
    "/renew": () => apiUsers.renewCredential(caller),
  };
  export default {
    async fetch({ url }) {
      try {
        const { pathname, search } = new URL(url);
        const call = calls[pathname]();
        if (search !== "?left") return new Response((await call).id);
        // What is under way when a request is answered is cut off.
        call.catch(() => undefined);
        await new Promise((resolve) => setTimeout(resolve, 100));
        return new Response("left");
      } catch (error) {
        return new Response(String(error), { status: 500 });
      }
    },
  };`;

/** Puts requests to the worker, and prints what became of them. */
const driver = ({ caller, controlUrl }: Stage["place"]): string => `
  const origin = await miniflare.ready;
  const results = [];
  const tellFake = async (command) => {
    const response = await fetch(${JSON.stringify(controlUrl)}, { method: "POST", body: JSON.stringify(command) });
    if (!response.ok) throw new Error(await response.text());
  };
  const ask = async (path = "/", signal = AbortSignal.timeout(20_000)) => {
    const response = await fetch(new URL(path, origin), { signal });
    return await response.text();
  };
  const served = async (count, path) => {
    const texts = await Promise.all(Array.from({ length: count }, () => ask(path).catch(String)));
    const others = texts.filter((text) => text !== ${JSON.stringify(caller)});
    if (others.length > 0) throw new Error(others.length + " of " + count + ", the first: " + others[0]);
  };
  async function step(step, run) {
    await tellFake({ reset: true });
    const outcome = await run().then(() => "fine", String);
    results.push({ step, expected: "fine", outcome });
  }

  await step("one request", () => served(1));
  await step("25 requests at once", () => served(25));
  await step("100 requests at once", () => served(100));
  await step("25 requests at once, three of which meet a 429", async () => {
    await tellFake({ failNext: { operation: "getApiUser", status: 429, times: 3 } });
    await served(25);
  });
  await step("25 requests at once, one of which meets a 429 that asks for a pause", async () => {
    await tellFake({ failNext: { operation: "getApiUser", status: 429, retryAfter: 1_000 } });
    await served(25);
  });
  await step("25 requests at once, and the credentials of a vault", () => served(25, "/vault"));
  await step("20 requests that are cut off, 25 beside them, and 25 after them", async () => {
    // These never get an answer, and a worker whose client has gone does not go on.
    await tellFake({ failNext: { operation: "getApiUser", delay: 60_000, status: 503, times: 10 } });
    const cut = new AbortController();
    const lost = Array.from({ length: 20 }, () => ask("/", cut.signal).catch(() => undefined));
    await new Promise((resolve) => setTimeout(resolve, 300));
    const beside = served(25);
    await new Promise((resolve) => setTimeout(resolve, 100));
    cut.abort();
    await Promise.all(lost);
    await tellFake({ reset: true });
    await beside;
    await served(25);
  });
  await step("a request that is cut off during a pause, and 10 after it", async () => {
    await tellFake({ failNext: { operation: "getApiUser", status: 429, retryAfter: 1_000 } });
    const cut = new AbortController();
    const lost = ask("/", cut.signal).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 300));
    cut.abort();
    await lost;
    await served(10);
  });
  await step("20 requests that are answered while their calls hang, and 25 after them", async () => {
    await tellFake({ failNext: { operation: "getApiUser", delay: 60_000, status: 503, times: 10 } });
    await Promise.all(Array.from({ length: 20 }, () => ask("/?left")));
    await tellFake({ reset: true });
    await served(25);
  });
  await step("a request that is answered while it renews the password, and a 401 after it", async () => {
    await tellFake({ failNext: { operation: "renewCredential", delay: 60_000, status: 503 } });
    await ask("/renew?left");
    await tellFake({ failNext: { operation: "getApiUser", status: 401 } });
    const text = await ask("/", AbortSignal.timeout(5_000));
    if (!text.includes(": 401")) throw new Error(text);
  });
  console.log(JSON.stringify(results));`;

/** The scenario in a worker, bundled as deployment tools bundle it. */
export const runInWorkerd = (consumer: Consumer): Promise<Row[]> =>
  inMiniflare(
    consumer,
    (place) => `${esModule} export default { fetch: async () => Response.json(await ${steps(place)}) };`,
    () => `console.log(await (await miniflare.dispatchFetch("http://worker")).text());`,
  );

/** A client that all requests of a worker share: promises that the context of another request settles do not resume there. */
export const runSharedInWorkerd = (consumer: Consumer): Promise<Row[]> => inMiniflare(consumer, worker, driver);

type Program = (place: Stage["place"]) => string;

/** Runs a program of Node.js that has a worker in `miniflare`. */
async function inMiniflare(consumer: Consumer, workerOf: Program, programOf: Program): Promise<Row[]> {
  await using home = new Consumer();
  await using stage = await createStage();
  // Miniflare needs a newer Node.js than this project does.
  await home.install("miniflare", "node@24");
  const conditions = ["workerd", "worker", "browser"];
  await home.write("worker.js", await bundle(workerOf(stage.place), consumer.folder, { conditions }));
  const program = `
    import { Miniflare } from "miniflare";
    const modules = [{ type: "ESModule", path: "worker.js" }];
    const miniflare = new Miniflare({ modules, compatibilityDate: "2025-09-01" });
    ${programOf(stage.place)}
    await miniflare.dispose();`;
  const serve = await home.write("serve.mjs", program);
  const printed = await home.run(join(home.folder, "node_modules/.bin/node"), serve);
  return [{ version: await home.versionOf("workerd"), modules: "bundle", steps: passed(printed) }];
}
