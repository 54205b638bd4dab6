import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root, type Block } from "./blocks";

/** The lines of code beneath the points of README's list, each within a program that declares what it uses. */
export function pointsOfReadme(): Block[] {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  return [...readme.matchAll(/^ {2}`([^`]+)`$/gm)].map(({ 1: line = "", index }): Block => {
    const place = `README.md:${readme.slice(0, index).split("\n").length}`;
    return { place, language: "ts", code: around(line), module: `README/point${index}.ts`, isFragment: true };
  });
}

const around = (line: string) => `
  import { accessTokenOf, isSigfoxError, type ApiUserCreation, type ApiUsersClient } from "sigfox-api-users";
  import { createFakeApi } from "sigfox-api-users/testing";
  export async function around(apiUsers: ApiUsersClient, id: string, rows: readonly ApiUserCreation[], error: unknown) {
    ${line}
  }
  export const used = [accessTokenOf, isSigfoxError, createFakeApi, around];`;
