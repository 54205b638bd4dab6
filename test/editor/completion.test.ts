import { contract, type Rule } from "../../src/schema";
import { selectable } from "../support/vocabulary";
import { Editor } from "./support/editor";

const editor = new Editor();
afterAll(() => {
  editor.close();
});

const selectableUnder = (...path: string[]): string[] => Object.keys(selectable(...path)).sort();
const top = selectableUnder();
const namesOf = (rule: Rule | undefined): string[] => Object.keys(rule?.properties ?? {}).sort();
const ofList = namesOf(contract.listApiUsers.input.query);
const ofGroup = selectableUnder("group");
const ofRoles = selectableUnder("profiles", "roles");

describe("inside fields, what can be selected is offered and nothing else", () => {
  it.each(
    editor.rows<[string, string, string[]]>([
      ["at the top, for get", `void apiUsers.get("id", { fields: { ‸ } });`, top],
      ["at the top, for list", `void apiUsers.list({ limit: 10, fields: { ‸ } });`, top],
      [
        "after a first name",
        `void apiUsers.get("id", { fields: { group: true, ‸ } });`,
        top.filter((name) => name !== "group"),
      ],
      ["while a name is typed", `void apiUsers.get("id", { fields: { gr‸ } });`, top],
      ["under group", `void apiUsers.get("id", { fields: { group: { ‸ } } });`, ofGroup],
      [
        "under group, after a first name",
        `void apiUsers.list({ fields: { group: { name: true, ‸ } } });`,
        ofGroup.filter((name) => name !== "name"),
      ],
      ["under profiles", `void apiUsers.get("id", { fields: { profiles: { ‸ } } });`, selectableUnder("profiles")],
      [
        "under roles",
        `void apiUsers.get("id", { fields: { group: true, profiles: { name: true, roles: { ‸ } } } });`,
        ofRoles,
      ],
      [
        "under perms",
        `void apiUsers.list({ fields: { profiles: { roles: { perms: { ‸ } } } } });`,
        selectableUnder("profiles", "roles", "perms"),
      ],
      ["at the top of a selection in a variable", `const fields = { ‸ } satisfies ApiUserFields;`, top],
      [
        "deep in a selection in a variable",
        `const fields = { profiles: { roles: { ‸ } } } as const satisfies ApiUserFields;`,
        ofRoles,
      ],
      ["in a variable with an annotation", `const fields: ApiUserFields = { group: { ‸ } };`, ofGroup],
      [
        "in the call of a wrapper",
        `declare function load<const F extends ApiUserFields>(fields: F & Known<F>): ApiUserWith<F>;
      load({ group: { ‸ } });`,
        ofGroup,
      ],
      [
        "in the call of a wrapper that declares its result",
        `declare function load<const F extends ApiUserFields & Known<F>>(fields: F): ApiUserWith<F>;
      load({ profiles: { name: true, roles: { ‸ } } });`,
        ofRoles,
      ],
      [
        "in the call of a bound method",
        `const get = apiUsers.get.bind(apiUsers);
      void get("id", { fields: { group: { ‸ } } });`,
        ofGroup,
      ],
      ["in code that is not finished", `for await (const user of apiUsers.list({ fields: { ‸`, top],
    ]),
  )("%s", async (_, program, expected) => {
    expect(await editor.names(program)).toEqual(expected);
  });
});

it("offers true and false for a name", async () => {
  expect(await editor.names(`void apiUsers.get("id", { fields: { group: { name: ‸ } } });`)).toEqual(
    expect.arrayContaining(["false", "true"]),
  );
});

describe("offers every key", () => {
  const ofCall = ["headers", "onAttempt", "retries", "signal", "timeout", "totalTimeout"];

  it.each(
    editor.rows<[string, string, string[]]>([
      ["of the query of get", `void apiUsers.get("id", { ‸ });`, namesOf(contract.getApiUser.input.query)],
      ["of the query of list", `void apiUsers.list({ ‸ });`, ofList],
      [
        "of the query of list, after fields",
        `void apiUsers.list({ fields: { group: true }, ‸ });`,
        ofList.filter((name) => name !== "fields"),
      ],
      ["of the options of a call", `void apiUsers.get("id", { fields: { group: true } }, { ‸ });`, ofCall],
      ["of the options of a list", `void apiUsers.list({}, { ‸ });`, ["concurrency", ...ofCall]],
      ["of the options of toArray", `void apiUsers.list().toArray({ ‸ });`, ["maxItems"]],
      ["of the body of create", `void apiUsers.create({ ‸ });`, namesOf(contract.createApiUser.input.body)],
      ["of the body of update", `void apiUsers.update("id", { ‸ });`, namesOf(contract.updateApiUser.input.body)],
      ["of the credentials", `new ApiUsersClient({ auth: { ‸ } });`, ["password", "username"]],
    ]),
  )("%s", async (_, program, expected) => {
    expect(await editor.names(program)).toEqual(expected);
  });

  it("of the options of a client", async () => {
    expect(await editor.names(`new ApiUsersClient({ ‸ });`)).toEqual(
      expect.arrayContaining(["auth", "baseUrl", "fetch", "headers", "middleware", "retries", "retryDelay", "timeout"]),
    );
  });
});
