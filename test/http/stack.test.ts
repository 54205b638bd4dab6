import { SigfoxError, type ApiUsersClient, type CallOptions, type ListOptions } from "../../src/index";
import { runningClock } from "../support/clock";
import { calls, operations } from "../support/eachOperation";
import { drop, json, never, status, stubClient, user, type Reply } from "../support/stubFetch";

runningClock();

/** The line below the one on which this is called, as stacks of this file name it. */
function nextLine(): string {
  const here = /stack\.test\.ts:(\d+)/.exec(new Error().stack?.split("\n").slice(2).join("\n") ?? "")?.[1];
  return `stack.test.ts:${Number(here) + 1}:`;
}

// Jest keeps a hundred lines; the library's own calls must not fill the ten that there are without it.
const { stackTraceLimit } = Error;
beforeAll(() => {
  Error.stackTraceLimit = 10;
});
afterAll(() => {
  Error.stackTraceLimit = stackTraceLimit;
});

let line = "";

const uses: [string, (apiUsers: ApiUsersClient, options: CallOptions) => Promise<unknown>][] = [
  [
    "a call that is awaited",
    async (apiUsers, options) => {
      line = nextLine();
      return await apiUsers.get("u1", {}, options);
    },
  ],
  [
    "a list that is awaited",
    async (apiUsers, options) => {
      line = nextLine();
      return await apiUsers.list({}, options);
    },
  ],
  [
    "a loop over a list",
    async (apiUsers, options) => {
      const list = apiUsers.list({}, options);
      line = nextLine();
      for await (const user of list) expect(user.id).toBe("u1");
    },
  ],
  [
    "a loop over pages",
    async (apiUsers, options) => {
      const list = apiUsers.list({}, options);
      line = nextLine();
      for await (const page of list.pages()) expect(page.data).toHaveLength(1);
    },
  ],
  [
    "a list that is collected",
    async (apiUsers, options) => {
      line = nextLine();
      return await apiUsers.list({}, options).toArray();
    },
  ],
];

const pageUntil = (next: number) => json({ data: [user], paging: { next: `?offset=${next}` } });
const page = pageUntil(1);
const failures: [string, Reply[], CallOptions][] = [
  ["an error of the server", [status(404)], {}],
  ["a failure after several attempts", [status(503)], {}],
  ["a lost connection", [drop("ECONNRESET")], {}],
  ["a deadline", [never], { timeout: 5, retries: 0 }],
  ["an answer that is none", [json([])], {}],
];

async function stackOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.catch((error: unknown) => error);
  if (!(error instanceof SigfoxError)) throw new Error("not a SigfoxError", { cause: error });
  expect(error.stack?.startsWith(`${error.name}: ${error.message}`)).toBe(true);
  return error.stack ?? "";
}

describe.each(failures)("after %s, the stack reaches the caller's own line", (_, replies, options) => {
  it.each(uses)("of %s", async (_, use) => {
    const { apiUsers } = stubClient(replies);
    expect(await stackOf(use(apiUsers, options))).toContain(line);
  });

  it.each(uses.slice(2))("of %s, at a later page", async (_, use) => {
    const { apiUsers } = stubClient([page, ...replies]);
    expect(await stackOf(use(apiUsers, options))).toContain(line);
  });
});

it.each(uses.slice(2))("the stack of %s reaches the caller's own line, several pages at a time", async (_, use) => {
  const { apiUsers } = stubClient([page, pageUntil(2), status(404)]);
  const options: ListOptions = { concurrency: 2 };
  expect(await stackOf(use(apiUsers, options))).toContain(line);
});

it.each(uses.slice(2))("the stack of %s that cannot be read on reaches the caller's own line", async (_, use) => {
  const { apiUsers } = stubClient(pageUntil(0));
  expect(await stackOf(use(apiUsers, {}))).toContain(line);
});

it("the stack of a loop that is aborted between two users or pages reaches the caller's own line", async () => {
  const { apiUsers } = stubClient(page);
  const overUsers = async (controller: AbortController) => {
    const list = apiUsers.list({}, { signal: controller.signal });
    line = nextLine();
    for await (const { id } of list) controller.abort(id);
  };
  const overPages = async (controller: AbortController) => {
    const pages = apiUsers.list({}, { signal: controller.signal }).pages();
    line = nextLine();
    for await (const { offset } of pages) controller.abort(offset);
  };
  expect(await stackOf(overPages(new AbortController()))).toContain(line);
  expect(await stackOf(overUsers(new AbortController()))).toContain(line);
});

describe("after a local refusal, the stack reaches the caller's own line", () => {
  it.each(uses)("of %s", async (_, use) => {
    const { apiUsers } = stubClient(json({}));
    const stack = await stackOf(use(apiUsers, { timeout: 0 }));
    expect(stack).toContain("stack.test.ts");
  });
});

it.each(operations)("%s has the caller in its stack", async (operation) => {
  const { apiUsers } = stubClient(status(400));
  expect(await stackOf(calls[operation](apiUsers))).toContain("stack.test.ts");
});

it("page.next() has the caller in its stack", async () => {
  const { apiUsers } = stubClient([page, status(400)]);
  const first = await apiUsers.list();
  const next = async () => {
    line = nextLine();
    return await first.next();
  };
  expect(await stackOf(next())).toContain(line);
});
