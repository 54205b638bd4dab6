import type * as Parser from "@actions/workflow-parser";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import manifest from "../../package.json";
import { esModule } from "../support/esModule";
import { root } from "./support/blocks";

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly (string | number)[]>> };
  readonly uses?: string;
  readonly environment?: string | { readonly name: string };
  readonly steps?: readonly Step[];
}

const folder = join(root, ".github/workflows");
const names = readdirSync(folder);
const workflows = names.map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
const jobs = workflows.flatMap(({ name, text }) =>
  Object.entries((parse(text) as { jobs: Record<string, Job> }).jobs).map(([id, job]): [string, Job] => [
    `${name}, ${id}`,
    job,
  ]),
);

/** What a job runs, with each value of its matrix. */
function commandsOf({ strategy, steps = [] }: Job): string[] {
  const commands = steps.flatMap(({ run }) => run ?? []);
  return Object.entries(strategy?.matrix ?? {}).reduce(
    (all, [name, values]) =>
      all.flatMap((command) => {
        const expression = `\${{ matrix.${name} }}`;
        return command.includes(expression)
          ? values.map((value) => command.replaceAll(expression, `${value}`))
          : [command];
      }),
    commands,
  );
}

it("are accepted by GitHub's own parser", async () => {
  const parser = esModule("@actions/workflow-parser") as typeof Parser;
  for (const { name, text } of workflows) {
    const { context, value } = parser.parseWorkflow({ name, content: text }, new parser.NoOperationTraceWriter());
    if (value) await parser.convertWorkflowTemplate(context, value);
    expect(context.errors.getErrors()).toEqual([]);
  }
});

it.each(jobs)("run only scripts that package.json has (%s)", (_, job) => {
  for (const command of commandsOf(job)) {
    for (const [, script = ""] of command.matchAll(
      /\bnpm (?:run )?(?:--\S+ )*(?!(?:audit|ci|pack|pkg|stage|view)\b)([\w:]+)/g,
    ))
      expect(Object.keys(manifest.scripts)).toContain(script);
  }
});

it.each(jobs)("name only files that are there (%s)", (_, job) => {
  const texts = [...commandsOf(job), job.uses ?? ""];
  for (const [path] of texts.join("\n").matchAll(/(?<![\w/.])(?:\.\/)?(?:[\w.-]+\/)+[\w.-]+\.\w+/g))
    expect([path, existsSync(join(root, path))]).toEqual([path, true]);
});

it.each(jobs)("pin each action by its commit, with the version beside (%s)", (name) => {
  const [file = ""] = name.split(",");
  const uses = workflows.find((workflow) => workflow.name === file)?.text.match(/^.*\buses: .*$/gm) ?? [];
  expect(uses.length).toBeGreaterThan(0);
  for (const line of uses)
    expect(line).toMatch(/uses: (\.\/\.github\/workflows\/\w+\.yml|[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/);
});

it("pin one action by one commit", () => {
  const pins = workflows.flatMap(({ text }) => text.match(/[\w-]+\/[\w-]+@.*/g) ?? []);
  const actions = new Set(pins.map((pin) => pin.replace(/@.*/, "")));
  expect(new Set(pins).size).toBe(actions.size);
});

it.each(jobs)("keep no credentials in the checkout (%s)", (_, { steps = [] }) => {
  for (const step of steps) {
    if (step.uses?.startsWith("actions/checkout@") === true) expect(step.with?.["persist-credentials"]).toBe(false);
  }
});

it("run by .nvmrc what is not a matrix of versions", () => {
  const given = jobs.flatMap(([, { steps = [] }]) =>
    steps.filter(({ uses }) => uses?.startsWith("actions/setup-node@")).map((step) => step.with ?? {}),
  );
  const fixed = given
    .flatMap((step) => step["node-version"] ?? [])
    .filter((version) => version !== "${{ matrix.node }}");
  // The job that publishes has no checkout to read it from.
  expect(fixed).toEqual([Number(readFileSync(join(root, ".nvmrc"), "utf8"))]);
});

it("leave alone what Dependabot must not touch, by names that are dependencies", () => {
  const { updates } = parse(readFileSync(join(root, ".github/dependabot.yml"), "utf8")) as {
    updates: { "package-ecosystem": string; schedule: object; ignore?: { "dependency-name": string }[] }[];
  };
  expect(updates.map((update) => update["package-ecosystem"]).sort()).toEqual(["github-actions", "npm"]);
  for (const { schedule } of updates) expect(schedule).toEqual({ interval: "monthly" });
  const ignored = updates.flatMap(({ ignore = [] }) => ignore.map((entry) => entry["dependency-name"]));
  expect(ignored).toEqual(expect.arrayContaining(["openapi-fetch", "openapi-typescript", "typescript", "@types/node"]));
  expect(Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })).toEqual(
    expect.arrayContaining(ignored),
  );
});

it("test on the oldest Node.js that the package allows", () => {
  const versions = jobs.flatMap(([, { strategy }]) => strategy?.matrix["node"] ?? []);
  expect(manifest.engines.node).toBe(`>=${Math.min(...versions.map(Number))}`);
});

it("let a job that may publish to npm install nothing and run nothing of the repository", () => {
  const publishing = jobs.filter(([, job]) => commandsOf(job).some((command) => /npm (stage )?publish/.test(command)));
  expect(publishing).toHaveLength(1);
  for (const [, { permissions, environment, steps = [] }] of publishing) {
    expect(environment).toBe("npm");
    expect(permissions).toEqual({ "id-token": "write" });
    expect(steps.some(({ uses }) => uses?.startsWith("actions/checkout") === true)).toBe(false);
  }
});

it("publish nothing without the approval of a person", () => {
  const commands = jobs.flatMap(([, job]) => commandsOf(job)).join("\n");
  expect(commands).toContain("npm stage publish ./*.tgz --tag");
  expect(commands).not.toMatch(/npm publish|npm stage approve/);
});

it("show a release on the site only once it is released", () => {
  const { on } = parse(readFileSync(join(folder, "pages.yml"), "utf8")) as { on: object };
  expect(on).toEqual({ release: { types: ["released"] }, workflow_dispatch: null });
});
