let step = 0;

/** A numbered heading. */
export function heading(text: string): void {
  step += 1;
  console.log(`\n${step}. ${text}`);
}

export function line(text: string): void {
  console.log(`   ${text}`);
}

/** A table of text, its columns as wide as what they hold. */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...rows.map((row) => (row[index] ?? "").length)),
  );
  const format = (cells: readonly string[]) => cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join("  ");
  for (const text of [format(columns), widths.map((width) => "─".repeat(width)).join("  "), ...rows.map(format)])
    line(text.trimEnd());
}
