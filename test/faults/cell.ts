import { getEventListeners } from "node:events";
import { isSigfoxError, type ApiUsersClient, type OperationId } from "../../src/index";
import { everyView } from "../support/everyView";
import { calls } from "../support/eachOperation";
import type { Outcome } from "./rules";

export const auth = { username: "5f0d0000000000000000cafe", password: "Wr0ng-h0rse-battery" };
/** What must not be seen: the password, and what it travels as. */
const secrets = [auth.password, Buffer.from(`${auth.username}:${auth.password}`).toString("base64")];

/** What became of one call. */
export interface Cell extends Outcome {
  readonly elapsed: number;
  /** The secrets that some view of the error shows. */
  readonly leaks: readonly string[];
  /** How many listeners are left on the caller's signal. */
  readonly listeners: number;
  /** Whatever was rejected with that is no error of the library. */
  readonly foreign: unknown;
}

export async function runCell(client: ApiUsersClient, operation: OperationId, timeout: number): Promise<Cell> {
  const { signal } = new AbortController();
  const started = performance.now();
  const end: { error?: unknown } = await calls[operation](client, { signal, timeout }).then(
    () => ({}),
    (error: unknown) => ({ error }),
  );
  const elapsed = performance.now() - started;
  const { error } = end;
  const view = "error" in end ? everyView(error) : "";
  const common = {
    elapsed,
    leaks: secrets.filter((secret) => view.includes(secret)),
    listeners: getEventListeners(signal, "abort").length,
  };
  if (!("error" in end))
    return { ...common, kind: "resolves", attempts: 1, mayHaveBeenApplied: false, foreign: undefined };
  if (!isSigfoxError(error))
    return { ...common, kind: "unexpected", attempts: 0, mayHaveBeenApplied: false, foreign: error };
  const { kind, attempts, mayHaveBeenApplied } = error;
  return { ...common, kind, attempts, mayHaveBeenApplied, foreign: undefined };
}

export const outcomeOf = ({ kind, attempts, mayHaveBeenApplied }: Outcome): Outcome => ({
  kind,
  attempts,
  mayHaveBeenApplied,
});

/** Runs tasks, so many at a time. */
export async function inTurns<T>(tasks: readonly (() => Promise<T>)[], width: number): Promise<T[]> {
  const results: T[] = [];
  const rest = tasks.entries();
  const work = async (): Promise<void> => {
    for (const [index, task] of rest) results[index] = await task();
  };
  await Promise.all(Array.from({ length: width }, work));
  return results;
}

/** Waits until something holds, for a while. */
export async function eventually(holds: () => boolean, milliseconds = 2_000): Promise<boolean> {
  const deadline = performance.now() + milliseconds;
  while (!holds()) {
    if (performance.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return true;
}
