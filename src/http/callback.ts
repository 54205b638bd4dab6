import type { SigfoxCallback } from "../errors/classes";

/** A failure of one of the caller's own functions: what it threw, or what is wrong with what it gave. */
export class CallbackFailure extends Error {
  readonly kind = "callback";

  constructor(
    readonly option: SigfoxCallback,
    override readonly cause: unknown,
  ) {
    super();
  }
}

/** What one of the caller's functions threw itself: the calls of `http` reject with it. */
export const thrownBy = (error: unknown): unknown => (error instanceof CallbackFailure ? error.cause : error);
