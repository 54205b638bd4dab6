import { Editor } from "./support/editor";

const editor = new Editor();
afterAll(() => {
  editor.close();
});

it("declares what a user's function returns as plain object types, in full, in less than 60 lines", async () => {
  const declarations = await editor.declarations(`
    export const one = async (id: string) => await apiUsers.get(id);
    export async function selected(id: string) {
      return await apiUsers.get(id, { fields: { group: { name: true }, profiles: true } });
    }
  `);
  const group = (names: string) => `group?: { id: string; ${names}actions?: string[]; resources?: string[]; };`;
  const role = "{ id: string; name?: string; perms?: { name?: string; }[]; }";
  const plain = declarations.replace(/\s+/g, " ");
  expect(plain).toContain(group(""));
  expect(plain).toContain(group("name?: string; "));
  expect(plain).toContain(`profiles?: { id: string; name?: string; roles?: ${role}[]; actions?: string[]; }[];`);
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
