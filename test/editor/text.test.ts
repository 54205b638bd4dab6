import { Editor, isNative } from "./support/editor";

const editor = new Editor();
afterAll(() => {
  editor.close();
});

/** Of these TypeScript itself says nothing. */
const ofEveryError = ["cause", "message", "name", "stack"];

const declared: [string, string][] = [
  ["the methods", `apiUsers.‸`],
  ["a list", `apiUsers.list().‸`],
  ["a page", `(await apiUsers.list()).‸`],
  ["a group", `declare const user: ApiUser; user.group?.‸`],
  ["a profile", `declare const user: ApiUser; user.profiles?.[0]?.‸`],
  ["a role", `declare const user: ApiUser; user.profiles?.[0]?.roles?.[0]?.‸`],
  ["a permission", `declare const user: ApiUser; user.profiles?.[0]?.roles?.[0]?.perms?.[0]?.‸`],
  ["a created API user", `(await apiUsers.create(JSON.parse("{}"))).‸`],
  ["a renewed credential", `(await apiUsers.renewCredential("id")).‸`],
  ["the credentials", `new ApiUsersClient({ auth: { ‸ } });`],
  ["the options of a call", `void apiUsers.delete("id", { ‸ });`],
  ["the options of a list", `void apiUsers.list({}, { ‸ });`],
  ["the options of toArray", `void apiUsers.list().toArray({ ‸ });`],
  ["errors", `declare const error: import("sigfox-api-users").SigfoxError; error.‸`],
  ["errors of the API", `declare const error: import("sigfox-api-users").SigfoxApiError; error.‸`],
  ["timeouts", `declare const error: import("sigfox-api-users").SigfoxTimeoutError; error.‸`],
  ["issues", `declare const issue: import("sigfox-api-users").SigfoxIssue; issue.‸`],
  ["the names of the package", `import * as everything from "sigfox-api-users"; everything.‸`],
];

/** TypeScript 7.0 shows no text for types, nor for the properties of a mapped type such as `Partial<T>`. */
const withoutTextIn7: [string, string][] = [
  ["the types of the package", `let value: import("sigfox-api-users").‸`],
  ["an API user", `(await apiUsers.get("id")).‸`],
  ["an API user from a wire string", `(await apiUsers.get("id", { fields: "group(name)" })).‸`],
  ["a group that was selected", `(await apiUsers.get("id", { fields: { group: true } })).group?.‸`],
  ["profiles that were selected", `(await apiUsers.get("id", { fields: { profiles: true } })).profiles?.[0]?.‸`],
  ["the options of the client", `new ApiUsersClient({ ‸ });`],
  ["the query of get", `void apiUsers.get("id", { ‸ });`],
  ["the query of list", `void apiUsers.list({ ‸ });`],
  ["fields", `void apiUsers.list({ fields: { ‸ } });`],
  ["fields under group", `void apiUsers.get("id", { fields: { group: { ‸ } } });`],
  ["fields under profiles", `void apiUsers.get("id", { fields: { profiles: { ‸ } } });`],
  ["fields under roles", `void apiUsers.list({ fields: { profiles: { roles: { ‸ } } } });`],
  ["fields in a variable", `const fields = { group: { ‸ } } satisfies ApiUserFields;`],
  ["the body of create", `void apiUsers.create({ ‸ });`],
  ["the body of update", `void apiUsers.update("id", { ‸ });`],
];

/** Types of openapi-fetch, and generated ones, that only declarations name. */
const ofHttp = ["HttpMethod", "HttpMiddleware", "HttpOptions", "HttpRequest", "HttpResponse", "Paths"];

describe.each(editor.rows(isNative ? declared : [...declared, ...withoutTextIn7]))(
  "an editor explains %s",
  (_, program) => {
    let offered: Awaited<ReturnType<Editor["completions"]>>;
    beforeAll(async () => {
      const ours = (name: string): boolean =>
        !name.startsWith("[") && !ofHttp.includes(name) && !(program.includes("error.") && ofEveryError.includes(name));
      offered = (await editor.completions(program)).filter(({ name }) => ours(name));
    });
    const namesOf = (isWrong: (text: string) => boolean) =>
      offered.filter(({ text }) => isWrong(text)).map(({ name }) => name);

    it("all of them", () => {
      expect(offered).not.toHaveLength(0);
      expect(namesOf((text) => !/^[^@]/.test(text))).toEqual([]);
    });

    it("with links that work outside of the repository", () => {
      expect(namesOf((text) => /\]\((?!https:|file:)/.test(text))).toEqual([]);
    });

    it("with nothing that the editor takes for something else", () => {
      // What follows `@throws` in braces is read as a type.
      expect(namesOf((text) => /^@throws (?:— )?\{$/m.test(text))).toEqual([]);
    });
  },
);

// See `withoutTextIn7`.
(isNative ? it.skip : it)(
  "an editor says of a query nothing of its form on the wire, which the methods refuse",
  async () => {
    const hover = await editor.hover(`void apiUsers.list({ ‸groupIds: ["a", "b"] });`);
    expect(hover.text).toContain("Only the API users of these groups.");
    for (const query of [`apiUsers.list({ ‸ })`, `apiUsers.get("id", { ‸ })`]) {
      const offered = await editor.completions(`void ${query};`);
      expect(offered.map(({ text }) => text).filter((text) => /comma|separated|encoded/i.test(text))).toEqual([]);
    }
  },
);
