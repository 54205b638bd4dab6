import { isWellFormed } from "../contract/check";
import { readOption, refusedOption } from "../contract/input";
import type { Auth, Credentials } from "../options";

/** Checked credentials, the header made of them, and what of them is secret. */
export interface UsedCredentials extends Credentials {
  readonly header: string;
  readonly secrets: readonly string[];
}

/** Where a client's attempts get their credentials from. */
export interface CredentialStore {
  /** The credentials to use now; `undefined` for a client without `auth`. */
  current(): UsedCredentials | undefined | Promise<UsedCredentials>;
  /** Whether the current credentials differ from those given, after waiting for a renewal of them that is under way. */
  differ(from: UsedCredentials): Promise<boolean>;
  /** Whether the client keeps the credentials itself, so that only its own renewals change them. */
  readonly isKept: boolean;
  /** What is secret of the credentials that the client keeps, those before the last renewal included. */
  secrets(): readonly string[];
  /** How to renew this id, if it is the client's own. */
  renewalOf(id: string): OwnRenewal | undefined;
}

/** A renewal of the credentials that the client itself uses. Renewals run one after the other: each needs the password of the last. */
export interface OwnRenewal {
  /** Waits for those before; call what it gives when done. */
  begin(): Promise<() => void>;
  /** Switches to the new password. */
  renewed(password: string): void;
}

export function createCredentialStore(auth: Auth | undefined): CredentialStore {
  return auth === undefined || typeof auth === "function"
    ? askedFor(auth)
    : kept(readOption("auth", () => checked(auth)));
}

function kept(given: UsedCredentials): CredentialStore {
  let used = given;
  let { secrets } = given;
  let last: Promise<void> = Promise.resolve();
  const renewal: OwnRenewal = {
    async begin() {
      const before = last;
      let end = (): void => undefined;
      last = new Promise((resolve) => {
        end = resolve;
      });
      await before;
      return end;
    },
    renewed(password) {
      used = withHeader(used.username, password);
      secrets = [...secrets, ...used.secrets];
    },
  };
  return {
    current: () => used,
    isKept: true,
    async differ(from) {
      await last;
      return used.header !== from.header;
    },
    secrets: () => secrets,
    renewalOf: (id) => (id === used.username ? renewal : undefined),
  };
}

/** Credentials that the caller keeps, and renews. */
function askedFor(auth: (() => Credentials | Promise<Credentials>) | undefined): CredentialStore {
  const current = auth && (async (): Promise<UsedCredentials> => checked(await auth()));
  return {
    current: () => current?.(),
    isKept: false,
    differ: async (from) => (await current?.())?.header !== from.header,
    secrets: () => [],
    renewalOf: () => undefined,
  };
}

function checked(credentials: unknown): UsedCredentials {
  const { username, password } = (credentials ?? {}) as Partial<Record<string, unknown>>;
  const user = checkedPart("auth.username", username);
  // RFC 7617 section 2: the first colon ends the user name.
  if (user.includes(":")) throw refusedOption("auth.username", 'must not contain ":"');
  return withHeader(user, checkedPart("auth.password", password));
}

function checkedPart(field: string, value: unknown): string {
  if (typeof value !== "string") throw refusedOption(field, "must be a string");
  if (value === "") throw refusedOption(field, "must not be empty");
  if (/[^ -~\u00a0-\u{10ffff}]/u.test(value)) throw refusedOption(field, "must not contain a control character");
  if (!isWellFormed(value)) throw refusedOption(field, "must not contain an unpaired surrogate");
  return value;
}

function withHeader(username: string, password: string): UsedCredentials {
  const encoded = base64(`${username}:${password}`);
  return { username, password, header: `Basic ${encoded}`, secrets: secretsOf(encoded, password) };
}

function secretsOf(encoded: string, password: string): string[] {
  const padded = [encoded, base64(password)];
  const bare = padded.map((form) => form.replace(/=+$/, ""));
  return [password, ...padded, ...bare, ...bare.map((form) => form.replaceAll("+", "-").replaceAll("/", "_"))];
}

/** What is secret of a header that the caller has made, if it is Basic. */
export function secretsOfBasic(header: string): string[] {
  const encoded = /^Basic +(\S+)$/i.exec(header)?.[1];
  if (encoded === undefined) return [];
  try {
    const text = new TextDecoder().decode(Uint8Array.from(atob(encoded), (byte) => byte.charCodeAt(0)));
    return secretsOf(encoded, text.slice(text.indexOf(":") + 1));
  } catch {
    return [];
  }
}

/** Of UTF-8, as RFC 7617 section 2.1 has it; btoa alone takes Latin-1. */
const base64 = (text: string): string =>
  btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(""));
