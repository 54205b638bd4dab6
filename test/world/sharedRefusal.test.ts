import { inspect } from "node:util";
import { ApiUsersClient, type ApiUsersClientOptions, type CallOptions } from "../../src/index";
import { rejection } from "../support/rejection";

const password = "correct horse battery staple";
const authorization = `Basic ${Buffer.from(`login:${password}`).toString("base64")}`;

describe("a refusal that ends calls which were never sent", () => {
  it.each<[string, ApiUsersClientOptions, CallOptions]>([
    ["auth as an object", { auth: { username: "login", password } }, {}],
    ["auth as a function", { auth: () => ({ username: "login", password }) }, {}],
    ["headers of one call", {}, { headers: { authorization } }],
  ])("shows none of them the secrets of the call that was refused, with %s", async (_, options, ofFirst) => {
    const fetch = (_url: string, { headers }: { readonly headers: Readonly<Record<string, string>> }) => {
      const echoed = { "Retry-After": "3600", "X-Echo": headers["authorization"] ?? "" };
      const body = JSON.stringify({ message: `you sent ${headers["authorization"]} for ${password}` });
      return Promise.resolve(new Response(body, { status: 429, headers: echoed }));
    };
    const apiUsers = new ApiUsersClient({ ...options, fetch, maxConcurrency: 1 });
    const calls = [apiUsers.get("a", {}, ofFirst), apiUsers.get("b"), apiUsers.get("c")];
    const errors = await Promise.all(calls.map(rejection));
    expect(errors.map(({ attempts }) => attempts)).toEqual([1, 0, 0]);
    for (const error of errors) {
      const shown = inspect(error, { depth: 10, showHidden: true }) + JSON.stringify(error) + String(error.stack);
      expect(shown).not.toContain(password);
      expect(shown).not.toContain(authorization.slice("Basic ".length));
    }
  });
});
