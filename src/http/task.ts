import type { CheckedInput } from "../contract/input";
import type { OwnRenewal } from "./credentials";
import type { Reading } from "./response";
import type { ClientSettings } from "./settings";

/** What a call is given, the same for all of its attempts. */
export interface Task<D, T> extends Handling<D, T> {
  readonly input: CheckedInput & { readonly path?: Readonly<Record<string, string>> };
  readonly settings: ClientSettings;
  /** The caller's own, and the library's. */
  readonly signals: readonly AbortSignal[];
  readonly httpCall: HttpCall<D>;
}

/** Makes the openapi-fetch call of an attempt. */
export type HttpCall<D> = (init: {
  readonly fetch: (request: Request) => Promise<Response>;
  readonly signal: AbortSignal;
}) => Promise<{ readonly data?: D; readonly error?: unknown; readonly response: Response }>;

/** How to read the response of a call, and what some calls need besides. */
export interface Handling<D, T> extends Reading<D, T> {
  /** What the call is if it renews the client's own credentials. */
  readonly ownRenewal?: OwnRenewal | undefined;
  /** Ends the call from within the library, beside the caller's own signal. */
  readonly cancel?: AbortSignal | undefined;
}
