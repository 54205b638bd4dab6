import { createFakeApi, type FakeApi } from "../../../src/testing/index";
import { decodeBasic } from "../../support/basic";

/** The names that the documentation uses, those of the examples in the contract among them. */
const login = "my-login";
const password = "my-password";
const user = "5138e7dfa2f1fffaf25fd4aa";
const groups = ["572f1204017975032d8ec1dd", "572f1204017975032d8ec1de"];
const profile = "5138e7dfa2f1fffaf25fd409";

/** The origin of the page that an example for browsers stands in. Its proxy adds the credentials. */
export const pageOrigin = "https://page.example";

/** A service in which everything that the documentation names exists: a fake that goes by other names. */
export interface World {
  readonly fake: FakeApi;
  /** Answers as the service would; only servers on the loopback are reached as they are. Other credentials than those above are refused. */
  readonly fetch: typeof globalThis.fetch;
}

export function createWorld(users = 120): World {
  const fake = createFakeApi({ users });
  const own = fake.auth;
  const names = new Map([
    [login, own.username],
    [user, fake.users[1]?.id ?? ""],
    [profile, fake.users[1]?.profileIds[0] ?? ""],
    ...groups.map((group, index): [string, string] => [group, fake.groups[index]?.id ?? ""]),
  ]);
  const towards = (text: string) => replaceAll(text, names);
  const back = (text: string) => replaceAll(text, new Map([...names].map(([one, other]) => [other, one])));

  const authorization = (header: string | null, isProxied: boolean): string => {
    if (isProxied) return authorization(`Basic ${Buffer.from(`${login}:${password}`).toString("base64")}`, false);
    const { username, password: given } = decodeBasic(header);
    return `Basic ${Buffer.from(`${towards(username)}:${given === password ? own.password : given}`).toString("base64")}`;
  };

  const overTheNetwork = globalThis.fetch;
  return {
    fake,
    async fetch(input, init) {
      const request = new Request(input, init);
      if (new URL(request.url).hostname === "127.0.0.1") return await overTheNetwork(input, init);
      const headers = new Headers(request.headers);
      headers.set("authorization", authorization(headers.get("authorization"), request.url.startsWith(pageOrigin)));
      const body = towards(await request.text());
      const { method, signal } = request;
      const response = await fake.fetch(towards(request.url), {
        method,
        headers,
        signal,
        ...(body !== "" && { body }),
      });
      const text = back(await response.text());
      return new Response(text === "" ? null : text, {
        status: response.status,
        statusText: response.statusText,
        headers: Object.fromEntries([...response.headers].map(([name, value]) => [name, back(value)])),
      });
    },
  };
}

function replaceAll(text: string, names: ReadonlyMap<string, string>): string {
  return [...names].reduce((replaced, [one, other]) => replaced.replaceAll(one, other), text);
}
