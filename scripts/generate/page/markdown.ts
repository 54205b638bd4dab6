/** One row of a table; a cell that is `undefined` stays empty. */
export const row = (...cells: readonly (string | undefined)[]): string => `| ${cells.map(cell).join(" | ")} |`;

export const table = (head: readonly string[], rows: readonly string[]): string =>
  [row(...head), row(...head.map(() => "---")), ...rows].join("\n");

/** Prose, each line as it was written. */
export const paragraph = (prose: string | undefined): string => (prose ?? "").trim();

/** A cell ends at the line's end and at a bar. */
const cell = (content = ""): string =>
  content
    .trim()
    .replaceAll(/\s*\n\s*/g, " ")
    .replaceAll("|", "\\|");
