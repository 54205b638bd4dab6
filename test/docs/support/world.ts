import { createFakeApi, type FakeApi } from "../../../src/testing/index";
import { decodeBasic } from "../../support/basic";

const placeholder = { username: "my-login", password: "my-password" };

/** The origin of the page that an example for browsers stands in. Its proxy adds the credentials. */
export const pageOrigin = "https://page.example";

/** The service that the examples of one document reach: the fake with its default data. */
export interface World {
  readonly fake: FakeApi;
  /**
   * Stands in for the global `fetch`. The placeholders of the documentation count as the caller's credentials, as if the reader had
   * replaced them; only servers on the loopback are reached as they are.
   */
  readonly fetch: typeof globalThis.fetch;
}

export function createWorld(): World {
  const fake = createFakeApi();
  const overTheNetwork = globalThis.fetch;
  return {
    fake,
    async fetch(input, init) {
      const request = new Request(input, init);
      if (new URL(request.url).hostname === "127.0.0.1") return await overTheNetwork(input, init);
      const given = decodeBasic(request.headers.get("authorization"));
      const isPlaceholder = given.username === placeholder.username && given.password === placeholder.password;
      if (isPlaceholder || request.url.startsWith(pageOrigin)) request.headers.set("authorization", basicOf(fake.auth));
      return await fake.fetch(request);
    },
  };
}

const basicOf = ({ username, password }: FakeApi["auth"]): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
