import type { JsonObject } from "./json";

/** Something about the input that a person can put right: one line, no stack. */
export class SpecError extends Error {
  override readonly name = "SpecError";

  /** @param node the object of the document that is wrong, or one of its keys is */
  constructor(
    message: string,
    readonly node?: JsonObject,
    readonly key?: string,
  ) {
    super(message);
  }
}

/** What was thrown, as one line. */
export const oneLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split("\n", 1)[0]?.trim() ?? "";

/** What was thrown, as lines: each thing that a person can put right is one. */
export const linesOf = (error: unknown): string[] =>
  error instanceof SpecError ? error.message.split("\n") : [oneLine(error)];
