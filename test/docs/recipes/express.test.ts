import type { Express } from "express";
import { ApiUsersClient } from "../../../src/index";
import { createFakeApi } from "../../../src/testing/index";
import { listen } from "../../support/loopback";
import { moduleOf } from "../support/run";

const { createApp } = moduleOf("guides/recipes/express.md", "app") as {
  createApp: (apiUsers: ApiUsersClient) => Express;
};
const fake = createFakeApi({ users: 250 });
const [group] = fake.groups;
const signals: (AbortSignal | null | undefined)[] = [];
let url: string;

beforeEach(async () => {
  fake.reset();
  // A client for each test: a 429 pauses all calls of a client.
  const apiUsers = new ApiUsersClient({
    auth: fake.auth,
    retries: 0,
    fetch: (input, init) => {
      signals.push(init.signal);
      return fake.fetch(input, init);
    },
  });
  const server = await listen(createApp(apiUsers));
  url = `${server.url}/groups/${group?.id}/users`;
});

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
