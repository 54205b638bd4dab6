import { service } from "../../generated/service";
import { fieldsVocabulary, type Rule } from "../../src/schema";
import { Editor } from "./support/editor";

const editor = new Editor();
afterAll(() => {
  editor.close();
});

const helpers = /Narrowed|Unselected|Without|Omit|Pick|Relation|ApiUserFields|Known|readonly/;
const bareProfiles = "{ id: string; actions?: string[]; }[]";
const { group, profiles }: Readonly<Record<"group" | "profiles", Rule>> = service.getApiUser.body.properties;

/** The type of what a rule admits, as an editor shows it. */
function typeOf({ type = "unknown", nullable, enum: values, items = {}, properties, required = [] }: Rule): string {
  const or = nullable === true ? " | null" : "";
  if (values !== undefined) return values.map((value) => JSON.stringify(value)).join(" | ") + or;
  if (type === "array") return `${typeOf(items)}[]${or}`;
  if (properties === undefined) return (type === "integer" ? "number" : type) + or;
  const members = Object.entries(properties).map(
    ([name, rule]) => `${name}${required.includes(name) ? "" : "?"}: ${typeOf(rule)}; `,
  );
  return `{ ${members.join("")}}${or}`;
}

/** The type of a group with these names selected, as the contract has it. */
function groupWith(...names: string[]): string {
  const known = Object.entries(group.properties ?? {});
  const selected = known.filter(([name]) => names.includes(name) || !(name in fieldsVocabulary.group));
  return `group?: ${typeOf({ ...group, properties: Object.fromEntries(selected) })};`;
}
const user = (group: string): string => `user: { id: string; name: string; timezone: string; ${group}`;

describe("a result shows as a plain object type", () => {
  const ways = [
    ["get", (query: string) => `const ‸user = await apiUsers.get("id", ${query});`],
    ["a page", (query: string) => `const ‸user = (await apiUsers.list(${query})).data[0];`],
    ["for await", (query: string) => `for await (const ‸user of apiUsers.list(${query})) console.log(user);`],
    ["toArray", (query: string) => `const ‸user = await apiUsers.list(${query}).toArray();`],
  ] as const;

  describe.each<[string, string, string, string]>([
    ["without a selection", "{}", groupWith(), bareProfiles],
    [
      "with everything of the group",
      "{ fields: { group: true } }",
      groupWith(...Object.keys(fieldsVocabulary.group)),
      bareProfiles,
    ],
    [
      "with a selection",
      "{ fields: { group: { name: true }, profiles: { roles: { name: true } } } }",
      groupWith("name"),
      "{ id: string; roles?: { id: string; name?: string; }[]; actions?: string[]; }[]",
    ],
    ["with a selection in a variable", "{ fields }", groupWith("level"), bareProfiles],
  ])("%s", (_, query, group, profiles) => {
    const fields = `const fields = { group: { level: true } } as const satisfies ApiUserFields;`;
    const programs = ways.map(([way, program]) => [way, `${fields}\n${program(query)}`] as const);

    it.each(editor.rows(programs))("from %s", async (_way, program) => {
      const { type } = await editor.hover(program);
      expect(type).toContain(user(group));
      expect(type).not.toMatch(helpers);
    });

    it("down to the profiles", async () => {
      const { type } = await editor.hover(`${fields}\n(await apiUsers.get("id", ${query})).‸profiles;`);
      expect(type).toBe(`(property) profiles?: ${profiles} | undefined`);
    });
  });

  const wired = ways.map(([way, program]) => [way, program(`{ fields: "group(name)" }`)] as const);
  it.each(editor.rows(wired))("from %s with a wire string: the name of the interface", async (_way, program) => {
    const { type } = await editor.hover(program);
    expect(type).toMatch(/^const user: ApiUser(?:\[\]| \| undefined)?$/);
  });
});

it("declares what a user's function returns as plain object types, in full, in less than 60 lines", async () => {
  const declarations = await editor.declarations(`
    export const one = async (id: string) => await apiUsers.get(id);
    export async function selected(id: string) {
      return await apiUsers.get(id, { fields: { group: { name: true }, profiles: true } });
    }
  `);
  const plain = declarations.replace(/\s+/g, " ");
  expect(plain).toContain(groupWith());
  expect(plain).toContain(groupWith("name"));
  expect(plain).toContain(`profiles?: ${typeOf(profiles)};`);
  expect(declarations.split("\n").length).toBeLessThan(60);
});

it("declares a wrapper by the exported types alone", async () => {
  const declarations = await editor.declarations(`
    export async function load<const F extends ApiUserFields>(fields: F & Known<F>) {
      return await apiUsers.get("id", { fields });
    }
    export function all<const F extends ApiUserFields & Known<F>>(fields: F) {
      return apiUsers.list({ fields }).toArray();
    }
  `);
  expect(declarations).toContain(
    "load<const F extends ApiUserFields>(fields: F & Known<F>): Promise<ApiUserWith<F & Known<F>>>",
  );
  expect(declarations).toContain("all<const F extends ApiUserFields & Known<F>>(fields: F): Promise<ApiUserWith<F>[]>");
});

it("declares bound methods and lists", async () => {
  const declarations = await editor.declarations(`
    export const get = apiUsers.get.bind(apiUsers);
    export const list = apiUsers.list.bind(apiUsers);
    export const pages = () => apiUsers.list({ fields: "group(name)" }).pages();
  `);
  expect(declarations).toContain("ApiUserPage<ApiUser>");
});
