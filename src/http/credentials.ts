import { nearestOf, type Report } from "../contract/check";
import { checked } from "../contract/input";
import { base64 } from "../errors/secrets";
import type { Auth, Credentials } from "../options";
import { CallbackFailure } from "./callback";
import { deadlineIn, wait, within } from "./deadline";
import { isWorker } from "./worker";

/** Where a client's attempts get their `Authorization` header from. */
export interface CredentialStore {
  /**
   * The header to send now; `undefined` for a client without `auth`.
   *
   * @throws a {@link CallbackFailure} with what `auth` threw, and a SigfoxValidationError for credentials that cannot be sent
   */
  current(): string | undefined | Promise<string>;
  /** Whether it asks a function of the caller's. */
  readonly isAsked: boolean;
  /** Whether the header to send from now on differs from one that was sent, after waiting for a renewal that is under way. */
  differs(sent: string): Promise<boolean>;
  /** Every header of the credentials that the client keeps, those before a renewal included. */
  kept(): readonly string[];
  /** How to renew this id, if it is the client's own. */
  renewalOf(id: string): OwnRenewal | undefined;
}

/** A renewal of the credentials that the client itself uses. Two at once would each end the other's password: they share one. */
export interface OwnRenewal {
  /** The renewal that is under way, if others may wait for it. */
  readonly current: Promise<unknown> | undefined;
  /** Carries out a renewal; it must not be called while one is under way. */
  run<T>(renew: () => Promise<T>): Promise<T>;
  /** Whether what has been sent of it may have been applied. */
  mayHaveBeenApplied: boolean;
  /** Switches to the new password, if it can be sent. */
  renewed(password: string): void;
}

/** The credentials of a client, as its options are kept. */
export type CheckedAuth =
  (() => Credentials | Promise<Credentials>) | { readonly username: string; readonly header: string };

/** Checks the option `auth`. */
export function convertAuth(auth: unknown, report: Report): CheckedAuth | undefined {
  if (typeof auth === "function") return auth as Extract<Auth, () => unknown>;
  const header = headerOf(auth, report);
  return header === undefined ? undefined : { username: (auth as Credentials).username, header };
}

/** How often a call of a Cloudflare worker looks whether a renewal has ended, in milliseconds. */
const lookInterval = 20;

/** @param timeout - how long an answer of `auth`, or in a worker a renewal, may take before nobody else waits for it, in milliseconds */
export function createCredentialStore(auth: CheckedAuth | undefined, timeout: number): CredentialStore {
  if (typeof auth === "function") return askingStore(auth, timeout);
  const headers = auth === undefined ? [] : [auth.header];
  let renewal: Promise<unknown> | undefined;
  let begunAt = 0;
  const own: OwnRenewal = {
    get current() {
      return isWorker() ? undefined : renewal;
    },
    mayHaveBeenApplied: false,
    async run(renew) {
      const current = renew();
      renewal = current;
      begunAt = performance.now();
      try {
        return await current;
      } finally {
        if (renewal === current) renewal = undefined;
      }
    },
    renewed(password) {
      if (auth === undefined || problemOf("password", password)) return;
      headers.unshift(basic(auth.username, password));
      // A response that is still under way may repeat an old password, but not the one of a hundred renewals ago.
      headers.splice(5);
    },
  };
  return {
    isAsked: false,
    current: () => headers[0],
    async differs(sent) {
      // In a worker, no promise of another request resumes here, and a renewal that was cut off with its request never ends.
      while (isWorker() && renewal !== undefined && performance.now() - begunAt < timeout) await wait(lookInterval, []);
      await own.current?.catch(() => undefined);
      return headers[0] !== sent;
    },
    kept: () => headers,
    renewalOf: (id) => (id === auth?.username ? own : undefined),
  };
}

/** A store that asks a function, once at a time: attempts that begin while it is pending share its result. */
function askingStore(auth: () => unknown, timeout: number): CredentialStore {
  let pending: Promise<string> | undefined;
  /** Resolves when nobody waits for what is pending any more: it has settled, or may never do so. */
  let forgotten = Promise.resolve();
  let next: Promise<string> | undefined;

  async function ask(): Promise<string> {
    let credentials: unknown;
    try {
      credentials = await auth();
    } catch (error) {
      throw new CallbackFailure("auth", error);
    }
    return checked(undefined, (reportOn) => headerOf(credentials, reportOn("option")) ?? "", "auth");
  }

  function start(): Promise<string> {
    const header = ask();
    if (isWorker()) return header;
    pending = header;
    forgotten = within(deadlineIn(timeout, "attempt"), [], () => header.catch(() => undefined)).then(() => {
      pending = undefined;
    });
    return header;
  }

  const current = (): Promise<string> => pending ?? start();

  /** Asks for credentials that nobody asked for before: those who ask at the same time share the next answer. */
  function askAnew(): Promise<string> {
    if (pending === undefined) return start();
    next ??= forgotten.then(() => {
      next = undefined;
      return current();
    });
    return next;
  }

  return {
    isAsked: true,
    current,
    differs: async (sent) => (await askAnew()) !== sent,
    kept: () => [],
    renewalOf: () => undefined,
  };
}

/** The header of credentials; what cannot be sent is reported. */
function headerOf(credentials: unknown, report: Report): string | undefined {
  const { username, password } = (credentials ?? {}) as Partial<Record<string, unknown>>;
  const problem = problemOf("username", username, credentials) ?? problemOf("password", password, credentials);
  if (problem === undefined) return basic(username as string, password as string);
  const [field, message] = problem;
  report(`auth.${field}`, message);
  return undefined;
}

/** The property of the credentials that is wrong, and why. */
function problemOf(name: string, value: unknown, credentials?: unknown): [string, string] | undefined {
  const misspelt = value === undefined && Object.keys(credentials ?? {}).find((other) => nearestOf([name], other));
  if (misspelt) return [misspelt, `is unknown; did you mean ${name}?`];
  if (typeof value !== "string" || value === "") return [name, "must be a non-empty string"];
  // RFC 7617 section 2: the first colon ends the user name.
  if (name === "username" && value.includes(":")) return [name, 'must not contain ":"'];
  if (/[^ -~\u00a0-\ud7ff\ue000-\u{10ffff}]/u.test(value))
    return [name, "must not contain a control character or an unpaired surrogate"];
  return undefined;
}

const basic = (username: string, password: string): string => `Basic ${base64(`${username}:${password}`)}`;
