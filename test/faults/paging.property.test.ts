import fc from "fast-check";
import { ApiUsersClient, isSigfoxError, type ApiUsersClientOptions } from "../../src/index";
import { createFakeApi } from "../../src/testing/index";
import { assertUntilSeen } from "../support/assertUntilSeen";
import { anyFault, faultyFetch, passingPageFaults, type Fault } from "../support/faultyFetch";

const shape = {
  users: fc.nat(40),
  limit: fc.integer({ min: 1, max: 10 }),
  maxPageSize: fc.option(fc.integer({ min: 1, max: 10 }), { nil: undefined }),
  concurrency: fc.integer({ min: 1, max: 8 }),
  isRemote: fc.nat(3).map((one) => one === 0),
};

interface Shape {
  readonly users: number;
  readonly limit: number;
  readonly maxPageSize: number | undefined;
  readonly concurrency: number;
  readonly faults: readonly Fault[];
  /** Over real sockets rather than in process. */
  readonly isRemote: boolean;
}

/** Reads a list against a fake with faults; gives what was read, what there was, and how it ended. */
async function read(
  { users, limit, maxPageSize, concurrency, faults, isRemote }: Shape,
  options: ApiUsersClientOptions,
) {
  const fake = createFakeApi({ users, maxPageSize });
  const server = isRemote ? await fake.listen() : undefined;
  const client = new ApiUsersClient({
    auth: fake.auth,
    baseUrl: server?.url,
    fetch: faultyFetch(fake, faults, isRemote ? globalThis.fetch : fake.fetch),
    timeout: isRemote ? 200 : 60,
    retryDelay: () => 0,
    ...options,
  });
  const ids: string[] = [];
  let error: unknown;
  try {
    for await (const page of client.list({ limit }, { concurrency }).pages()) {
      expect(page.offset).toBe(ids.length);
      ids.push(...page.data.map((user) => user.id));
    }
  } catch (thrown) {
    error = thrown;
  }
  await server?.close();
  return { ids, all: fake.users.map((user) => user.id), error };
}

it("no user is lost, doubled or out of order, whatever the faults, as long as they pass", async () => {
  const faults = fc.array(passingPageFaults, { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(fc.record({ ...shape, faults }), async (given) => {
      const { ids, all, error } = await read(given, { retries: 1_000 });
      expect(error).toBeUndefined();
      expect(ids).toEqual(all);
    }),
    { numRuns: 20 },
  );
}, 60_000);

it("what was read before a fault that does not pass is the beginning of the list", async () => {
  const faults = fc.array(anyFault, { maxLength: 40 });
  const retries = fc.nat(2);
  let failed = 0;
  await assertUntilSeen(
    () => failed,
    10,
    fc.asyncProperty(fc.record({ ...shape, faults, retries }), async ({ retries, ...given }) => {
      const { ids, all, error } = await read(given, { retries });
      if (error === undefined) expect(ids).toEqual(all);
      else {
        failed += 1;
        expect(isSigfoxError(error)).toBe(true);
        expect(error).toMatchObject({ operation: "listApiUsers", mayHaveBeenApplied: false });
        expect(ids).toEqual(all.slice(0, ids.length));
      }
    }),
    { numRuns: 50 },
  );
}, 60_000);
