import type { Express } from "express";
import { ApiUsersClient, type ApiUsersClientOptions } from "../../../src/index";
import { createFakeApi } from "../../../src/testing/index";
import { listen } from "../../support/loopback";
import { moduleOf } from "../support/run";

const { createApp } = moduleOf("guides/recipes/express.md", "app") as {
  createApp: (apiUsers: ApiUsersClient, options?: { readonly limit?: number }) => Express;
};
const fake = createFakeApi({ users: 250 });
const [group] = fake.groups;
const signals: (AbortSignal | null | undefined)[] = [];
let url: string;

beforeEach(async () => {
  fake.reset();
  // A client for each test: a 429 pauses all calls of a client.
  await serve(clientOf());
});

const clientOf = (options: ApiUsersClientOptions = {}) =>
  new ApiUsersClient({
    auth: fake.auth,
    retries: 0,
    fetch: (input, init) => {
      signals.push(init.signal);
      return fake.fetch(input, init);
    },
    ...options,
  });

async function serve(apiUsers: ApiUsersClient, limit = 60_000): Promise<void> {
  const server = await listen(createApp(apiUsers, { limit }));
  url = `${server.url}/groups/${group?.id}/users`;
}

interface Page {
  readonly data: readonly { readonly name: string; readonly group: { readonly name: string } }[];
  readonly nextOffset?: number;
}

it("gives the users of a group, with the name of the group and without passwords", async () => {
  const text = await (await fetch(url)).text();
  const page = JSON.parse(text) as Page;
  expect(page.data).toHaveLength(50);
  expect(new Set(page.data.map((user) => user.group.name))).toEqual(new Set([group?.name]));
  expect(text).not.toContain(fake.auth.password);
  expect(text).not.toContain("accessToken");
});

it("goes on where the page before has ended", async () => {
  const first = (await (await fetch(url)).json()) as Page;
  const second = (await (await fetch(`${url}?offset=${first.nextOffset}`)).json()) as Page;
  expect(second.data).toHaveLength(34);
  expect(second.nextOffset).toBeUndefined();
});

it("answers an offset that is no number with a 400, and asks the service nothing", async () => {
  const response = await fetch(`${url}?offset=abc`);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ issues: [{ type: "query", field: "offset" }] });
  expect(fake.requests).toHaveLength(0);
});

it("passes on how long the service asks to wait", async () => {
  fake.failNext({ status: 429, retryAfter: 70_000 });
  const response = await fetch(url);
  expect(response.status).toBe(503);
  expect(response.headers.get("Retry-After")).toBe("70");
});

it("answers with a 504 when the service takes longer than a visitor may wait", async () => {
  await serve(clientOf(), 50);
  fake.failNext({ delay: Infinity });
  const response = await fetch(url);
  expect(response.status).toBe(504);
  expect(await response.json()).toEqual({ reason: "timeout" });
});

it("answers with a 504 when the pause that a 429 began is still on when the time is up", async () => {
  fake.failNext({ status: 429, retryAfter: 20_000 });
  const apiUsers = clientOf({ retries: 2 });
  await serve(apiUsers, 10_000);
  const first = await fetch(url);
  expect([first.status, first.headers.get("Retry-After")]).toEqual([503, "20"]);
  await serve(apiUsers, 50);
  expect((await fetch(url)).status).toBe(504);
  expect(fake.requests).toHaveLength(1);
});

it("answers with a 502 when the service does not take its password", async () => {
  fake.failNext({ status: 401 });
  const response = await fetch(url);
  expect(response.status).toBe(502);
  expect(await response.json()).toEqual({ reason: "unauthorized" });
});

it("stops asking the service for a visitor who has left", async () => {
  fake.failNext({ delay: Infinity });
  const visit = new AbortController();
  const visited = fetch(url, { signal: visit.signal });
  while (fake.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const signal = signals.at(-1);
  const stopped = new Promise((resolve) => signal?.addEventListener("abort", resolve));
  visit.abort();
  await expect(visited).rejects.toThrow("aborted");
  await stopped;
  expect(signal?.aborted).toBe(true);
});
