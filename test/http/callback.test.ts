import type { ApiUsersClientOptions, AttemptEvent, OperationId } from "../../src/index";
import { calls, operations, writes } from "../support/eachOperation";
import { rejection } from "../support/rejection";
import { cut, drop, json, status, stubClient, user, type Reply } from "../support/stubFetch";

const mine = new RangeError("a mistake of my own");
const throws = () => {
  throw mine;
};
const rejects = () => Promise.reject(mine);

interface Row {
  readonly option: string;
  readonly options: ApiUsersClientOptions;
  readonly reply?: Reply;
  /** Whether the request had gone out. */
  readonly isSent: boolean;
}

const good = json({ ...user, data: [user], paging: {}, accessToken: "new" });
const rows: readonly (readonly [string, Row])[] = [
  ["auth throws", { option: "auth", options: { auth: throws }, isSent: false }],
  ["auth rejects", { option: "auth", options: { auth: rejects }, isSent: false }],
  ["onRequest throws", { option: "onRequest", options: { middleware: [{ onRequest: throws }] }, isSent: false }],
  ["onRequest rejects", { option: "onRequest", options: { middleware: [{ onRequest: rejects }] }, isSent: false }],
  ["onResponse throws", { option: "onResponse", options: { middleware: [{ onResponse: throws }] }, isSent: true }],
  ["onResponse rejects", { option: "onResponse", options: { middleware: [{ onResponse: rejects }] }, isSent: true }],
  [
    "onError throws an error of its own",
    { option: "onError", options: { middleware: [{ onError: throws }] }, reply: drop("ECONNRESET"), isSent: true },
  ],
  [
    "onError rejects with an error of its own before anything is sent",
    { option: "onError", options: { middleware: [{ onError: rejects }] }, reply: drop("ECONNREFUSED"), isSent: false },
  ],
];

describe.each(rows)("where %s", (_, { option, options, reply = good, isSent }) => {
  it.each(operations)("%s ends with what was thrown, and is not repeated", async (operation) => {
    const events: AttemptEvent[] = [];
    const onAttempt = (event: AttemptEvent) => void events.push(event);
    const { apiUsers, requests } = stubClient(reply, { ...options, onAttempt, retries: 2 });
    const error = await rejection(calls[operation](apiUsers));
    expect(error).toMatchObject({
      name: "SigfoxCallbackError",
      kind: "callback",
      option,
      operation,
      attempts: 1,
      mayHaveBeenApplied: isSent && writes.includes(operation),
    });
    expect(error.cause).toBe(mine);
    expect(error.message).toContain(option);
    expect(events.map(({ outcome, retryIn }) => [outcome, retryIn])).toEqual([["callback", undefined]]);
    expect(requests.length).toBeLessThanOrEqual(1);
  });
});

describe("where retryDelay throws", () => {
  const failing = (reply: Reply) => stubClient(reply, { retryDelay: throws, retries: 2 }).apiUsers;

  it.each([
    ["a write that may have been applied", status(503), true],
    ["a write that was not sent", drop("ECONNREFUSED"), false],
    ["a write that was refused", status(429), false],
  ] as const)("%s ends with what was thrown", async (_, reply, mayHaveBeenApplied) => {
    const error = await rejection(failing(reply).update("u1", { name: "New" }));
    expect(error).toMatchObject({ kind: "callback", option: "retryDelay", attempts: 1, mayHaveBeenApplied });
    expect(error.cause).toBe(mine);
  });

  it("a read ends with what was thrown", async () => {
    const error = await rejection(failing(status(503)).get("u1"));
    expect(error).toMatchObject({ kind: "callback", option: "retryDelay", attempts: 1, mayHaveBeenApplied: false });
  });
});

it.each<[unknown]>([[undefined], ["a text"], [null], [{ toString: throws }]])(
  "what was thrown is the cause even where it is no error: %p",
  async (thrown) => {
    const onResponse = (): void => {
      throw thrown;
    };
    const error = await rejection(stubClient(good, { middleware: [{ onResponse }] }).apiUsers.get("u1"));
    expect(error).toMatchObject({ kind: "callback", option: "onResponse" });
    expect(error.cause).toBe(thrown);
  },
);

describe("an onError that does no more than look", () => {
  it.each<[string, (thrown: unknown) => Error | undefined]>([
    ["returns nothing", () => undefined],
    ["returns an error of its own", (cause) => new Error("lost, as noted", { cause })],
    [
      "throws the error again",
      (thrown) => {
        throw thrown;
      },
    ],
  ])("and %s leaves a lost connection what it is, and repeated", async (_, look) => {
    const middleware = [{ onError: ({ error }: { readonly error: unknown }) => look(error) }];
    const { apiUsers, requests } = stubClient([drop("ECONNRESET"), json(user)], { middleware });
    expect((await apiUsers.get("u1")).id).toBe("u1");
    expect(requests).toHaveLength(2);
    const lost = stubClient(drop("ECONNRESET"), { middleware, retries: 1 }).apiUsers;
    expect(await rejection(lost.get("u1"))).toMatchObject({ kind: "connection", attempts: 2 });
  });
});

it("credentials that auth returns and that cannot be sent are refused as input", async () => {
  const { apiUsers } = stubClient(good, { auth: () => ({ username: "a:b", password: "p" }) });
  expect(await rejection(apiUsers.get("u1"))).toMatchObject({ kind: "validation", mayHaveBeenApplied: false });
});

describe("an onResponse that reads a clone", () => {
  const onResponse = async ({ response }: { readonly response: Response }) => {
    await response.clone().text();
  };
  const options = { middleware: [{ onResponse }], retryDelay: () => 0 };
  const broken = (code: number) => cut('{"id"', code);

  it("of a body that breaks off leaves a read to be tried again", async () => {
    const { apiUsers, requests } = stubClient([broken(200), json(user)], options);
    expect(await apiUsers.get("u1")).toEqual(user);
    expect(requests).toHaveLength(2);
  });

  it.each([429, 503])("of a %i that breaks off leaves the call to be repeated", async (code) => {
    const { apiUsers, requests } = stubClient([broken(code), json(user)], options);
    await apiUsers.update("u1", { name: "New" });
    expect(requests).toHaveLength(2);
  });

  it.each([
    [400, "badRequest"],
    [404, "notFound"],
  ])("of a %i that breaks off leaves it what it is", async (code, kind) => {
    const error = await rejection(stubClient(broken(code), options).apiUsers.update("u1", { name: "New" }));
    expect(error).toMatchObject({ kind, status: code, attempts: 1, mayHaveBeenApplied: false });
  });

  it("and throws an error of its own has failed, even while the body goes on", async () => {
    const throwing = async ({ response }: { readonly response: Response }) => {
      response.clone();
      await Promise.reject(mine);
    };
    const endless = () => new Response(new ReadableStream());
    const { apiUsers } = stubClient(endless, { middleware: [{ onResponse: throwing }] });
    expect(await rejection(apiUsers.get("u1"))).toMatchObject({ kind: "callback", option: "onResponse", cause: mine });
  });
});

describe("the message", () => {
  const wrapped = new Error("the vault is sealed", { cause: new Error("connect ECONNREFUSED") });
  const all = new AggregateError([new Error("one"), new Error("two")], "no vault answers");

  it.each([
    ["an error with a cause", wrapped, "auth failed: the vault is sealed"],
    ["an AggregateError", all, "auth failed: no vault answers"],
    [
      "an error whose cause alone says something",
      new Error("", { cause: wrapped }),
      "auth failed: connect ECONNREFUSED",
    ],
    ["a text", "sealed", "auth failed: sealed"],
    ["nothing", undefined, "auth failed: no reason given"],
  ])("has what was thrown says itself: %s", async (_, thrown, expected) => {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- which is the point
    const error = await rejection(stubClient(good, { auth: () => Promise.reject(thrown) }).apiUsers.get("u1"));
    expect(error.message).toContain(expected);
  });
});

it("an auth whose result throws when it is read is named", async () => {
  const auth = () => ({
    username: "u",
    get password(): string {
      return throws();
    },
  });
  const error = await rejection(stubClient(good, { auth }).apiUsers.get("u1"));
  expect(error).toMatchObject({ kind: "validation", issues: [{ type: "option", field: "auth" }] });
});

describe("an onResponse that reads the body of its response, not that of a clone", () => {
  const middleware = [
    {
      onResponse: async ({ response }: { readonly response: Response }) => {
        await response.text();
      },
    },
  ];
  const withResult: readonly OperationId[] = ["listApiUsers", "getApiUser", "createApiUser", "renewCredential"];

  it.each(withResult)("ends %s as a mistake of that function", async (operation) => {
    const { apiUsers, requests } = stubClient(good, { middleware, retries: 2 });
    const error = await rejection(calls[operation](apiUsers));
    const mayHaveBeenApplied = writes.includes(operation);
    expect(error).toMatchObject({ kind: "callback", option: "onResponse", attempts: 1, mayHaveBeenApplied });
    expect(error.message).toContain("must read a clone");
    expect(requests).toHaveLength(1);
  });

  it.each(withResult)("ends %s so even if it has only taken a reader", async (operation) => {
    const onResponse = ({ response }: { readonly response: Response }) => void response.body?.getReader();
    const { apiUsers, requests } = stubClient(good, { middleware: [{ onResponse }], retries: 2 });
    const error = await rejection(calls[operation](apiUsers));
    expect(error).toMatchObject({ kind: "callback", option: "onResponse", attempts: 1 });
    expect(requests).toHaveLength(1);
  });

  it.each(["text/html", "text/plain"])(
    "ends a call without a result so, if its success of %s has to be read",
    async (type) => {
      const { apiUsers } = stubClient(status(200, "", { "Content-Type": type }), { middleware });
      const error = await rejection(apiUsers.delete("u1"));
      expect(error).toMatchObject({ kind: "callback", option: "onResponse", mayHaveBeenApplied: true });
    },
  );

  it("does not matter to a call without a result, nor to the status of an error", async () => {
    await stubClient(good, { middleware }).apiUsers.delete("u1");
    const refused = stubClient(status(404, "gone"), { middleware }).apiUsers;
    expect(await rejection(refused.get("u1"))).toMatchObject({ kind: "notFound" });
  });
});

describe.each(["onRequest", "onResponse", "onError"] as const)("an %s that returns", (name) => {
  const returning = (given: Response) =>
    stubClient(name === "onError" ? drop("ECONNRESET") : good, { middleware: [{ [name]: () => given }] }).apiUsers;

  it.each([200, 400, 429, 503])("the same response with a %i a second time has failed", async (code) => {
    const response = Response.json(user, { status: code });
    await response.clone().text();
    await response.text();
    const error = await rejection(returning(response).get("u1"));
    expect(error).toMatchObject({ kind: "callback", option: name, attempts: 1 });
    expect(error.message).toContain("must not return a response whose body has been read");
  });

  it("an object of another class has failed", async () => {
    const error = await rejection(returning({ status: 200 } as Response).get("u1"));
    expect(error).toMatchObject({ kind: "callback", option: name, attempts: 1 });
    expect(error.message).toMatch(/must return nothing, or a global (Request or )?Response/);
  });

  it("Response.error() has failed", async () => {
    const error = await rejection(returning(Response.error()).get("u1"));
    expect(error).toMatchObject({ kind: "callback", option: name, attempts: 1 });
  });
});

it.each(["onRequest", "onResponse", "onError"] as const)("an %s that never settles is named", async (name) => {
  const middleware = [{ [name]: () => new Promise<never>(() => undefined) }];
  const reply = name === "onError" ? drop("ECONNRESET") : good;
  const error = await rejection(stubClient(reply, { middleware, timeout: 20, retries: 0 }).apiUsers.get("u1"));
  expect(error).toMatchObject({ kind: "timeout", attempts: 1 });
  expect(error.message).toContain(`${name} has not settled`);
});

it.each(operations)("an auth that never settles is named when the time of %s is over", async (operation) => {
  const auth = () => new Promise<never>(() => undefined);
  const { apiUsers, requests } = stubClient(good, { auth, timeout: 20, retries: 0 });
  const error = await rejection(calls[operation](apiUsers));
  expect(error).toMatchObject({ kind: "timeout", attempts: 1, mayHaveBeenApplied: false });
  expect(error.message).toContain("auth");
  expect(requests).toHaveLength(0);
});
