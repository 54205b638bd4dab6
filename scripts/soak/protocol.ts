/** What the process under load is told. */
export interface Order {
  readonly url: string;
  readonly calls: number;
  readonly inFlight: number;
}

/** How one creation ended, for the comparison with what the server has. */
export interface Creation {
  readonly name: string;
  readonly id: string | undefined;
  readonly mayHaveBeenApplied: boolean;
}

/** What the process under load says when it is warm, when half is done, and at the end. */
export type Message = "warm" | "half" | Report;

/** What the process under load has seen. */
export interface Report {
  readonly seconds: number;
  readonly succeeded: number;
  /** How many calls failed, by operation, kind and whether they may have been applied. */
  readonly failures: Readonly<Record<string, number>>;
  /** What is wrong with results; the first few. */
  readonly wrong: readonly string[];
  readonly creations: readonly Creation[];
  readonly heap: { readonly start: number; readonly end: number; readonly rss: number };
  /** Listeners on the one signal that all calls share. */
  readonly listeners: { readonly most: number; readonly end: number };
  /** Timers that still run when everything is done. */
  readonly timers: number;
}

/** The users that lists show. */
export const listed = 1_000;
