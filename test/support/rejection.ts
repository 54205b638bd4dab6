import { isSigfoxError, type AnySigfoxError } from "../../src/index";

type ErrorClass<E> = abstract new (...args: never[]) => E;

/** The error that a call rejects with, which must be one of this library. */
export async function rejection(call: PromiseLike<unknown>): Promise<AnySigfoxError> {
  const error = await thrownBy(call);
  if (!isSigfoxError(error)) throw new Error("rejected with something other than a SigfoxError", { cause: error });
  return error;
}

/** The error that a call rejects with, which must be of the given class. */
export async function rejectionOf<E>(type: ErrorClass<E>, call: PromiseLike<unknown>): Promise<E> {
  const error = await thrownBy(call);
  if (!(error instanceof type)) throw new Error(`rejected with something other than a ${type.name}`, { cause: error });
  return error;
}

async function thrownBy(call: PromiseLike<unknown>): Promise<unknown> {
  let value: unknown;
  try {
    value = await call;
  } catch (error) {
    return error;
  }
  throw new Error(`resolved to ${JSON.stringify(value)} instead of being rejected`);
}
