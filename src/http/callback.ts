import type { SigfoxCallback } from "../errors/classes";
import { ownReasonOf } from "../errors/thrown";

/** A failure of one of the caller's own functions: what it threw, or what is wrong with what it gave. */
export class CallbackFailure extends Error {
  readonly kind = "callback";
  readonly #isOurs = true;

  constructor(
    readonly option: SigfoxCallback,
    override readonly cause: unknown,
  ) {
    super(`${option} failed: ${ownReasonOf(cause)}`);
  }

  /** Whether something thrown is one. Nothing of it is read: it may be a proxy that throws. */
  static is(thrown: unknown): thrown is CallbackFailure {
    return typeof thrown === "object" && thrown !== null && #isOurs in thrown;
  }
}

/** The failure of one that gave or did what it must not. */
export const mistake = (option: SigfoxCallback, problem: string): CallbackFailure =>
  new CallbackFailure(option, new TypeError(problem));

/** What one of the caller's functions threw itself: the calls of `http` reject with it. */
export const thrownBy = (error: unknown): unknown => (CallbackFailure.is(error) ? error.cause : error);
