import { Editor } from "./support/editor";

const editor = new Editor();
afterAll(() => {
  editor.close();
});

const mistakes = async (program: string) => await editor.mistakes(program);

const level = [
  { code: "level", message: expect.stringMatching(/^Property 'level' does not exist on type '{/) as string },
];

describe("what was not selected does not compile, and the rest does,", () => {
  const rows: [name: string, program: string][] = [
    [
      "through a generic function over get",
      `async function load<const F extends ApiUserFields>(fields: F & Known<F>) {
        return await apiUsers.get("id", { fields });
      }
      const user = await load({ group: { name: true } });`,
    ],
    [
      "through a generic function over get that declares its result",
      `async function load<const F extends ApiUserFields & Known<F>>(fields: F): Promise<ApiUserWith<F>> {
        return await apiUsers.get("id", { fields });
      }
      const user = await load({ group: { name: true } });`,
    ],
    [
      "through a generic function over list",
      `function load<const F extends ApiUserFields>(fields: F & Known<F>) {
        return apiUsers.list({ limit: 10, fields });
      }
      const [user] = (await load({ group: { name: true } })).data;`,
    ],
    [
      "through a generic function over list that declares its result",
      `async function load<const F extends ApiUserFields & Known<F>>(fields: F): Promise<ApiUserWith<F>[]> {
        return await apiUsers.list({ fields }).toArray();
      }
      const [user] = await load({ group: { name: true } });`,
    ],
    [
      "through a generic function over a query",
      `async function load<const F extends ApiUserFields & Known<F>>(query: GetApiUserQuery<F>) {
        return await apiUsers.get("id", { authorizations: true, ...query });
      }
      const user = await load({ fields: { group: { name: true } } });`,
    ],
    [
      "through a generic function whose selection is optional",
      `async function load<const F extends (ApiUserFields & Known<F>) | undefined = undefined>(fields?: F): Promise<ApiUserWith<F>> {
        return await apiUsers.get("id", { fields });
      }
      (await load()).group?.id;
      const user = await load({ group: { name: true } });`,
    ],
    [
      "with a query in a variable",
      `const query = { limit: 5, fields: { group: { name: true } } };
      const [user] = (await apiUsers.list(query)).data;`,
    ],
    [
      "with a selection that is optional",
      `async function load(fields?: { group: { name: true } }) {
        return await apiUsers.get("id", { fields });
      }
      const user = await load();`,
    ],
    [
      "with a union of selections",
      `declare const fields: { group: { name: true } } | { profiles: true };
      const user = await apiUsers.get("id", { fields });
      user.profiles?.[0]?.roles?.[0]?.perms;`,
    ],
    [
      "with one selection or another",
      `const user = await apiUsers.get("id", { fields: Math.random() > 0.5 ? { group: { name: true } } : { profiles: { name: true } } });
      user.profiles?.[0]?.name;`,
    ],
    [
      "with a selection that is read-only",
      `const fields = { group: { name: true } } as const satisfies ApiUserFields;
      const user = await apiUsers.get("id", { fields });`,
    ],
    [
      "with a selection in a variable that is neither read-only nor annotated",
      `const fields = { group: { name: true } };
      const user = await apiUsers.get("id", { fields });`,
    ],
    [
      "with a selection that is spread",
      `const shared = { profiles: { name: true } } as const;
      const user = await apiUsers.get("id", { fields: { ...shared, group: { name: true } } });
      user.profiles?.[0]?.name;`,
    ],
    [
      "with a selection that is chosen at run time",
      `const isWanted = Math.random() > 0.5;
      const user = await apiUsers.get("id", { fields: { group: { name: isWanted, level: false } } });`,
    ],
    [
      "through a bound method",
      `const get = apiUsers.get.bind(apiUsers);
      const user = await get("id", { fields: { group: { name: true } } });`,
    ],
    [
      "through a part of the client",
      `async function load(users: Pick<ApiUsersClient, "get">) {
        return await users.get("id", { fields: { group: { name: true } } });
      }
      const user = await load(apiUsers);`,
    ],
  ];
  const whole = rows.map(
    ([name, program]) => [name, `${program}\nuser?.group?.name?.length;\nuser?.group?.level;`] as const,
  );

  it.each(editor.rows(whole))("%s", async (_, program) => {
    expect(await mistakes(program)).toEqual(level);
  });
});

it("narrows no less without strict", async () => {
  const lax = new Editor({ strict: false, exactOptionalPropertyTypes: false });
  try {
    expect(
      await lax.mistakes(`
        const chosen = await apiUsers.get("id", { fields: { group: { name: true } } });
        chosen.group.name;
        chosen.group.level;
        const [listed] = (await apiUsers.list({ fields: { group: { name: true, level: false } } })).data;
        listed.group.name;
        listed.group.level;
        const bare = await apiUsers.get("id");
        bare.group.id;
        bare.group.level;
        const fields = { group: { name: true } };
        const variable = await apiUsers.get("id", { fields });
        variable.group.name;
        variable.group.level;
        await apiUsers.get("id", { fields: { gruop: true } });`),
    ).toEqual([...level, ...level, ...level, ...level, expect.objectContaining({ code: "gruop" })]);
  } finally {
    lax.close();
  }
});

describe("takes the place of the client in a test", () => {
  const program = `async function read(users: Pick<ApiUsersClient, "get" | "list">) {
    return [await users.get("id"), ...(await users.list()).data];
  }
  await read(stub);`;

  it.each([
    [
      "a stub that satisfies a part of the client",
      `const stub = {
        get: async (id) => ({ id, name: "Ada", timezone: "Europe/Paris" }),
        list: () => new ApiUsersClient({ fetch }).list(),
      } satisfies Partial<ApiUsersClient>;`,
    ],
    [
      "a stub whose users have a group, by assertion",
      `const user: ApiUser = { id: "u1", name: "Ada", timezone: "Europe/Paris", group: { id: "g1", name: "Group" } };
      const stub = {
        get: async () => user,
        list: () => new ApiUsersClient({ fetch }).list(),
      } as Pick<ApiUsersClient, "get" | "list">;`,
    ],
  ])("%s", async (_, stub) => {
    expect(await mistakes(`${stub}\n${program}`)).toEqual([]);
  });
});

it("selects everything that may be selected for a selection that is only known at run time", async () => {
  const program = `
    declare const fields: ApiUserFields;
    declare const maybe: ApiUserFields | undefined;
    declare const wire: string;
    for (const user of [
      await apiUsers.get("id", { fields }),
      await apiUsers.get("id", { fields: maybe }),
      await apiUsers.get("id", { fields: wire }),
      ...(await apiUsers.list({ fields: Math.random() > 0.5 ? wire : fields })).data,
    ]) {
      const group: { name?: string; level?: number } | undefined = user.group;
      const role: string | undefined = user.profiles?.[0]?.roles?.[0]?.perms?.[0]?.name;
    }`;
  expect(await mistakes(program)).toEqual([]);
});

describe("a wrapper with a selection of its own", () => {
  const overloads = `
    const withGroup = { group: { name: true } } as const;
    export async function load(id: string): Promise<ApiUserWith<typeof withGroup>>;
    export async function load<const F extends ApiUserFields & Known<F>>(id: string, fields: F): Promise<ApiUserWith<F>>;
    export async function load(id: string, fields: ApiUserFields = withGroup): Promise<ApiUser> {
      return await apiUsers.get(id, { fields });
    }`;

  it("narrows to what the caller selects, or to its own", async () => {
    const program = `${overloads}
      (await load("id")).group?.name;
      (await load("id")).group?.level;
      (await load("id", { profiles: { name: true } })).profiles?.[0]?.name;
      (await load("id", { profiles: { name: true } })).group?.name;
      await load("id", { profiles: { nmae: true } });`;
    const unselected = { code: "name", message: expect.stringContaining("does not exist") as string };
    expect(await mistakes(program)).toEqual([
      expect.objectContaining({ ...unselected, code: "level" }),
      expect.objectContaining(unselected),
      expect.objectContaining({ code: "nmae" }),
    ]);
  });

  it("has declarations that a person can read", async () => {
    expect(await editor.declarations(overloads)).toContain(
      "function load<const F extends ApiUserFields & Known<F>>(id: string, fields: F): Promise<ApiUserWith<F>>;",
    );
  });

  it("compiles with isolatedDeclarations, beside an exported selection", async () => {
    const isolated = new Editor({ isolatedDeclarations: true, declaration: true });
    try {
      const program = (check: string) =>
        `export const withNames = { profiles: { name: true } } as const${check};\n${overloads}`;
      expect(await isolated.mistakes(program(""))).toEqual([]);
      // Why the guide says so: TS9010.
      expect(await isolated.mistakes(program(" satisfies ApiUserFields"))).toHaveLength(1);
    } finally {
      isolated.close();
    }
  });
});
