import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root, type Block } from "./support/blocks";
import { typecheck } from "./support/typecheck";

const readme = readFileSync(join(root, "README.md"), "utf8");
/** The lines of code beneath a point of a list. */
const lines = [...readme.matchAll(/^ {2}`([^`]+)`$/gm)].map(([, line = ""]) => line);

it("shows a line of code for each thing you get", () => {
  const points = readme.match(/^- \*\*/gm) ?? [];
  expect(lines).toHaveLength(points.length);
  expect(points).toHaveLength(6);
});

it("shows lines that compile", () => {
  const blocks = lines.map((line, index): Block => {
    const code = `
      import { isSigfoxError, type ApiUserCreation, type ApiUsersClient } from "sigfox-api-users";
      import { createFakeApi } from "sigfox-api-users/testing";
      export async function around(apiUsers: ApiUsersClient, id: string, rows: readonly ApiUserCreation[], error: unknown) {
        ${line}
      }
      export const used = [isSigfoxError, createFakeApi, around];`;
    return { place: line, language: "ts", code, module: `README/point${index}.ts` };
  });
  expect([...typecheck(blocks, { noUnusedLocals: false, noUnusedParameters: false })]).toEqual([]);
});
