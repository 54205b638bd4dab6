/** Something about the input that a person can put right: one line, no stack. */
export class SpecError extends Error {
  override readonly name = "SpecError";

  /** @param place the keys that lead to what is wrong */
  constructor(
    message: string,
    readonly place?: readonly string[],
  ) {
    super(message);
  }
}

/** What was thrown, as one line. */
export const oneLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split("\n", 1)[0]?.trim() ?? "";
