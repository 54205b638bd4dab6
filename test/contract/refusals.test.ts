import { ApiUsersClient, SigfoxValidationError, type ApiUsersClientOptions } from "../../src/index";
import { listRule } from "../../src/http/settings";
import { refused } from "../support/refused";
import { rejectionOf } from "../support/rejection";
import { status, stubClient } from "../support/stubFetch";
import { validCreation } from "../support/validInput";

/** Calls with whatever a program without types may pass. */
type Loose = Record<string, (...input: unknown[]) => PromiseLike<unknown>>;
const loosely = (apiUsers: ApiUsersClient): Loose => apiUsers as unknown as Loose;
const refusedCall = (method: string, ...input: unknown[]) =>
  refused((apiUsers) => call(loosely(apiUsers), method, input));

function call(apiUsers: Loose, method: string, input: readonly unknown[]): PromiseLike<unknown> {
  const found = apiUsers[method]?.(...input);
  if (found === undefined) throw new Error(`no method ${method}`);
  return found;
}

const creation = validCreation();

describe("what is wrong with an argument is said with its name:", () => {
  it.each<[string, unknown[], string]>([
    ["create", [new Date()], "body: must be an object, not a Date"],
    ["create", [], "body: must be an object, not undefined"],
    ["create", [[creation]], "body: must be an object, not an Array"],
    ["create", ["n"], "body: must be an object, not a string"],
    ["create", [{ ...creation, profileIds: "p1" }], "profileIds: must be an array, not a string"],
    ["get", ["u1", new Map()], "query: must be an object, not a Map"],
    ["get", ["u1", "group"], "query: must be an object, not a string"],
    ["get", [{ fields: {} }, "u1"], "id: must be a string, not an Object; query: must be an object, not a string"],
    ["get", [{ id: "u1" }], "id: must be a string, not an Object"],
    ["get", ["u1", {}, new Map()], "options: must be an object, not a Map"],
    ["get", ["u1", {}, new AbortController().signal], "options: must be an object, not an AbortSignal"],
    [
      "get",
      ["u1", { fields: new Set(["group"]) }],
      "fields: the selection at the top must be an object with at least one name",
    ],
    ["list", [new URLSearchParams("limit=5")], "query: must be an object, not an URLSearchParams"],
    ["list", [{}, new Map()], "options: must be an object, not a Map"],
    ["update", [{ name: "n" }, "u1"], "id: must be a string, not an Object; body: must be an object, not a string"],
    ["update", ["u1"], "body: must be an object, not undefined"],
    ["update", ["u1", new Map()], "body: must be an object, not a Map"],
    ["delete", [["u1"]], "id: must be a string, not an Array"],
    ["addProfiles", [["p1"], "u1"], "id: must be a string, not an Array; profileIds: must be an array, not a string"],
    ["addProfiles", ["u1", "p1"], "profileIds: must be an array, not a string"],
    ["removeProfile", ["u1"], "profileId: is missing"],
    ["removeProfile", ["u1", ["p1"]], "profileId: must be a string, not an Array"],
    ["renewCredential", [], "id: is missing"],
  ])("%s(%j)", async (method, input, words) => {
    const error = await refusedCall(method, ...input);
    expect(error.message).toMatch(/^[a-z]\w+ [A-Z]+ \/api-users\S*: /i);
    expect(error.message.slice(error.message.indexOf(": ") + 2)).toBe(`${words}; nothing was sent`);
  });

  it.each<[unknown, string]>([
    [new Map(), "options: must be an object, not a Map"],
    ["https://api.sigfox.com/v2", "options: must be an object, not a string"],
    [null, "options: must be an object, not null"],
  ])("new ApiUsersClient(%p)", (options, words) => {
    expect(() => new ApiUsersClient(options as ApiUsersClientOptions)).toThrow(
      `ApiUsersClient: ${words}; nothing was sent`,
    );
  });
});

describe("input that throws when it is read", () => {
  const throwing = (name: string): object =>
    Object.defineProperty({}, name, {
      enumerable: true,
      get: () => {
        throw new Error("hush");
      },
    });
  const revoked = (): object => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  };
  const words = "cannot be read";

  it.each<[string, string, unknown[], string]>([
    ["a getter of options", "create", [creation, throwing("timeout")], "options"],
    ["a getter of a body", "update", ["u1", throwing("name")], "body"],
    ["a revoked proxy in a body", "create", [{ ...creation, profileIds: revoked() }], "body"],
    ["a revoked proxy as an id", "delete", [revoked()], "path"],
    ["a getter of a query", "list", [throwing("limit")], "query"],
    ["a getter of fields", "get", ["u1", { fields: throwing("group") }], "query"],
    ["a revoked proxy in fields", "list", [{ fields: { group: revoked() } }], "query"],
    ["a revoked proxy as the options", "delete", ["u1", revoked()], "options"],
    ["a revoked proxy as headers", "delete", ["u1", { headers: revoked() }], "headers"],
    ["a revoked proxy as a signal", "delete", ["u1", { signal: revoked() }], "signal"],
  ])("is refused: %s", async (_, method, input, argument) => {
    const error = await refusedCall(method, ...input);
    expect(error.message).toContain(words);
    // A revoked proxy cannot even be asked what it is.
    expect(error.message).toMatch(new RegExp(`(?:${argument}|options): `));
    expect(JSON.stringify(error) + String(error.stack)).not.toContain("hush");
  });

  it.each<[string, object]>([
    ["a revoked proxy", revoked()],
    ["a getter of auth", throwing("auth")],
    ["a getter of auth.password", { auth: Object.assign(throwing("password"), { username: "u" }) }],
    ["a revoked proxy as headers", { headers: revoked() }],
    ["a revoked proxy among middleware", { middleware: [revoked()] }],
  ])("is refused by the constructor: %s", (_, options) => {
    let error: unknown;
    try {
      new ApiUsersClient(options);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(SigfoxValidationError);
    expect(String((error as Error).stack)).not.toContain("hush");
  });

  it.each<[string, object]>([
    ["a revoked proxy", revoked()],
    ["a getter", throwing("maxItems")],
  ])("is refused by toArray: %s", async (_, options) => {
    const { apiUsers, requests } = stubClient(status(204));
    const error = await rejectionOf(SigfoxValidationError, apiUsers.list().toArray(options));
    expect(error.message).toContain(words);
    expect(requests).toHaveLength(0);
  });
});

describe("an option that is misspelt or in the wrong place is led to the right one:", () => {
  it.each([
    ["client", "retrys", "retrys: is unknown; did you mean retries?"],
    ["client", "timeOut", "timeOut: is unknown; did you mean timeout?"],
    ["client", "baseURL", "baseURL: is unknown; did you mean baseUrl?"],
    ["client", "middlewares", "middlewares: is unknown; did you mean middleware?"],
    ["client", "username", "username: belongs in auth"],
    ["client", "password", "password: belongs in auth"],
    ["client", "signal", "signal: belongs in the options of a call"],
    ["client", "concurrency", "concurrency: belongs in the options of list"],
    ["call", "retry", "retry: is unknown; did you mean retries?"],
    ["call", "header", "header: is unknown; did you mean headers?"],
    ["call", "auth", "auth: belongs in the options of the client"],
    ["call", "baseUrl", "baseUrl: belongs in the options of the client"],
    ["call", "fetch", "fetch: belongs in the options of the client"],
    ["call", "fields", "fields: belongs in the query"],
    ["call", "concurrency", "concurrency: belongs in the options of list"],
    ["list", "limit", "limit: belongs in the query"],
    ["list", "groupIds", "groupIds: belongs in the query"],
    ["list", "concurency", "concurency: is unknown; did you mean concurrency?"],
    ["list", "maxConcurrency", "maxConcurrency: belongs in the options of the client"],
  ])("in the options of a %s, %s", async (place, name, words) => {
    const options: object = { [name]: 1 };
    const places: Record<string, (apiUsers: ApiUsersClient) => PromiseLike<unknown>> = {
      client: async () => new ApiUsersClient(options),
      call: (apiUsers) => apiUsers.get("u1", {}, options),
      list: (apiUsers) => apiUsers.list({}, options),
    };
    const error = await refused((apiUsers) => places[place]?.(apiUsers) ?? Promise.resolve());
    expect(error.message).toContain(`: ${words}; nothing was sent`);
  });
});

it.each(Object.keys(listRule.properties ?? {}))("the option %s is led out of the query", async (name) => {
  const query: object = { [name]: 1 };
  for (const use of [
    (apiUsers: ApiUsersClient) => apiUsers.list(query),
    (apiUsers: ApiUsersClient) => apiUsers.get("u1", query),
  ])
    expect((await refused(use)).message).toContain(`: ${name}: belongs in the options, the next argument;`);
});

describe("a method that was taken off its client", () => {
  const { apiUsers } = stubClient(status(204));
  const alone = (method: string): Loose[string] => {
    const found = loosely(apiUsers)[method];
    if (found === undefined) throw new Error(`no method ${method}`);
    return (...input) => found(...input);
  };
  it.each<[string, unknown[]]>([
    ["get", ["u1"]],
    ["create", [creation]],
    ["update", ["u1", {}]],
    ["delete", ["u1"]],
    ["addProfiles", ["u1", ["p1"]]],
    ["removeProfile", ["u1", "p1"]],
    ["renewCredential", ["u1"]],
    ["list", []],
  ])("rejects rather than throws: %s", async (method, input) => {
    await rejectionOf(SigfoxValidationError, alone(method)(...input));
  });

  it("rejects however its list is used", async () => {
    // eslint-disable-next-line @typescript-eslint/unbound-method -- which is the point
    const { list: listAlone } = apiUsers;
    const list = listAlone({});
    const uses = [
      async () => await list,
      async () => {
        for await (const user of list) expect(user).toBeUndefined();
      },
      async () => await list.pages().next(),
      async () => await list.toArray(),
    ];
    for (const use of uses) await rejectionOf(SigfoxValidationError, use());
  });
});
