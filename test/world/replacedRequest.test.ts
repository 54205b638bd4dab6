import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { ApiUsersClient } from "../../src/index";
import { eventually } from "../faults/cell";
import { stalls } from "../support/behaviours";
import { serve } from "../support/rawServer";
import { rejection } from "../support/rejection";
import { auth } from "../support/stubFetch";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

/** A client of a server that never answers, whose middleware sends a request of its own making. */
async function stalled(timeout: number) {
  const server = await serve(stalls);
  const middleware = [
    { onRequest: ({ request }: { request: Request }) => new Request(request, { cache: "no-store" }) },
  ];
  const apiUsers = new ApiUsersClient({
    auth,
    baseUrl: server.url,
    middleware,
    maxConcurrency: Infinity,
    retries: 0,
    timeout,
  });
  return { server, apiUsers };
}

/** Some turns of the event loop between collections, for what promises and timers hold. */
async function collectAll(): Promise<void> {
  for (let round = 0; round < 3; round++) {
    collect();
    await turn();
  }
}

describe("a request that a middleware has replaced, and that was collected as garbage, ends with", () => {
  it("the caller's signal, and so does its connection", async () => {
    const { server, apiUsers } = await stalled(60_000);
    const controller = new AbortController();
    const ends = Array.from({ length: 20 }, () =>
      rejection(apiUsers.update("u1", { name: "New" }, { signal: controller.signal })),
    );
    expect(await eventually(() => server.open() === 20, 10_000)).toBe(true);
    await collectAll();
    controller.abort();
    for (const end of ends) expect((await end).kind).toBe("aborted");
    expect(await eventually(() => server.open() === 0, 10_000)).toBe(true);
  });

  it("the timeout, and so does its connection", async () => {
    const { server, apiUsers } = await stalled(1_000);
    const ends = Array.from({ length: 20 }, () => rejection(apiUsers.get("u1")));
    expect(await eventually(() => server.open() === 20, 10_000)).toBe(true);
    await collectAll();
    for (const end of ends) expect((await end).kind).toBe("timeout");
    expect(await eventually(() => server.open() === 0, 10_000)).toBe(true);
  });
});

it("a request that a middleware makes from nothing but the URL is still cancelled with the call", async () => {
  const given: AbortSignal[] = [];
  const fetch = (_: string, { signal }: { readonly signal?: unknown }) => {
    given.push(signal as AbortSignal);
    return new Promise<never>(() => undefined);
  };
  const middleware = [
    {
      onRequest: ({ request }: { request: Request }) => new Request(request.url, { method: request.method }),
    },
  ];
  const controller = new AbortController();
  const end = rejection(new ApiUsersClient({ fetch, middleware }).delete("u1", { signal: controller.signal }));
  expect(await eventually(() => given.length === 1, 10_000)).toBe(true);
  controller.abort();
  expect((await end).kind).toBe("aborted");
  expect(given.map(({ aborted }) => aborted)).toEqual([true]);
});
