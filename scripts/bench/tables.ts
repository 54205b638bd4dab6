import { mapValues } from "../openapi/json";

/** The rows of the clients that are compared. */
export const raw = "raw fetch";
export const engine = "openapi-fetch";
export const ours = "sigfox-api-users";
export const byHand = "openapi-fetch, ten at a time by hand";

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

/** One figure, or `NaN` if it was not measured. */
export const figureAt = (tables: Tables, title: string, row: string, column: string): number =>
  tables[title]?.[row]?.[column] ?? NaN;

/** To three digits, as far as there is a fraction to cut. */
export const rounded = (figure: number): number => (figure < 100 ? Number(figure.toPrecision(3)) : Math.round(figure));

/** A table with, beside its first column, that column as a multiple of some of its rows. */
export const withRatios = (table: Table, column: string, ...rows: string[]): Table =>
  mapValues(table, (row) => ({
    ...row,
    ...Object.fromEntries(rows.map((name) => [`× ${name}`, (row[column] ?? NaN) / (table[name]?.[column] ?? NaN)])),
  }));
