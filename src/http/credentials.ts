import { readOption, refusedOption } from "../contract/input";
import { base64 } from "../errors/secrets";
import type { Auth } from "../options";
import { Pace } from "./pace";
import { backOff } from "./retry";

/** Where a client's attempts get their `Authorization` header from. */
export interface CredentialStore {
  /** The header to send now; `undefined` for a client without `auth`. */
  current(): string | undefined | Promise<string>;
  /** Whether the header to send differs from one that was sent, after waiting for a renewal that is under way. */
  differs(sent: string): Promise<boolean>;
  /** Every header of the credentials that the client keeps, those before a renewal included. */
  kept(): readonly string[];
  /** How to renew this id, if it is the client's own. */
  renewalOf(id: string): OwnRenewal | undefined;
}

/** A renewal of the credentials that the client itself uses. */
export interface OwnRenewal {
  /** Renewals run one after the other: each needs the password of the last. */
  readonly line: Pace;
  /** Switches to the new password. */
  renewed(password: string): void;
}

export function createCredentialStore(auth: Auth | undefined): CredentialStore {
  const isAsked = typeof auth === "function";
  const [header, username] =
    auth === undefined || isAsked ? [] : readOption("auth", () => [checked(auth), auth.username] as const);
  const headers = header === undefined ? [] : [header];
  const current = isAsked ? async (): Promise<string> => checked(await auth()) : (): string | undefined => headers[0];
  const line = new Pace({ maxConcurrency: 1, retryDelay: backOff, timeout: 90_000 });
  return {
    current,
    async differs(sent) {
      const turn = line.enter(Infinity);
      await turn.ready;
      line.leave(turn);
      return (await current()) !== sent;
    },
    kept: () => headers,
    renewalOf(id) {
      if (id !== username) return undefined;
      const renewed = (password: string): void => {
        headers.unshift(headerOf(id, password));
        // A response that is still under way may repeat an old password, but not the one of a hundred renewals ago.
        headers.length = Math.min(headers.length, 5);
      };
      return { line, renewed };
    },
  };
}

/** The header of credentials that can be sent. */
function checked(credentials: unknown): string {
  const { username, password } = (credentials ?? {}) as Partial<Record<string, unknown>>;
  const user = checkedPart("auth.username", username);
  // RFC 7617 section 2: the first colon ends the user name.
  if (user.includes(":")) throw refusedOption("auth.username", 'must not contain ":"');
  return headerOf(user, checkedPart("auth.password", password));
}

function checkedPart(field: string, value: unknown): string {
  if (typeof value !== "string" || value === "") throw refusedOption(field, "must be a string that is not empty");
  if (/[^ -~\u00a0-\ud7ff\ue000-\u{10ffff}]/u.test(value))
    throw refusedOption(field, "must not contain a control character or an unpaired surrogate");
  return value;
}

const headerOf = (username: string, password: string): string => `Basic ${base64(`${username}:${password}`)}`;
