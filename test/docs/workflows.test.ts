import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import manifest from "../../package.json";
import { root } from "./support/blocks";
import { runSeparately } from "./support/separately";

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly (string | number)[]>> };
  readonly uses?: string;
  readonly steps?: readonly { readonly uses?: string; readonly run?: string }[];
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
  const program = `
    import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from "@actions/workflow-parser";
    for (const { name, text } of ${JSON.stringify(workflows)}) {
      const { context, value } = parseWorkflow({ name, content: text }, new NoOperationTraceWriter());
      if (value) await convertWorkflowTemplate(context, value);
      for (const { message } of context.errors.getErrors()) console.log(message);
    }
    console.log("read all ${names.length}");`;
  expect(await runSeparately({ code: program })).toBe(`read all ${names.length}\n`);
});

it.each(jobs)("run only scripts that package.json has (%s)", (_, job) => {
  for (const command of commandsOf(job)) {
    for (const [, script = ""] of command.matchAll(/\bnpm (?:run )?(?:--\S+ )*(?!(?:ci|pack|publish|view)\b)([\w:]+)/g))
      expect(Object.keys(manifest.scripts)).toContain(script);
  }
});

it.each(jobs)("name only files that are there (%s)", (_, job) => {
  const texts = [...commandsOf(job), job.uses ?? ""];
  for (const [path] of texts.join("\n").matchAll(/(?<![\w/.])(?:\.\/)?(?:[\w.-]+\/)+[\w.-]+\.\w+/g))
    expect([path, existsSync(join(root, path))]).toEqual([path, true]);
});

it("test on the oldest Node.js that the package allows", () => {
  const versions = jobs.flatMap(([, { strategy }]) => strategy?.matrix["node"] ?? []);
  expect(manifest.engines.node).toBe(`>=${Math.min(...versions.map(Number))}`);
});

it("let a job that may publish to npm install nothing and run nothing of the repository", () => {
  const publishing = jobs.filter(([, job]) => commandsOf(job).some((command) => command.includes("npm publish")));
  expect(publishing).toHaveLength(1);
  for (const [, { permissions, steps = [] }] of publishing) {
    expect(permissions).toEqual({ "id-token": "write" });
    expect(steps.some(({ uses }) => uses?.startsWith("actions/checkout") === true)).toBe(false);
  }
});
