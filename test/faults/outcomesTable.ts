import type { OperationId } from "../../src/index";
import { operations } from "../support/eachOperation";
import type { Outcome } from "./rules";

/** A row of the table: what went wrong, and what became of each operation. */
export interface Row {
  readonly name: string;
  readonly outcomes: Readonly<Record<OperationId, Outcome>>;
}

const shown = ({ kind, attempts, mayHaveBeenApplied }: Outcome): string =>
  `${kind}${attempts > 1 ? ` ×${attempts}` : ""}${mayHaveBeenApplied ? " !" : ""}`;

const cellsOf = ({ outcomes }: Row): string[] => operations.map((operation) => shown(outcomes[operation]));

/** Rows with the names of those whose outcomes are the same for every operation. */
function grouped(rows: readonly Row[], join: (names: readonly string[]) => string): string[][] {
  const groups = new Map<string, string[]>();
  for (const row of rows) {
    const key = cellsOf(row).join("|");
    groups.set(key, [...(groups.get(key) ?? []), row.name]);
  }
  return [...groups].map(([key, names]) => [join(names), ...key.split("|")]);
}

/** `300, 301, 302, 305` as `300–302, 305`. */
function ranges(names: readonly string[]): string {
  const runs: [number, number][] = [];
  for (const status of names.map(Number)) {
    const last = runs.at(-1);
    if (last?.[1] === status - 1) last[1] = status;
    else runs.push([status, status]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(", ");
}

const table = (first: string, rows: readonly string[][]): string =>
  [[first, ...operations], [first, ...operations].map(() => "---"), ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");

/** The table of outcomes as it is kept in the documentation. */
export function outcomesPage(stages: readonly Row[], statuses: readonly Row[]): string {
  return `# How each call ends when the server fails

The tests write this page from what they observe over real sockets. Do not edit it: run \`UPDATE_OUTCOMES=1 npx jest test/faults/matrix\`.
Each call has \`retries: 1\`, and every attempt meets the same fault. Each cell shows the error's \`kind\`. \`×2\` means two attempts, and
\`!\` that \`mayHaveBeenApplied\` is \`true\`. A call without a result resolves as soon as the headers of a success announce JSON or no
body, whatever becomes of the body. A success of another type is read: it must be empty or a JSON object.

## By the point at which the exchange fails

${table(
  "The server",
  grouped(stages, (names) => names.join("<br>")),
)}

## By status

Statuses that are not listed end like their neighbours.

${table("Status", grouped(statuses, ranges))}

A 404 of \`deleteApiUser\` or \`deleteProfileOfApiUser\` after an attempt that may have been carried out counts as success: the call resolves.

The 429 asks to wait for longer than \`totalTimeout\`, which ends the call at once. Any other 429 pauses the client and is repeated until
\`totalTimeout\`, unless \`retries\` is 0.

A 407 is a lost connection because, outside browsers, \`fetch\` does not expose it (Fetch standard, HTTP-network-or-cache fetch). After a
421, \`fetch\` itself repeats the request over another connection, which counts as one attempt. A chunked body that is cut after the server
has announced \`Connection: close\` is a lost connection too; Node.js before 22.23 takes it for a whole body, so that there it is \`parse\`.
`;
}
