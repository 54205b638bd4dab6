import { runInNewContext } from "node:vm";
import { ApiUsersClient, isSigfoxError } from "../../src/index";
import { placesOf } from "../support/everyView";
import { auth } from "./cell";

const { password, username } = auth;
const header = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
const urlWithSecrets = "https://my-login:my-other-secret@api.sigfox.com/v2/";
const secrets = [password, header.slice("Basic ".length), "my-other-secret"];

/** An error to which a library has tied its request and its response. */
const axiosLike = (): Error =>
  Object.assign(new Error(`Request to ${urlWithSecrets} failed`), {
    config: { auth, headers: { Authorization: header } },
    request: {
      headers: { authorization: header },
      path: urlWithSecrets,
      _header: `GET / HTTP/1.1\r\nAuthorization: ${header}\r\n`,
    },
    response: new Response(password, { headers: { "x-echo": header } }),
    toJSON: () => ({ config: { auth } }),
  });

const cyclic = (): Error => {
  const one = new Error(`first ${password}`);
  const two = new Error(`second ${header}`, { cause: one });
  one.cause = two;
  return one;
};

const chained = (depth: number): Error =>
  depth === 0 ? new Error(`deepest ${password}`) : new Error(`${depth} ${password}`, { cause: chained(depth - 1) });

const throwing = (): never => {
  throw new Error(`a getter with ${password}`);
};

const proxy = (): object =>
  new Proxy(new Error("hidden"), { get: throwing, has: throwing, ownKeys: throwing, getPrototypeOf: throwing });

const thrown: readonly (readonly [string, () => unknown])[] = [
  ["a message with a URL's user info", () => new TypeError(`fetch of ${urlWithSecrets} failed`)],
  ["a message with the Authorization header", () => new TypeError(`refused: authorization: ${header}`)],
  ["an error with its request, its response and a toJSON", axiosLike],
  ["the same as a cause", () => new TypeError("fetch failed", { cause: axiosLike() })],
  ["a cause that is a text", () => new TypeError("fetch failed", { cause: `${password} at ${urlWithSecrets}` })],
  [
    "a cause that is plain data",
    () => new TypeError("fetch failed", { cause: { headers: { authorization: header }, password } }),
  ],
  [
    "a stack, a name and a code of its own",
    () => Object.assign(new Error("x"), { stack: `at ${urlWithSecrets}`, name: password, code: 5 }),
  ],
  [
    "an AggregateError",
    () => new AggregateError([axiosLike(), password, new Error(header)], `all of ${urlWithSecrets}`),
  ],
  [
    "an AggregateError as a cause",
    () => new TypeError("x", { cause: new AggregateError([axiosLike(), cyclic()], password) }),
  ],
  [
    "an AggregateError that holds itself",
    () => ((error) => (error.errors.push(error), error))(new AggregateError([], password)),
  ],
  ["causes in a circle", cyclic],
  ["a chain of a thousand causes", () => chained(1000)],
  [
    "an error of another realm",
    () =>
      runInNewContext(`new TypeError("fetch of ${urlWithSecrets}", { cause: new Error("${password}") })`) as unknown,
  ],
  ["a DOMException", () => new DOMException(`${password} at ${urlWithSecrets}`, "NetworkError")],
  ["a frozen error", () => Object.freeze(new Error(password))],
  ["an Error with a cause that is undefined", () => new Error(password, { cause: undefined })],
  ["a message that is no text", () => Object.assign(new Error(), { message: { password } })],
  ["a text", () => `${password} at ${urlWithSecrets}`],
  ["a number", () => 5],
  ["a bigint", () => 5n],
  ["null", () => null],
  ["undefined", () => undefined],
  ["a symbol", () => Symbol(password)],
  ["a function", () => Object.assign(() => password, { password })],
  ["plain data", () => ({ message: password, headers: { authorization: header } })],
  ["plain data without a prototype", () => Object.assign(Object.create(null) as object, { message: password })],
  ["an array", () => [password, header]],
  ["a map", () => new Map([["password", password]])],
  ["a response", () => new Response(password, { status: 500, headers: { authorization: header } })],
  ["a proxy that throws", proxy],
  ["a text that cannot be made", () => ({ toString: throwing, [Symbol.toPrimitive]: throwing, toJSON: throwing })],
];

describe.each(thrown)("a fetch that throws %s", (_, make) => {
  it.each([
    ["", () => () => Promise.reject(make())],
    [
      " before it gives a promise",
      () => () => {
        throw make();
      },
    ],
    [" while the body is read", () => () => Promise.resolve(breakingOff(make()))],
  ])("fails as a lost connection%s, in which no view shows a secret", async (_, fetchThat) => {
    const client = new ApiUsersClient({ auth, fetch: fetchThat(), retries: 1, retryDelay: () => 0 });
    const error: unknown = await client.get("x").catch((error: unknown) => error);
    const isOurs = isSigfoxError(error);
    expect(isOurs).toBe(true);
    expect(error).toMatchObject({ kind: "connection", attempts: 2 });
    expect(placesOf(error, secrets)).toEqual([]);
  });
});

it("what a fetch throws stays as it was", async () => {
  const original = axiosLike();
  const before = { message: original.message, stack: original.stack, keys: Object.keys(original) };
  const client = new ApiUsersClient({ auth, fetch: () => Promise.reject(original), retries: 0 });
  await expect(client.get("x")).rejects.toMatchObject({ kind: "connection" });
  expect({ message: original.message, stack: original.stack, keys: Object.keys(original) }).toEqual(before);
});

describe("a fetch that gives", () => {
  it.each([undefined, null, 5, "text", {}, { ok: true }, { status: 200, ok: true, headers: new Map() }])(
    "%p instead of a Response ends in an error of the library",
    async (answer) => {
      const client = new ApiUsersClient({ auth, fetch: () => Promise.resolve(answer as never), retries: 0 });
      const error: unknown = await client.get("x").catch((error: unknown) => error);
      expect(isSigfoxError(error)).toBe(true);
      expect(placesOf(error, secrets)).toEqual([]);
    },
  );
});

function breakingOff(error: unknown): Response {
  let turn = 0;
  return new Response(
    new ReadableStream({
      pull(controller) {
        if (turn++ === 0) controller.enqueue(new TextEncoder().encode('{"id":'));
        else controller.error(error);
      },
    }),
  );
}
