import { mapValues } from "../openapi/json";
import { goalsOf, remarks } from "./goals";
import { byHand, figureAt, ours, raw, rounded, type Results, type Row, type Tables } from "./tables";

/** For maintainers: the goals, and whether they are met. Everything that was measured is in `results.json`. */
export function goalsPage({ date, node, machine, tables }: Results): string {
  const goals = goalsOf(tables);
  const missed = new Set(goals.filter(({ isMet }) => !isMet).map(({ title }) => title));
  const rows = goals.map(({ what, figure, goal, measured, isMet }) => [
    what,
    figure,
    `≤ ${inWords(goal)}`,
    inWords(measured),
    isMet ? "yes" : "**no**",
  ]);
  return `<!-- Written by npm run bench. -->

# Goals of the bench

\`npm run bench\` on ${date}, Node.js ${node}, ${machine}, of \`dist\` as published. \`results.json\` has everything that was measured.

Each part runs in a process of its own. Clients that are compared take turns in the same run; figures are medians of the passes' means. The stub is a \`fetch\` that answers at once; servers have a process of their own. With 50 calls in flight, the client has \`maxConcurrency: 50\`, so that all have as many connections. The ideal time in bulk is (calls − burst) ÷ rate, where the burst of a window is one window.

${markdown(["what", "figure", "goal", "measured", "met"], rows)}

## What is missed

${[...missed].map((title) => `- ${title}: ${remarks[title] ?? "within what this machine varies by"}.`).join("\n")}
`;
}

/** For users: a template with `{{title | row | column}}` in the place of figures. */
export function performancePage(template: string, { tables, ...run }: Results): string {
  const words: Readonly<Record<string, string>> = { ...run, chart: chart(tables), writes: writes(tables) };
  return template.replaceAll(/\{\{(.+?)\}\}/g, (_, place: string) => {
    const [title = "", row = "", column = ""] = place.split(" | ");
    const figure = words[place] ?? inWords(figureAt(tables, title, row, column));
    if (figure === "") throw new Error(`There is no figure ${place}`);
    return figure;
  });
}

/** Bars of text, which every reader of Markdown shows. */
function chart(tables: Tables): string {
  const bars = ["get, stub", "list of 100, stub"].map((title) => {
    const ratios = mapValues(tables[title] ?? {}, (row) => row[`× ${raw}`] ?? NaN);
    const longest = Math.max(...Object.values(ratios));
    return mapValues(ratios, (ratio) => `${ratio.toFixed(2)} ${"━".repeat(Math.round((12 * ratio) / longest))}`);
  });
  return Object.keys(bars[0] ?? {})
    .map((name) => `| ${[name, ...bars.map((bar) => bar[name])].join(" | ")} |`)
    .join("\n");
}

/** What became of many writes, by limit and client. */
function writes(tables: Tables): string {
  const clients = [ours, byHand];
  const loads = Object.entries(tables).filter(([, table]) => table[byHand] !== undefined);
  const end = ({ seconds, rejected }: Row = {}): string => `${inWords(seconds)} s, ${rejected || "none"} lost`;
  return markdown(
    ["", ...clients],
    loads.map(([title, table]) => [title, ...clients.map((client) => end(table[client]))]),
  );
}

const inWords = (figure = NaN): string => (Number.isNaN(figure) ? "" : rounded(figure).toLocaleString("en"));

const markdown = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map((_, index) => (index === 0 ? "---" : "---:")), ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
