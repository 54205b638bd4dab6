import { byHand, ours, raw, unpaced } from "./clients";
import { goalsOf } from "./goals";
import { figureAt, rounded, type Results, type Table } from "./tables";

/** For maintainers: the goals, and everything that was measured. */
export function goalsPage({ date, node, machine, tables }: Results): string {
  const goals = goalsOf(tables).map(({ what, figure, goal, measured, isMet }) => [
    what,
    figure,
    `≤ ${inWords(goal)}`,
    inWords(measured),
    isMet ? "yes" : "**no**",
  ]);
  const measured = Object.entries(tables).map(([title, table]) => {
    const columns = [...new Set(Object.values(table).flatMap((row) => Object.keys(row)))];
    const rows = Object.entries(table).map(([name, row]) => [name, ...columns.map((column) => inWords(row[column]))]);
    return `## ${title}\n\n${markdown(["", ...columns], rows)}\n`;
  });
  return `<!-- Written by npm run bench. -->

# Goals of the bench

\`npm run bench\` on ${date}, Node.js ${node}, ${machine}, of \`dist\` as published.

Each part runs in a process of its own. Clients that are compared take turns in the same run; figures are medians of the passes' means. The stub is a \`fetch\` that answers at once; servers have a process of their own. The ideal time in bulk is (calls − burst) ÷ rate, where the burst of a fixed window is one window.

${markdown(["what", "figure", "goal", "measured", "met"], goals)}

${measured.join("\n")}`;
}

/** For users: the template `performance.md` with `{{title | row | column}}` for a figure and `{{title}}` for a chart. */
export function performancePage(template: string, { tables, ...run }: Results): string {
  const words: Readonly<Record<string, string>> = { ...run, writes: writes(tables) };
  return template.replaceAll(/\{\{(.+?)\}\}/g, (_, place: string) => {
    const [title = "", row, column = ""] = place.split(" | ");
    if (row === undefined) return words[title] ?? chart(tables[title] ?? {});
    return inWords(figureAt(tables, title, row, column));
  });
}

/** Bars of text, which every reader of Markdown shows. */
function chart(table: Table): string {
  const ratios = Object.entries(table).map(([name, row]) => [name, row[`× ${raw}`] ?? NaN] as const);
  const longest = Math.max(...ratios.map(([, ratio]) => ratio));
  const bar = (ratio: number) => "█".repeat(Math.round((24 * ratio) / longest));
  const bars = ratios
    .filter(([name]) => name !== unpaced)
    .map(([name, ratio]) => `| ${name} | ${bar(ratio)} ${ratio.toFixed(2)} |`);
  return [`| | × ${raw} |`, "| --- | --- |", ...bars].join("\n");
}

/** What became of many writes, by limit and client. */
function writes(tables: Results["tables"]): string {
  const clients = [ours, "ky", byHand];
  const loads = Object.entries(tables).filter(([, table]) =>
    clients.every((client) => table[client]?.["rejected"] !== undefined),
  );
  const rows = loads.map(([title, table]) => {
    const ends = clients.map(
      (client) => `${inWords(table[client]?.["seconds"])} s, ${table[client]?.["rejected"] || "none"} lost`,
    );
    return [title, ...ends];
  });
  return markdown(["", ...clients], rows);
}

const inWords = (figure = NaN): string => (Number.isNaN(figure) ? "" : rounded(figure).toLocaleString("en"));

const markdown = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map((_, index) => (index === 0 ? "---" : "---:")), ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
