/** Figures by column. */
export type Row = Readonly<Record<string, number>>;
/** Rows by name. */
export type Table = Readonly<Record<string, Row>>;
/** What a part measured: tables by title. */
export type Tables = Readonly<Record<string, Table>>;

/** What one run measured, as `results.json` keeps it. */
export interface Results {
  readonly date: string;
  readonly node: string;
  readonly machine: string;
  readonly tables: Tables;
}

/** To three digits, as far as there is a fraction to cut. */
export const rounded = (figure: number): number => (figure < 100 ? Number(figure.toPrecision(3)) : Math.round(figure));

/** One figure, or `NaN` if it was not measured. */
export const figureAt = (tables: Tables, title: string, row: string, column: string): number =>
  tables[title]?.[row]?.[column] ?? NaN;

export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = NaN, high = NaN] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}

/** A table with, beside its first column, that column as a multiple of some of its rows. */
export function withRatios(table: Table, column: string, ...rows: string[]): Table {
  const ratios = ({ [column]: figure = NaN }: Row): Row =>
    Object.fromEntries(
      rows.filter((row) => row in table).map((row) => [`× ${row}`, figure / (table[row]?.[column] ?? NaN)]),
    );
  return Object.fromEntries(Object.entries(table).map(([name, row]) => [name, { ...row, ...ratios(row) }]));
}
