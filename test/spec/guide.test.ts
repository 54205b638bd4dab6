import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Scratch } from "./scratch";
import { upstream } from "./upstream";
import { operation, property, selectable } from "./upstreamOperations";

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

  it("leads on where the facade does not even compile", () => {
    scratch.git("checkout", "--quiet", ".");
    const changed = upstream((document) => {
      const edit = operation(document, "put", "/api-users/{id}");
      const audit = { ...edit, operationId: "auditApiUser" };
      edit.operationId = "editApiUser";
      document.paths["/api-users/{id}/audit"] = { get: { ...audit, parameters: audit.parameters.slice(0, 1) } };
      property(document, "ApiUser", "name")["x-nullable"] = true;
      operation(document, "post", "/api-users/").responses["423"] = { description: "Locked" };
    });
    scratch.write("upstream.json", JSON.stringify(changed));
    expect(scratch.run("scripts/spec-import.ts", "upstream.json")).toMatchObject({ status: 0, stderr: "" });
    const { status, stdout } = scratch.run("scripts/regenerate.ts");
    expect(status).toBe(1);
    for (const text of [
      "breaking       `ApiUser.name` can be null → breaking for everyone who reads it",
      "operation auditApiUser has no method of ApiUsersClient",
      "method ApiUsersClient.update has no operation any more",
      "error status 423 (createApiUser) has no kind",
      "does not compile: src/",
      "src/client.ts: add a method for auditApiUser",
      "src/errors/kinds.ts: give the statuses above a kind",
    ])
      expect(stdout).toContain(text);
  }, 60_000);
});
