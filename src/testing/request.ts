import { decodeBasic, isSecretHeader } from "../errors/secrets";
import type { OperationId } from "./schema";

/** A request as it arrives, in process or over a socket. */
export interface IncomingRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Empty if there is none. */
  readonly body: Uint8Array;
}

/** A request that the fake API received. */
export interface FakeRequest {
  /** The HTTP method, in capitals. */
  readonly method: string;
  /** The absolute URL with its query. */
  readonly url: string;
  /** The operation of the contract, or `undefined` if no operation has this method and path. */
  readonly operation: OperationId | undefined;
  /** The headers by lower-case name, without those that look secret by name, such as `authorization`, `cookie` and `x-api-key`. */
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed JSON, or the text if it is not JSON; `undefined` if there was no body, or one of more than 1 MB. */
  readonly body: unknown;
}

/** The login and password of an API user. */
export interface FakeCredentials {
  /** The `id` of the API user. */
  readonly username: string;
  /** Its current `accessToken`. Unless it was seeded, it looks like `fa4efa4e…` and works nowhere else. */
  readonly password: string;
}

const longestBody = 1_048_576;

export const isTooLong = (byteLength: number): boolean => byteLength > longestBody;

export const bodyText = ({ body }: IncomingRequest): string => new TextDecoder().decode(body);

/** The request as recorded in `requests`, without secrets. */
export function recordOf(incoming: IncomingRequest, operation: OperationId | undefined): FakeRequest {
  const { method, url, headers, body } = incoming;
  return {
    method,
    url,
    operation,
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !isSecretHeader(name))),
    body: body.length === 0 || isTooLong(body.length) ? undefined : parsed(bodyText(incoming)),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The credentials of a Basic header; `undefined` if there are none or they cannot be read. */
export function credentialsOf({ headers }: IncomingRequest): FakeCredentials | undefined {
  const { credentials } = decodeBasic(headers["authorization"] ?? "");
  const [, username, password] = /^([^:]*):(.*)$/s.exec(credentials) ?? [];
  return username === undefined || password === undefined ? undefined : { username, password };
}
