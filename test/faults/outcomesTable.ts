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
  return `# What becomes of a call when the server fails

Written by the fault matrix of the tests, from what it saw over real sockets: do not edit; run it with \`UPDATE_OUTCOMES=1\`. Each call
has \`retries: 1\`, and every attempt meets the same fault. A cell says the error's \`kind\`; \`×2\` that it was tried twice; \`!\` that
\`mayHaveBeenApplied\` is \`true\`. Calls without a result resolve as soon as a success is announced, whatever becomes of its body.

## By the point at which the exchange fails

${table(
  "The server",
  grouped(stages, (names) => names.join("<br>")),
)}

## By status

Statuses that are not listed end like their neighbours.

${table("Status", grouped(statuses, ranges))}

A 404 of \`deleteApiUser\` or \`deleteProfileOfApiUser\` after an attempt that may have been carried out counts as done: the call resolves.

The 429 asks to wait for over a minute, which ends the call at once. Any other 429 pauses the client and is repeated until
\`totalTimeout\`, unless \`retries\` is 0.

A 407 is a lost connection because, outside browsers, fetch shows it to nobody (Fetch standard, HTTP-network-or-cache fetch). A 421 is
asked for again by fetch itself, over another connection, and counts as one attempt. A chunked body that is cut after the server has
announced \`Connection: close\` is a lost connection too; Node.js before 22.23 takes it for a whole body, so that there it is \`parse\`.
`;
}
