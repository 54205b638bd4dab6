import { spawnSync } from "node:child_process";
import { parse } from "yaml";
import { contractFacts } from "../../scripts/generate/contractFacts";
import type { Document } from "../../scripts/generate/document";
import { committed } from "./contract";
import { Scratch } from "./scratch";

const lastName = "          customerBssId: true\n";

const consumer = `
import { ApiUsersClient } from "./client";

export async function read(apiUsers: ApiUsersClient): Promise<string | undefined> {
  const user = await apiUsers.get("an-id", { fields: { group: { colour: true } } });
  // @ts-expect-error Not selected.
  void user.group?.name;
  return user.group?.colour;
}
`;

describe("a name that is added to the vocabulary of fields and to the response schema", () => {
  const scratch = new Scratch();
  afterAll(() => {
    scratch.remove();
  });

  function typecheck() {
    scratch.write("src/consumer.ts", consumer);
    scratch.write(
      "tsconfig.src.json",
      '{ "extends": "./tsconfig.json", "include": ["src/consumer.ts", "src/fields/selection.ts"] }',
    );
    const tsc = ["node_modules/typescript/lib/tsc.js", "-p", "tsconfig.src.json", "--pretty", "false"];
    return spawnSync(process.execPath, tsc, { cwd: scratch.root, encoding: "utf8" }).stdout;
  }

  it("is selectable and typed after generating, with no other edit", () => {
    const yaml = scratch
      .read("openapi/api-users.yaml")
      .replace(lastName, `${lastName}          colour: true\n`)
      .replace("        bssId: { type: string", "        colour: { type: string }\n        bssId: { type: string");
    scratch.write("openapi/api-users.yaml", yaml);
    expect(scratch.run("scripts/generate.ts")).toMatchObject({ status: 0 });
    expect(typecheck()).toBe("");
  });

  it("is refused by name when the response schema lacks it", () => {
    const yaml = committed.replace(lastName, `${lastName}          colour: true\n`);
    expect(() => contractFacts(parse(yaml) as Document)).toThrow(
      "group.colour is selectable, but no property of the response schema",
    );
  });
});
