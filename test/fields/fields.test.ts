import { expectTypeOf } from "expect-type";
import type { ApiUser, ApiUserFields, ApiUserWith, MinGroup } from "../../src/index";
import type { FieldsVocabulary } from "../../src/schema";
import { rejection } from "../support/rejection";
import { json, stubClient, user } from "../support/stubFetch";
import { allOf, selectable } from "../support/vocabulary";

/** What goes over the wire for a selection. */
async function wire(fields: unknown): Promise<string | null> {
  const { apiUsers, requests } = stubClient(json(user));
  await apiUsers.get("u1", { fields: fields as ApiUserFields });
  return new URL(requests[0]?.url ?? "").searchParams.get("fields");
}

const namesAtTop = Object.keys(selectable()).join(", ");
const namesOfGroup = Object.keys(selectable("group")).join(", ");

describe("the wire form", () => {
  it.each<[ApiUserFields, string]>([
    [{ group: { name: true } }, "group(name)"],
    [{ group: { type: true, name: true } }, "group(type,name)"],
    [{ group: true }, allOf("group")],
    [{ profiles: true, group: true }, `${allOf("profiles")},${allOf("group")}`],
    [{ profiles: { name: true, roles: { name: true } } }, "profiles(name,roles(name))"],
    [{ profiles: { roles: true } }, `profiles(${allOf("profiles", "roles")})`],
    [{ profiles: { roles: { perms: true } } }, `profiles(roles(${allOf("profiles", "roles", "perms")}))`],
    [{ group: { name: true, type: false, level: undefined } }, "group(name)"],
    [{ group: { name: false }, profiles: { name: true } }, "profiles(name)"],
    [{ group: false, profiles: { roles: { name: true, perms: { name: false } } } }, "profiles(roles(name))"],
  ])("of %j is %s", async (fields, expected) => {
    expect(await wire(fields)).toBe(expected);
  });

  it.each<ApiUserFields>([{ group: false }, { group: { name: false } }, { group: undefined, profiles: false }])(
    "of %j is left out, because it selects nothing",
    async (fields) => {
      expect(await wire(fields)).toBeNull();
    },
  );

  it.each(["group(name),profiles(name,roles(name))", "group(colour)", "group"])(
    "is %s itself, whatever it says",
    async (fields) => {
      expect(await wire(fields)).toBe(fields);
    },
  );
});

describe("a selection that is refused", () => {
  it.each<[unknown, string]>([
    [{}, "the selection at the top must be an object with at least one name"],
    [{ group: {} }, "the selection under group must be an object with at least one name"],
    [{ profiles: { roles: {} } }, "the selection under profiles.roles must be an object with at least one name"],
    ["", "must not be empty"],
    [null, "the selection at the top must be an object with at least one name"],
    [true, "the selection at the top must be an object with at least one name"],
    [["group"], "the selection at the top must be an object with at least one name"],
    [{ group: "name" }, "the selection under group must be an object with at least one name"],
    [{ group: null }, "the selection under group must be an object with at least one name"],
    [{ group: ["name"] }, "the selection under group must be an object with at least one name"],
    [{ group: { name: { first: true } } }, "name under group must be true or false"],
    [{ group: { name: 1 } }, "name under group must be true or false"],
    [{ group: { roles: true } }, "roles can be selected under profiles, not under group"],
    [
      { name: true },
      expect.stringMatching(
        /^name can be selected under group and under .*profiles\.roles\.perms.*, not at the top$/,
      ) as string,
    ],
    [{ profiles: { group: true } }, "group can be selected at the top, not under profiles"],
    [{ profiles: { roles: { bssId: true } } }, "bssId can be selected under group, not under profiles.roles"],
    [{ group: { colour: true } }, `colour cannot be selected; the names under group are ${namesOfGroup}`],
    [Object.create({ group: true }), "group at the top must be an own property, not an inherited or hidden one"],
    [
      Object.assign(Object.create({ group: true }) as object, { profiles: true }),
      "group at the top must be an own property, not an inherited or hidden one",
    ],
    [
      { group: Object.defineProperty({ type: true }, "name", { value: true }) },
      "name under group must be an own property, not an inherited or hidden one",
    ],
    [{ timezone: true }, `timezone cannot be selected; the names at the top are ${namesAtTop}`],
    [{ group: { id: true } }, `id cannot be selected; the names under group are ${namesOfGroup}`],
    [{ constructor: true }, `constructor cannot be selected; the names at the top are ${namesAtTop}`],
    [JSON.parse('{"__proto__":true}'), `__proto__ cannot be selected; the names at the top are ${namesAtTop}`],
  ])("%j", async (fields, message) => {
    const { apiUsers, requests } = stubClient(json(user));
    const errors = [
      await rejection(apiUsers.get("u1", { fields: fields as ApiUserFields })),
      await rejection(apiUsers.list({ fields: fields as ApiUserFields })),
    ];
    for (const error of errors) {
      expect(error).toMatchObject({ kind: "validation", issues: [{ type: "query", field: "fields", message }] });
    }
    expect(requests).toHaveLength(0);
  });

  it("names everything that is wrong", async () => {
    const { apiUsers } = stubClient(json(user));
    const fields: object = { group: { roles: true, name: true }, colour: true };
    const error = await rejection(apiUsers.get("u1", { fields }));
    expect(error.issues.map(({ message }) => message.split(" ")[0])).toEqual(["roles", "colour"]);
  });
});

describe("the type of the result", () => {
  type GroupKeys<F> = keyof NonNullable<ApiUserWith<F>["group"]>;
  type Profile<F> = NonNullable<ApiUserWith<F>["profiles"]>[number];
  type Role<F> = Profile<F> extends { roles?: (infer R)[] } ? R : never;
  type GroupName = keyof FieldsVocabulary["group"];
  type Bare = Exclude<keyof MinGroup, GroupName>;
  /** What is no relation is absent until it is selected. */
  type SelectableAlone = Exclude<keyof FieldsVocabulary, "group" | "profiles">;

  it("has references with their id only, without a selection", () => {
    expectTypeOf<GroupKeys<undefined>>().toEqualTypeOf<Bare>();
    expectTypeOf<keyof Profile<undefined>>().toEqualTypeOf<"id" | "actions">();
    expectTypeOf<keyof ApiUserWith<undefined>>().toEqualTypeOf<Exclude<keyof ApiUser, SelectableAlone>>();
  });

  it("has everything beneath a relation that is true", () => {
    expectTypeOf<GroupKeys<{ group: true }>>().toEqualTypeOf<Bare | GroupName>();
    expectTypeOf<keyof Profile<{ group: true }>>().toEqualTypeOf<"id" | "actions">();
    expectTypeOf<keyof Role<{ profiles: true }>>().toEqualTypeOf<"id" | "name" | "perms">();
  });

  it("has what is selected in depth, and nothing beside it", () => {
    interface Deep {
      group: { type: true };
      profiles: { roles: { perms: { name: true } } };
    }
    expectTypeOf<GroupKeys<Deep>>().toEqualTypeOf<Bare | "type">();
    expectTypeOf<keyof Profile<Deep>>().toEqualTypeOf<"id" | "actions" | "roles">();
    expectTypeOf<keyof Role<Deep>>().toEqualTypeOf<"id" | "perms">();
    expectTypeOf<Role<Deep>["perms"]>().toEqualTypeOf<{ name?: string }[] | undefined>();
  });

  it("lacks what is false or undefined, and has what may be true", () => {
    expectTypeOf<GroupKeys<{ group: false }>>().toEqualTypeOf<Bare>();
    expectTypeOf<GroupKeys<{ group: { name: false; type: true; level: undefined } }>>().toEqualTypeOf<Bare | "type">();
    expectTypeOf<GroupKeys<{ group: { name: boolean } }>>().toEqualTypeOf<Bare | "name">();
    expectTypeOf<GroupKeys<{ group: boolean }>>().toEqualTypeOf<Bare | GroupName>();
    expectTypeOf<GroupKeys<ApiUserFields>>().toEqualTypeOf<Bare | GroupName>();
  });

  it("is ApiUser for a wire string", () => {
    expectTypeOf<ApiUserWith<string>>().toEqualTypeOf<ApiUser>();
    expectTypeOf<ApiUserWith<"group(name)">>().toEqualTypeOf<ApiUser>();
  });

  it("is assignable to ApiUser for every selection", () => {
    expectTypeOf<ApiUserWith<undefined>>().toExtend<ApiUser>();
    expectTypeOf<ApiUserWith<{ group: true; profiles: true }>>().toExtend<ApiUser>();
    expectTypeOf<ApiUserWith<{ group: { name: true } }>>().toExtend<ApiUser>();
    expectTypeOf<ApiUserWith<{ profiles: { roles: { perms: true } } }>>().toExtend<ApiUser>();
    expectTypeOf<ApiUserWith<ApiUserFields>>().toExtend<ApiUser>();
  });

  it("follows a selection written in the call", async () => {
    const { apiUsers } = stubClient(json({ ...user, group: { id: "g1", name: "Group" } }));
    const got = await apiUsers.get("u1", { fields: { group: { name: true } } });
    expectTypeOf(got).toEqualTypeOf<ApiUserWith<{ readonly group: { readonly name: true } }>>();
    expect(got.group?.name).toBe("Group");
    // @ts-expect-error level was not selected
    expect(got.group?.level).toBeUndefined();
    // @ts-expect-error no profile's name was selected
    expect(got.profiles?.[0]?.name).toBeUndefined();
    expect((await apiUsers.get("u1")).group?.id).toBe("g1");
    // @ts-expect-error nothing was selected
    expect((await apiUsers.get("u1")).group?.name).toBe("Group");
  });

  it("follows a selection that lives in a variable", async () => {
    const fields = { profiles: { name: true } } as const satisfies ApiUserFields;
    const { apiUsers } = stubClient(json({ data: [{ ...user, profiles: [{ id: "p1", name: "Profile" }] }] }));
    const page = await apiUsers.list({ fields });
    const [first]: readonly ApiUserWith<typeof fields>[] = page.data;
    expect(first?.profiles?.[0]?.name).toBe("Profile");
    for await (const { profiles } of apiUsers.list({ fields })) {
      expect(profiles?.[0]?.name).toBe("Profile");
      // @ts-expect-error roles were not selected
      expect(profiles?.[0]?.roles).toBeUndefined();
    }
  });

  it("takes a selection that is decided at run time", async () => {
    const { apiUsers, requests } = stubClient(json(user));
    const fields: ApiUserFields = { group: { name: requests.length === 0 } };
    const got = await apiUsers.get("u1", { fields });
    expectTypeOf(got.group?.name).toEqualTypeOf<string | undefined>();
    expect(requests[0]?.url).toMatch(/\?fields=group\(name\)$/);
  });
});

it("does not compile with a misspelt name, alone or next to a good one", async () => {
  const { apiUsers } = stubClient(json(user));
  // @ts-expect-error a misspelt name
  await rejection(apiUsers.get("u1", { fields: { gruop: true } }));
  // @ts-expect-error a misspelt name next to a good one
  await rejection(apiUsers.get("u1", { fields: { group: { name: true, nmae: true } } }));
  // @ts-expect-error a name that belongs elsewhere
  await rejection(apiUsers.list({ fields: { group: { name: true, roles: true }, profiles: true } }));
  // @ts-expect-error a leaf with something beneath it
  await rejection(apiUsers.get("u1", { fields: { profiles: { roles: { name: { first: true } } } } }));
  const misspelt = { group: { name: true, nmae: true } } as const;
  // @ts-expect-error a misspelt name in a variable
  await rejection(apiUsers.get("u1", { fields: misspelt }));
});
