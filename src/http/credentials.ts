import { isWellFormed, refusedOption } from "../contract/check";
import { Secret } from "../errors/secret";

/**
 * A login and its password.
 *
 * @category Client
 */
export interface Credentials {
  /** The API user's login, which is its id. */
  readonly username: string;
  /** The API user's password, which is its `accessToken`. */
  readonly password: string;
}

/**
 * The credentials of a client, or a function that gives them at each attempt.
 *
 * @category Client
 */
export type Auth = Credentials | (() => Credentials | Promise<Credentials>);

/** Checked credentials, the header made of them, and the forms in which an answer may repeat them. */
export interface UsedCredentials extends Credentials {
  readonly header: string;
  readonly secrets: readonly Secret[];
}

/** Where a client's attempts get their credentials from. */
export interface CredentialStore {
  /** The credentials to use now; `undefined` for a client without `auth`. */
  current(): UsedCredentials | undefined | Promise<UsedCredentials>;
  /** Whether the current credentials differ from those given, after waiting for a renewal of them that is under way. */
  differ(from: UsedCredentials): Promise<boolean>;
  /** What an answer may repeat of the credentials that the client keeps, those before the last renewal included. */
  secrets(): readonly Secret[];
  /** What to do beside renewing this id, if it is the client's own. */
  renewalOf(id: string): OwnRenewal | undefined;
}

/** A renewal of the credentials that the client itself uses. */
export interface OwnRenewal {
  /** Waits until no other is under way; call what it gives when done. */
  begin(): Promise<() => void>;
  /** Switches to the new password. */
  renewed(password: string): void;
}

export function createCredentialStore(auth: Auth | undefined): CredentialStore {
  return auth === undefined || typeof auth === "function" ? askedFor(auth) : kept(checked(auth));
}

function kept(given: UsedCredentials): CredentialStore {
  let used = given;
  let { secrets } = given;
  let queue: Promise<void> = Promise.resolve();
  const renewal: OwnRenewal = {
    async begin() {
      const before = queue;
      let end = (): void => undefined;
      queue = new Promise((resolve) => {
        end = resolve;
      });
      await before;
      return end;
    },
    renewed(password) {
      const { username, secrets: old } = used;
      used = withHeader(username, password);
      secrets = [...old, ...used.secrets];
    },
  };
  return {
    current: () => used,
    async differ(from) {
      await queue;
      return used.header !== from.header;
    },
    secrets: () => secrets,
    renewalOf: (id) => (id === used.username ? renewal : undefined),
  };
}

function askedFor(auth: (() => Credentials | Promise<Credentials>) | undefined): CredentialStore {
  const current = auth && (async (): Promise<UsedCredentials> => checked(await auth()));
  return {
    current: () => current?.(),
    differ: async (from) => (await current?.())?.header !== from.header,
    secrets: () => [],
    // Whoever gives them renews them.
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

function withHeader(username: string, password: string): UsedCredentials {
  const encoded = base64(`${username}:${password}`);
  return { username, password, header: `Basic ${encoded}`, secrets: secretsOf(encoded, password) };
}

/** What is secret of a password and of what a Basic header says. */
function secretsOf(encoded: string, password: string): Secret[] {
  const padded = [encoded, base64(password)];
  const bare = padded.map((form) => form.replace(/=+$/, ""));
  const inUrls = bare.map((form) => form.replaceAll("+", "-").replaceAll("/", "_"));
  const forms = new Set([password, ...padded, ...bare, ...inUrls]);
  return Array.from(forms, (form) => new Secret(form));
}

/** What is secret of a header that the caller has made, if it is Basic. */
export function secretsOfBasic(header: string): Secret[] {
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

function checkedPart(field: string, value: unknown): string {
  if (typeof value !== "string") throw refusedOption(field, "must be a string");
  if (value === "") throw refusedOption(field, "must not be empty");
  if (/[^ -~\u00a0-\u{10ffff}]/u.test(value)) throw refusedOption(field, "must not contain a control character");
  if (!isWellFormed(value)) throw refusedOption(field, "must not contain an unpaired surrogate");
  return value;
}
