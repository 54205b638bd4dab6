import fc from "fast-check";
import { createFakeApi, type OperationId } from "../../src/testing";
import { operationIds } from "../../src/testing/schema";
import { assertUntilSeen } from "../support/assertUntilSeen";
import { call, type Reply } from "./support/call";
import { contract, expectConforming, isAllowed, type WireRequest } from "./support/judge";

const fake = createFakeApi({ users: 12, maxPageSize: 5 });
const users = fake.users.slice(1).map(({ id }) => id);
const groups = fake.groups.map(({ id }) => id);
const profiles = fake.profiles.map(({ id }) => id);

// Names and bounds come from the contract; values are right, nearly right and wrong.
interface Parameter {
  readonly name: string;
  readonly schema: { readonly minimum?: number; readonly maximum?: number };
}
const parameters: Parameter[] = [];
const properties = new Set(["colour", "__proto__"]);
JSON.stringify(contract, (_, one: unknown) => {
  if (typeof one === "object" && one !== null) {
    if ("in" in one && one.in === "query") parameters.push(one as unknown as Parameter);
    if ("properties" in one && "additionalProperties" in one)
      for (const name of Object.keys(one.properties as object)) properties.add(name);
  }
  return one;
});

const text = fc.oneof(
  fc.constantFrom("40000", "40001", "1.5", "1.0", "1e1", "0x10", "true", "false", "TRUE", "", " ", ",", "a,,b", "ten"),
  fc.constantFrom("group", "group(name)", "profiles(roles(perms)),group", "group(colour)", ...groups, ...profiles),
  fc.subarray(groups).map((some) => some.join()),
  fc.string({ maxLength: 8 }),
);
const nearBounds = ({ schema: { minimum, maximum } }: Parameter) =>
  [minimum, maximum].flatMap((bound) => (bound === undefined ? [] : [bound - 1, bound, bound + 1].map(String)));
const parameter = fc.oneof(
  ...parameters.map((one) => {
    const near = nearBounds(one);
    return fc.tuple(fc.constant(one.name), near.length > 0 ? fc.oneof(fc.constantFrom(...near), text) : text);
  }),
  fc.tuple(fc.constantFrom("colour", "groupIds[]", "__proto__", "constructor", ""), text),
);
/** Like the unit "binary" of fast-check, which makes a list of all code points whenever it is used. */
const codePoint = fc
  .oneof(fc.nat(0xd7ff), fc.integer({ min: 0xe000, max: 0x10ffff }))
  .map((code) => String.fromCodePoint(code));
const value = fc.oneof(
  fc.subarray(profiles),
  fc.constantFrom(...groups, ...profiles, "", "Zoë 🛰"),
  fc.jsonValue({ maxDepth: 1 }),
);
const whole = {
  groupId: fc.constantFrom(...groups, "nowhere"),
  name: fc.oneof(fc.string(), fc.string({ unit: codePoint, minLength: 98, maxLength: 102 })),
  timezone: fc.string(),
  profileIds: fc.subarray(profiles, { minLength: 1 }),
};
const valid = fc.oneof(fc.record(whole), fc.record(whole, { requiredKeys: ["profileIds"] }));
const oneWrong = fc
  .tuple(valid, fc.constantFrom(...properties), value)
  .map(([body, name, wrong]) => JSON.stringify({ ...body, [name]: wrong }));
const body = fc.oneof(
  fc.record(whole).map((one) => JSON.stringify(one)),
  valid.map((one) => JSON.stringify(one)),
  valid.map(({ profileIds }) => JSON.stringify({ profileIds })),
  oneWrong,
  fc.json(),
  fc.constantFrom(undefined, "{", "{}"),
);
const query = fc.oneof(
  { weight: 2, arbitrary: fc.constant([]) },
  { weight: 3, arbitrary: fc.array(parameter, { maxLength: 3 }) },
);
const segment = fc.oneof(
  fc.constantFrom(...users, ...profiles, "nobody"),
  fc.string({ minLength: 1 }).filter((one) => one !== "." && one !== ".."),
);

/** Requests of an operation that the contract has, most of them nearly right. */
const requestOf = (operation: OperationId): fc.Arbitrary<WireRequest> => {
  const [, template = "", method = ""] =
    Object.entries(contract.paths ?? {})
      .flatMap(([path, item]) => Object.entries(item as object).map(([verb, one]) => [one, path, verb] as const))
      .find(([one]) => (one as { operationId?: string }).operationId === operation) ?? [];
  const takesBody = ["put", "post"].includes(method);
  return fc.record({
    method: fc.constant(method.toUpperCase()),
    path: fc.array(segment, { minLength: 2, maxLength: 2 }).map((segments) => {
      const left = [...segments];
      return template.replaceAll(/\{\w+\}/g, () => encodeURIComponent(left.shift() ?? ""));
    }),
    query,
    body: takesBody ? body : fc.constant(undefined),
  });
};

/** Whether it is the store that refused: it lacks the group or the profile, or the grammar of `fields` is wrong. */
function isOfTheStore({ json }: Reply): boolean {
  const { errors } = json as { errors: { field: string; message: string }[] };
  return errors.every(
    ({ field, message }) =>
      /^unknown (group|profile) "|cannot do this yet/.test(message) || (field === "fields" && message.includes('"')),
  );
}

it.each(operationIds)(
  "%s: accepts what the contract allows, refuses the rest, and answers as declared",
  async (operation) => {
    const seen = { allowed: 0, refused: 0 };
    await assertUntilSeen(
      () => Math.min(seen.allowed, seen.refused),
      0,
      fc.asyncProperty(requestOf(operation), async (request) => {
        fake.reset();
        const search = new URLSearchParams(request.query.map((pair) => [...pair])).toString();
        const reply = await call(fake, request.method, `${request.path}?${search}`, request.body);
        expect(fake.requests[0]?.operation).toBe(operation);
        const isRefused = reply.status === 400 && !isOfTheStore(reply);
        seen[isRefused ? "refused" : "allowed"] += 1;
        expect([isRefused, reply.text]).toEqual([!isAllowed(request), reply.text]);
        expectConforming(reply, operation);
      }),
      { numRuns: 120 },
    );
  },
);

it("gives answers as declared whatever it is seeded with, or refuses the seed", async () => {
  const id = fc.oneof(fc.constant(undefined), fc.string({ maxLength: 3 }));
  const name = fc.oneof(fc.constant(undefined), fc.string({ unit: codePoint, maxLength: 102 }), fc.constant(5));
  const list = <T>(one: fc.Arbitrary<T>) => fc.oneof(fc.constant(undefined), fc.array(one, { maxLength: 3 }));
  const number = fc.oneof(fc.constant(undefined), fc.nat(), fc.double());
  const role = fc.record({ id: fc.string(), name, perms: fc.constantFrom(undefined, [], [{ name: "READ" }]) });
  const seed = fc.record({
    users: fc.oneof(fc.nat(5), list(fc.record({ id, name, timezone: fc.string(), creationTime: number }))),
    groups: list(fc.record({ id, name, type: number, level: number, bssId: name })),
    profiles: list(fc.record({ id, name, roles: list(role) })),
  });
  let made = 0;
  await assertUntilSeen(
    () => made,
    20,
    fc.asyncProperty(seed, async (options) => {
      let seeded: ReturnType<typeof createFakeApi>;
      try {
        seeded = createFakeApi(options as object);
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError);
        return;
      }
      made += 1;
      if (seeded.auth.username.includes(":")) return;
      const reply = await call(seeded, "GET", "/api-users/?fields=group,profiles&authorizations=true");
      expect(reply.status).toBe(200);
      expectConforming(reply, "listApiUsers");
    }),
    { numRuns: 200 },
  );
});
