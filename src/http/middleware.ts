import type { Middleware as AnyMiddleware } from "openapi-fetch";
import { breakOf } from "./body";
import { CallbackFailure } from "./callback";

type Name = keyof typeof results;
interface Call {
  readonly request?: unknown;
  readonly response?: Response;
  readonly error?: unknown;
  readonly options: { readonly fetch: object };
}
type Functions = Partial<Record<Name, (call: Call) => unknown>>;

/** Which of the caller's functions failed in an attempt, by the `fetch` that the attempt gave to openapi-fetch. */
export type CallbackFailures = WeakMap<object, CallbackFailure>;

/** A middleware that runs another one and notes its failures. */
export function observed(middleware: AnyMiddleware, failures: CallbackFailures): AnyMiddleware {
  // The functions are called on the middleware itself, which may be an instance of a class.
  const functions = middleware as Functions;
  const run = async (name: Name, call: Call): Promise<unknown> => {
    try {
      const result = await functions[name]?.(call);
      // Openapi-fetch takes no response of another package, but it keeps the one that it has.
      if (result === call.request || result === call.response) return undefined;
      const problem = result ? problemOf(name, result) : undefined;
      if (problem !== undefined) throw new TypeError(problem);
      return result;
    } catch (error) {
      if (!(await isOfConnection(name, call, error)))
        failures.set(call.options.fetch, new CallbackFailure(name, error));
      throw error;
    }
  };
  const names = (Object.keys(results) as Name[]).filter((name) => functions[name] !== undefined);
  if (names.some((name) => typeof functions[name] !== "function")) throw new TypeError("A middleware has functions");
  return Object.fromEntries(names.map((name) => [name, (call: Call) => run(name, call)])) as unknown as AnyMiddleware;
}

/** Whether a middleware has not failed itself: it throws the error of the connection again, or reads a clone of a body that breaks off. */
async function isOfConnection(name: Name, call: Call, thrown: unknown): Promise<boolean> {
  if (name === "onError") return thrown === call.error;
  const broken = name === "onResponse" ? await breakOf(call.response ?? {}) : undefined;
  return broken !== undefined && broken.reason === thrown;
}

/** What each function of a middleware may return, as openapi-fetch takes it: the names of global classes. */
const results = {
  onRequest: ["Request", "Response"],
  onResponse: ["Response"],
  onError: ["Response", "Error"],
} as const;

/** Why what a middleware returns cannot be taken. */
function problemOf(name: Name, result: unknown): string | undefined {
  if (result instanceof Response) {
    if (result.bodyUsed) return "must not return a response whose body has been read";
    return result.type === "error" ? "must not return Response.error()" : undefined;
  }
  const isTaken = results[name].some((type) => result instanceof globalThis[type]);
  return isTaken ? undefined : `must return nothing, or a global ${results[name].join(" or ")}`;
}
