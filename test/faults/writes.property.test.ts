import fc from "fast-check";
import { ApiUsersClient, isSigfoxError, type CallOptions } from "../../src/index";
import { createFakeApi, type OperationId } from "../../src/testing/index";
import { assertUntilSeen } from "../support/assertUntilSeen";
import { anyFault, faultyFetch, lostThenRefused, type Fault } from "../support/faultyFetch";
import { validCreation } from "../support/validInput";

type Fake = ReturnType<typeof createFakeApi>;

/** One write, its effect on the fake, and how to see that it has been carried out. */
interface Effect {
  readonly call: (client: ApiUsersClient, options: CallOptions) => Promise<unknown>;
  /** How often the call has been carried out, as far as the fake's state tells. */
  readonly applied: () => number;
  /** Checks the result against the fake's state. */
  readonly check?: (result: unknown) => void;
}

/** What each write does to a user that no other call of the test touches. */
const effects = {
  createApiUser: (fake, _, serial) => {
    const name = `Created ${serial}`;
    const [group, profile] = [fake.groups[0]?.id ?? "", fake.profiles[0]?.id ?? ""];
    const created = () => fake.users.filter((user) => user.name === name);
    return {
      call: (client, options) => client.create(validCreation({ groupId: group, name, profileIds: [profile] }), options),
      applied: () => created().length,
      check: (result) => {
        expect(result).toEqual({ id: created()[0]?.id });
      },
    };
  },
  updateApiUser: (fake, id, serial) => ({
    call: (client, options) => client.update(id, { name: `Updated ${serial}` }, options),
    applied: () => Number(find(fake, id)?.name === `Updated ${serial}`),
  }),
  deleteApiUser: (fake, id) => ({
    call: (client, options) => client.delete(id, options),
    applied: () => Number(find(fake, id) === undefined),
  }),
  addProfileToApiUser: (fake, id) => {
    const missing = fake.profiles.find((profile) => !find(fake, id)?.profileIds.includes(profile.id))?.id ?? "";
    return {
      call: (client, options) => client.addProfiles(id, [missing], options),
      applied: () => Number(find(fake, id)?.profileIds.includes(missing)),
    };
  },
  deleteProfileOfApiUser: (fake, id) => {
    const present = find(fake, id)?.profileIds[0] ?? "";
    return {
      call: (client, options) => client.removeProfile(id, present, options),
      applied: () => Number(find(fake, id)?.profileIds.includes(present) === false),
    };
  },
  renewCredential: (fake, id) => {
    const before = fake.authOf(id).password;
    return {
      call: (client, options) => client.renewCredential(id, options),
      applied: () => Number(fake.authOf(id).password !== before),
      check: (result) => {
        expect(result).toEqual({ accessToken: fake.authOf(id).password });
      },
    };
  },
} satisfies Partial<Record<OperationId, (fake: Fake, id: string, serial: number) => Effect>>;

type Write = keyof typeof effects;

const find = (fake: Fake, id: string) => fake.users.find((user) => user.id === id);

const writes = Object.keys(effects) as readonly Write[];

const command = fc.record({
  write: fc.constantFrom(...writes),
  faults: fc.oneof(
    { weight: 3, arbitrary: fc.array(anyFault, { maxLength: 4 }) },
    { weight: 1, arbitrary: lostThenRefused },
  ),
  retries: fc.nat(3),
  abortAfter: fc.option(fc.nat(15), { nil: undefined, freq: 8 }),
});

interface Command {
  readonly write: Write;
  readonly faults: readonly Fault[];
  readonly retries: number;
  readonly abortAfter: number | undefined;
}

interface Done extends Effect {
  readonly write: Write;
  readonly end: { readonly result: unknown } | { readonly error: unknown };
}

async function run(
  fake: Fake,
  { write, faults, retries, abortAfter }: Command,
  serial: number,
  url: string | undefined,
): Promise<Done> {
  // The caller is the first user, and its password must stay.
  const effect = effects[write](fake, fake.users[serial + 1]?.id ?? "", serial);
  const fetch = faultyFetch(fake, faults, url === undefined ? fake.fetch : globalThis.fetch);
  const timeout = url === undefined ? 60 : 200;
  const client = new ApiUsersClient({ auth: fake.auth, baseUrl: url, fetch, retries, retryDelay: () => 0, timeout });
  const controller = new AbortController();
  const timer =
    abortAfter === undefined
      ? undefined
      : setTimeout(() => {
          controller.abort();
        }, abortAfter);
  const end = await effect.call(client, { signal: controller.signal }).then(
    (result) => ({ result }),
    (error: unknown) => ({ error }),
  );
  clearTimeout(timer);
  return { ...effect, write, end };
}

it("no write is carried out twice where that does harm, and none that failed was carried out unless its error says so", async () => {
  let [succeeded, failed, unsure] = [0, 0, 0];
  await assertUntilSeen(
    () => Math.min(succeeded, failed - unsure, unsure),
    5,
    fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 8 }), fc.nat(3), async (commands, one) => {
      const fake = createFakeApi({ users: commands.length + 1 });
      // Every fourth time over real sockets rather than in process.
      const server = one === 0 ? await fake.listen() : undefined;
      const all = await Promise.all(commands.map((command, serial) => run(fake, command, serial, server?.url)));
      await server?.close();
      for (const { write, end, applied, check } of all) {
        expect(applied()).toBeLessThanOrEqual(1);
        if ("result" in end) {
          succeeded += 1;
          expect({ write, applied: applied() }).toEqual({ write, applied: 1 });
          check?.(end.result);
        } else {
          const { error } = end;
          if (!isSigfoxError(error)) throw error;
          failed += 1;
          unsure += Number(error.mayHaveBeenApplied);
          expect(error.operation).toBe(write);
          if (applied() > 0)
            expect({ error, mayHaveBeenApplied: error.mayHaveBeenApplied }).toEqual({
              error,
              mayHaveBeenApplied: true,
            });
        }
      }
    }),
    { numRuns: 150 },
  );
}, 60_000);

it("no user is created twice and no password is renewed twice by one call, however often it is tried", async () => {
  const once: readonly Write[] = ["createApiUser", "renewCredential", "addProfileToApiUser"];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...once), fc.array(anyFault, { maxLength: 6 }), async (write, faults) => {
      const fake = createFakeApi({ users: 2 });
      const { call } = effects[write](fake, fake.users[1]?.id ?? "", 0);
      let carriedOut = 0;
      const faulty = faultyFetch(fake, faults);
      const fetch: typeof globalThis.fetch = async (input, init) => {
        const before = stateOf(fake);
        try {
          return await faulty(input, init);
        } finally {
          if (stateOf(fake) !== before) carriedOut += 1;
        }
      };
      const client = new ApiUsersClient({ auth: fake.auth, fetch, retries: 10, retryDelay: () => 0, timeout: 60 });
      await call(client, {}).catch((error: unknown) => {
        if (!isSigfoxError(error)) throw error;
      });
      expect(carriedOut).toBeLessThanOrEqual(1);
    }),
    { numRuns: 25 },
  );
}, 60_000);

const stateOf = (fake: Fake): string =>
  JSON.stringify([fake.users, fake.users.map((user) => fake.authOf(user.id).password)]);

it("a client that renews its own password keeps working, whatever runs beside it, if no renewal was lost", async () => {
  const kept: fc.Arbitrary<Fault> = fc.constantFrom(
    undefined,
    { delay: 2 },
    { delay: 8 },
    { status: 429, retryAfter: 0 },
    { status: 409 },
  );
  const reading: fc.Arbitrary<Fault> = fc.constantFrom(
    undefined,
    { delay: 5 },
    { status: 503 },
    { dropConnection: true },
  );
  const steps = fc.array(
    fc.oneof(
      fc.record({ renews: fc.constant(true), fault: kept, after: fc.nat(10) }),
      fc.record({ renews: fc.constant(false), fault: reading, after: fc.nat(20) }),
    ),
    { maxLength: 12 },
  );
  let renewals = 0;
  await assertUntilSeen(
    () => renewals,
    20,
    fc.asyncProperty(steps, async (all) => {
      const fake = createFakeApi({ users: 2 });
      const { username } = fake.auth;
      const client = new ApiUsersClient({ auth: fake.auth, fetch: fake.fetch, retries: 20, retryDelay: () => 0 });
      const ends = await Promise.all(
        all.map(async ({ renews, fault, after }) => {
          await new Promise((resolve) => setTimeout(resolve, after));
          if (fault !== undefined) fake.failNext({ ...fault, operation: renews ? "renewCredential" : "getApiUser" });
          if (!renews) return { renews, password: undefined, user: await client.get(username) };
          const renewed = await client.renewCredential(username).catch((error: unknown) => error);
          if (isSigfoxError(renewed) && renewed.kind !== "conflict") throw renewed;
          return { renews, password: (renewed as { accessToken?: string }).accessToken, user: undefined };
        }),
      );
      for (const { renews, user } of ends) if (!renews) expect(user).toMatchObject({ id: username });
      const passwords = ends.flatMap(({ password }) => (password === undefined ? [] : [password]));
      renewals += passwords.length;
      if (passwords.length > 0) expect(passwords).toContain(fake.auth.password);
      expect((await client.get(username)).id).toBe(username);
    }),
    { numRuns: 20 },
  );
}, 60_000);
