import { goalsOf, isMet } from "./goals";
import { method, type Results } from "./results";
import { goalTable, tablesOf, type Table } from "./tables";

/** The page of the documentation that shows a run. */
export function page({ date, node, platform, cores, package: origin, parts }: Results): string {
  return [
    "---",
    "title: Performance",
    "---",
    "",
    "<!-- Written by npm run bench. -->",
    "",
    "# Performance",
    "",
    `\`npm run bench\` on ${date.slice(0, 10)}, Node.js ${node} on ${platform} with ${cores} cores; measured: ${origin}.`,
    "",
    method,
    "",
    "![Time of a call as a multiple of raw fetch](media/performance.svg)",
    "",
    section(goalTable(parts)),
    ...missed(parts),
    ...tablesOf(parts).map(section),
  ].join("\n");
}

/** What the goals that are missed are given up for. */
function missed(parts: Results["parts"]): string[] {
  const reasons = goalsOf(parts)
    .filter((goal) => !isMet(goal))
    .map(({ of, unit, cost }) => `- ${of}, ${unit}: ${cost ?? "this run came out so; another may not."}`);
  return reasons.length === 0 ? [] : ["What is not met, and what for:", "", ...reasons, ""];
}

function section({ title, columns, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const alignment = columns.map((_, index) => (index === 0 ? "---" : "---:"));
  return [`## ${title}`, "", line(columns), line(alignment), ...rows.map(line), ""].join("\n");
}
