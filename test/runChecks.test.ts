import { runChecks, type Check } from "../scripts/test/runChecks";

const program = (code: string): Check => ["--eval", code];
const passing = program("console.log('all is well')");
const failing = program("console.log('a mistake'); console.error('in line 3'); process.exit(2)");

let printed: string;
beforeEach(() => {
  printed = "";
  for (const method of ["log", "error"] as const)
    jest.spyOn(console, method).mockImplementation((...lines: unknown[]) => {
      printed += `${lines.join(" ")}\n`;
    });
});
afterEach(() => jest.restoreAllMocks());

it("passes if all checks pass, and shows nothing but their names", async () => {
  expect(
    await runChecks([
      ["lint", passing],
      ["docs", passing],
    ]),
  ).toBe(true);
  expect(printed).toMatch(/^✓ (lint|docs), \d+\.\d s\n✓ (lint|docs), \d+\.\d s\n$/);
});

it.each([0, 1, 2])(
  "fails if check %i fails, runs the others all the same, and shows what it printed",
  async (index) => {
    const checks = ["lint", "docs", "format"].map((name, at) => [name, at === index ? failing : passing] as const);
    expect(await runChecks(checks)).toBe(false);
    expect(printed).toMatch(/^✗ \w+, \d+\.\d s\na mistake\nin line 3\n$/m);
    expect(printed.match(/✓/g)).toHaveLength(2);
  },
);

it("fails if a check is killed", async () => {
  expect(await runChecks([["lint", program("process.kill(process.pid, 'SIGKILL')")]])).toBe(false);
});
