import { goalsOf } from "./goals";
import { byHand, engine, ours, raw } from "./names";
import { figureAt, rounded, type Results, type Table } from "./tables";

const written = "<!-- Written by npm run bench. -->";

/** For maintainers: the goals, and everything that was measured. */
export function goalsPage({ date, node, machine, tables }: Results): string {
  const goals = goalsOf(tables).map(({ title, row, column, most, figure, isMet }) => [
    `${title}: ${row}`,
    column,
    `≤ ${figureText(most)}`,
    figureText(figure),
    isMet ? "yes" : "**no**",
  ]);
  return [
    written,
    "# Goals of the bench",
    `\`npm run bench\` on ${day(date)}, Node.js ${node}, ${machine}, of \`dist\` as published.`,
    "Each part runs in a process of its own. Clients that are compared take turns in the same run; figures are medians of the passes' means. " +
      "The stub is a `fetch` that answers at once; servers have a process of their own. " +
      "The ideal time in bulk is (calls − burst) ÷ rate, where the burst of a fixed window is one window.",
    markdown(["what", "figure", "goal", "measured", "met"], goals),
    ...Object.entries(tables).flatMap(([title, table]) => [`## ${title}`, markdownOf(table)]),
    "",
  ].join("\n\n");
}

/** For users, on one screen. */
export function performancePage({ date, node, machine, tables }: Results): string {
  const at = (title: string, row: string, column: string): string => figureText(figureAt(tables, title, row, column));
  const kilobytes = (row: string): string => (figureAt(tables, "bundle", row, "bytes, gzip -9") / 1_000).toFixed(1);
  const bulkTitles = Object.keys(tables).filter((title) => tables[title]?.[ours]?.["seconds"] !== undefined);
  const writes = bulkTitles.map((title) => [
    title,
    ...[ours, "ky", byHand].map((name) => {
      const rejected = figureAt(tables, title, name, "rejected");
      return `${at(title, name, "seconds")} s, ${rejected === 0 ? "none" : figureText(rejected)} lost`;
    }),
  ]);
  return [
    `---\ntitle: Performance\n---\n\n${written}`,
    "# Performance",
    "## Cost of a call",
    `With a \`fetch\` that responds at once, \`get\` takes ${at("get, stub", ours, "µs")} µs: ${at("get, stub", ours, `× ${raw}`)} × raw \`fetch\` and ` +
      `${at("get, stub", ours, `× ${engine}`)} × plain openapi-fetch. Over HTTP on one machine, it takes ${at("get, loopback", ours, `× ${raw}`)} × raw \`fetch\`. ` +
      `With 20 ms per page, listing takes ${at("10,000 users, 20 ms a page", "in sequence", `× ${raw}`)} × raw \`fetch\`.`,
    "![Time of a call as a multiple of raw fetch](media/performance.svg)",
    "## Many writes against a rate limit",
    `All calls start at once with \`Promise.all\`. ky uses its default retries, for POST too. *By hand* is a loop around openapi-fetch that runs ten calls at a time and, after a 429, waits and retries.`,
    markdown(["", ours, "ky", byHand], writes),
    "## Reading everything",
    `At 20 ms per page, 10,000 users take ${at("10,000 users, 20 ms a page", "in sequence", "ms")} ms one page at a time, and ` +
      `${at("10,000 users, 20 ms a page", "concurrency 8", "ms")} ms with \`concurrency: 8\`. Iterating over a million users needs ` +
      `less than ${Math.max(1, Math.ceil(figureAt(tables, "heap above the start", "streaming", "MB live")))} MB of memory; \`toArray()\` of 100,000 users needs ${at("heap above the start", "toArray()", "MB live")} MB.`,
    "## Size",
    `The package adds ${kilobytes(".")} KB to a bundle (minified, gzip), of which openapi-fetch is ${kilobytes(engine)} KB. ` +
      `Importing it takes ${at("import", ours, "ms")} ms; openapi-fetch alone takes ${at("import", engine, "ms")} ms.`,
    `*Measured on ${day(date)} with Node.js ${node}, ${machine}. Times depend on the machine, ratios much less. \`npm run bench\` repeats the measurements.*`,
    "",
  ].join("\n\n");
}

const day = (date: string): string => date.slice(0, 10);

const figureText = (figure: number): string => (Number.isNaN(figure) ? "–" : rounded(figure).toLocaleString("en"));

function markdownOf(table: Table): string {
  const columns = [...new Set(Object.values(table).flatMap((row) => Object.keys(row)))];
  const rows = Object.entries(table).map(([name, row]) => [
    name,
    ...columns.map((column) => (row[column] === undefined ? "" : figureText(row[column]))),
  ]);
  return markdown(["", ...columns], rows);
}

const markdown = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map((_, index) => (index === 0 ? "---" : "---:")), ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
