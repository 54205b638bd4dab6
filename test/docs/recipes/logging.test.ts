import { ApiUsersClient, type AttemptEvent } from "../../../src/index";
import { createFakeApi } from "../../../src/testing/index";
import { rejection } from "../../support/rejection";
import { moduleOf } from "../support/run";

type Write = (fields: object, message: string) => void;
const { logAttempts } = moduleOf("guides/recipes/logging.md", "logAttempts") as {
  logAttempts: (logger: Readonly<Record<"debug" | "info" | "warn", Write>>) => (event: AttemptEvent) => void;
};
const fake = createFakeApi();
const { username, password } = fake.auth;
let written: { readonly level: string; readonly fields: object; readonly message: string }[];

beforeEach(() => {
  fake.reset();
  written = [];
});

function client() {
  const write =
    (level: string): Write =>
    (fields, message) =>
      written.push({ level, fields, message });
  const logger = { debug: write("debug"), info: write("info"), warn: write("warn") };
  return new ApiUsersClient({
    auth: fake.auth,
    fetch: fake.fetch,
    retryDelay: () => 20,
    onAttempt: logAttempts(logger),
  });
}

it("writes a line for each attempt: what is retried is no warning yet", async () => {
  fake.failNext({ status: 503 });
  await client().get(username);
  expect(written.map(({ level, message }) => `${level}: ${message}`)).toEqual([
    "info: getApiUser attempt 1: server; again in 20 ms",
    "debug: getApiUser attempt 2: ok",
  ]);
});

it("warns of the last attempt of a call that fails, with the fields of the event and the id of the request", async () => {
  fake.failNext({ status: 404, headers: { "X-Request-Id": "r-1" } });
  await rejection(client().get(username));
  expect(written).toMatchObject([
    {
      level: "warn",
      message: "getApiUser attempt 1: notFound",
      fields: { call: 1, status: 404, template: "/api-users/{id}", path: `/api-users/${username}`, requestId: "r-1" },
    },
  ]);
});

it("writes no secret", async () => {
  fake.failNext({ status: 500, times: 3, headers: { "X-Echo": password, "Set-Cookie": `s=${password}` } });
  await rejection(client().get(username));
  expect(written).toHaveLength(3);
  expect(JSON.stringify(written)).not.toContain(password);
});
