import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Scratch } from "./scratch";
import { upstream } from "./upstream";
import { operation, selectable } from "./upstreamOperations";

interface Step {
  readonly kind: string;
  readonly file: string | undefined;
  readonly body: string;
}

/** The fenced blocks of the guide, in order. */
const steps: Step[] = [
  ...readFileSync(join(__dirname, "../../openapi/CHANGING.md"), "utf8").matchAll(/^```(\w+) ?(\S+)?\n([^]*?)^```$/gm),
].map(([, kind = "", file, body = ""]) => ({ kind, file, body }));

describe("the guide to a change of the API", () => {
  const scratch = new Scratch();
  // How long it takes depends on the machine.
  const timeless = (text: string) => text.replace(/\bin \d+\.\d s\.$/m, "in some seconds.").trim();
  afterAll(() => {
    scratch.remove();
  });

  beforeAll(() => {
    const changed = upstream((document) => {
      const sort = { name: "sort", in: "query", type: "string", description: "The order of the users" };
      operation(document, "get", "/api-users/").parameters.push(sort);
      selectable(document, "group(name\\,type\\,level\\,bssId\\,customerBssId\\,path)");
      const schema = { $ref: "#/definitions/Message" };
      operation(document, "post", "/api-users/").responses["423"] = { description: "The group is locked", schema };
    });
    scratch.write("upstream.json", JSON.stringify(changed));
  });

  function execute(command: string): string {
    const npm = /^npm run (\S+)(?: -- (.*))?$/.exec(command);
    if (npm !== null) {
      const [, script = "", args] = npm;
      return scratch.run(`scripts/${script.replace(":", "-")}.ts`, ...(args?.split(" ") ?? [])).stdout;
    }
    expect(command).toMatch(/^git status/);
    return scratch.git(...command.split(" ").slice(1));
  }

  it("shows what its commands print", () => {
    expect(steps.map(({ kind }) => kind)).toEqual(["console", "console", "diff", "console", "console", "console"]);
    for (const { kind, file, body } of steps) {
      if (kind === "diff") {
        const [before = "", added = ""] = body.split("\n").map((line) => line.slice(1));
        const text = scratch.read(file ?? "");
        expect(text).toContain(`${before}\n`);
        scratch.write(file ?? "", text.replace(`${before}\n`, `${before}\n${added}\n`));
      } else {
        const [, command = "", printed = ""] = /^\$ (.*)\n([^]*)$/.exec(body) ?? [];
        expect(timeless(execute(command))).toBe(timeless(printed));
      }
    }
  }, 90_000);
});
