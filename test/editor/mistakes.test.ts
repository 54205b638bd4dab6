import { Editor } from "./support/editor";

const editor = new Editor();
afterAll(() => {
  editor.close();
});

describe("a misspelt name is reported where it stands, in one line, with the name that was meant,", () => {
  it.each(
    editor.rows<[string, string, string, string]>([
      ["at the top of fields", `void apiUsers.get("id", { fields: { gruop: true } });`, "gruop", "group"],
      ["for list", `void apiUsers.list({ fields: { profile: { name: true } } });`, "profile", "profiles"],
      [
        "next to a good one",
        `void apiUsers.list({ fields: { group: { name: true, levle: true } } });`,
        "levle",
        "level",
      ],
      ["deep down", `void apiUsers.get("id", { fields: { profiles: { roles: { perm: true } } } });`, "perm", "perms"],
      [
        "next to a spread",
        `const names = { name: true } as const;
      void apiUsers.get("id", { fields: { group: { ...names, levle: true } } });`,
        "levle",
        "level",
      ],
      [
        "in a selection in a variable that satisfies ApiUserFields",
        `const fields = { group: { levle: true } } as const satisfies ApiUserFields;`,
        "levle",
        "level",
      ],
      [
        "in the call of a wrapper",
        `async function load<const F extends ApiUserFields>(fields: F & Known<F>) {
        return await apiUsers.get("id", { fields });
      }
      void load({ group: { levle: true } });`,
        "levle",
        "level",
      ],
      [
        "in the call of a wrapper that declares its result",
        `async function load<const F extends ApiUserFields & Known<F>>(fields: F): Promise<ApiUserWith<F>> {
        return await apiUsers.get("id", { fields });
      }
      void load({ group: { levle: true } });`,
        "levle",
        "level",
      ],
      ["as a filter", `void apiUsers.list({ groupId: ["a"] });`, "groupId", "groupIds"],
      ["as an option of a call", `void apiUsers.get("id", {}, { timeuot: 1_000 });`, "timeuot", "timeout"],
      ["as an option of a list", `void apiUsers.list({}, { concurency: 4 });`, "concurency", "concurrency"],
      ["in a body", `void apiUsers.update("id", { timezon: "Europe/Paris" });`, "timezon", "timezone"],
    ]),
  )("%s", async (_, program, code, meant) => {
    const mistakes = await editor.mistakes(program);
    expect(mistakes).toEqual([
      { code, message: expect.stringMatching(`^.*Did you mean to write '${meant}'\\?$`) as string },
    ]);
  });
});

describe("is reported where it stands, in one line,", () => {
  it.each(
    editor.rows<[string, string, string]>([
      ["a name that belongs elsewhere", `void apiUsers.get("id", { fields: { group: { roles: true } } });`, "roles"],
      [
        "a selection beneath a name that has nothing beneath it",
        `void apiUsers.get("id", { fields: { group: { name: { first: true } } } });`,
        "name",
      ],
      ["a value that is not a boolean", `void apiUsers.list({ fields: { group: { name: "yes" } } });`, "name"],
      ["a list of names", `void apiUsers.list({ fields: ["group"] });`, "fields"],
      [
        "a misspelt name at the top of a variable",
        `const names = { gruop: true }; void apiUsers.list({ fields: names });`,
        "fields",
      ],
    ]),
  )("%s", async (_, program, code) => {
    expect(await editor.mistakes(program)).toEqual([{ code, message: expect.stringMatching(/^.*$/) as string }]);
  });
});

describe("is reported at fields", () => {
  it.each(
    editor.rows<[string, string]>([
      ["a misspelt name in a variable", `const fields = { group: { nmae: true } };`],
      [
        "a misspelt name in a variable, next to a good one",
        `const fields = { group: { nmae: true, name: true } } as const;`,
      ],
      ["a misspelt name in a member of a union", `declare const fields: { group: true } | { gruop: true };`],
      ["a record of any names", `declare const fields: Record<string, boolean>;`],
    ]),
  )("%s", async (_, variable) => {
    const mistakes = await editor.mistakes(`${variable}\nvoid apiUsers.list({ fields });`);
    expect(mistakes).toEqual([{ code: "fields", message: expect.stringContaining("OnlyKnownNames") as string }]);
  });
});
