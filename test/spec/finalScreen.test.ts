import { finalScreen, type Findings } from "../../scripts/regenerate/finalScreen";

describe("the last screen", () => {
  const nothing = {
    isUnchanged: false,
    difference: ["No difference."],
    compilerOutput: "",
    gaps: [],
    hints: [],
    nextVersion: "0.2.0",
  };

  it("shows compile errors whole, by file, those of src/ first", () => {
    const compilerOutput = [
      "test/a.test.ts(1,2): error TS1: one",
      "src/client.ts(3,4): error TS2: two",
      "  more of two",
      "test/a.test.ts(5,6): error TS3: three",
    ].join("\n");
    const { text, ok } = finalScreen([], () => ({ ...nothing, compilerOutput }));
    expect(ok).toBe(false);
    expect(text).toContain(
      [
        "  src/client.ts(3,4): error TS2: two",
        "    more of two",
        "  test/a.test.ts(1,2): error TS1: one",
        "  test/a.test.ts(5,6): error TS3: three",
      ].join("\n"),
    );
  });

  it("shows no more of them than fit", () => {
    const compilerOutput = Array.from({ length: 100 }, (_, index) => `src/a.ts(${index},1): error TS1: wrong`).join(
      "\n",
    );
    const { text } = finalScreen([], () => ({ ...nothing, compilerOutput }));
    expect(text).toContain("and 84 lines more: npm run typecheck");
  });

  it("is one screen, however much there is to say", () => {
    const many = Array.from({ length: 100 }, (_, index) => `line ${index}`);
    const gaps = many.map((what) => ({ what, steps: [`${what}: do`] }));
    const { text } = finalScreen([], () => ({ ...nothing, difference: many, gaps }));
    expect(text.split("\n").length).toBeLessThan(60);
  });

  it("leaves out what the compiler says of the gaps that it lists", () => {
    const gaps = [{ what: "operation a has no method", steps: ["src/client.ts: a method that sends a"] }];
    const { text, ok } = finalScreen([], () => ({
      ...nothing,
      gaps,
      compilerOutput: "src/a.ts(1,1): error TS1: wrong",
    }));
    expect(ok).toBe(false);
    expect(text).not.toContain("TS1");
    expect(text).toContain("src/client.ts: a method that sends a");
  });

  it("shows what nothing can be generated from, and looks at nothing else before that is put right", () => {
    const mistake = "openapi/api-users.yaml:3:1: a key twice";
    const { text, ok } = finalScreen([mistake], () => {
      throw new Error("the contract cannot be read");
    });
    expect(ok).toBe(false);
    expect(text.split("\n").slice(0, 2)).toEqual(["Nothing can be generated", `  ${mistake}`]);
  });

  it("does not blame the contract for what is not wrong in it", () => {
    const { text } = finalScreen(["the client is behind the contract"], () => nothing);
    expect(text).not.toContain("api-users.yaml");
  });

  it.each<[when: string, found: Partial<Findings>, todo: readonly string[]]>([
    ["the contract is as it was", { isUnchanged: true }, ["nothing"]],
    [
      "only examples or names of schemas have changed, which are no facts",
      {},
      ["run npm test", "commit openapi/, generated/ and src/ together"],
    ],
    [
      "facts have changed",
      { difference: ["additive it", "Version: 0.2.0"] },
      ["run npm test", "add the changes to CHANGELOG.md under 0.2.0", "commit openapi/, generated/ and src/ together"],
    ],
  ])("says what is left to do if %s", (_, found, todo) => {
    const { text } = finalScreen([], () => ({ ...nothing, ...found }));
    expect(
      text
        .split("What to do\n")[1]
        ?.split("\n")
        .map((line) => line.trim()),
    ).toEqual(todo);
  });
});
