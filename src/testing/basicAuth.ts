/** What an API user authenticates with. */
export interface FakeCredentials {
  /** The `id` of the API user. */
  readonly username: string;
  /** Its current `accessToken`; it looks like `fa4efa4e…` and is good for nothing else. */
  readonly password: string;
}

/** The credentials in an `Authorization: Basic` header; `undefined` if there are none or they cannot be read. */
export function credentialsOf(header: string | undefined): FakeCredentials | undefined {
  const encoded = /^Basic +(\S+)$/i.exec(header ?? "")?.[1];
  if (encoded === undefined) return undefined;
  const decoded = decode(encoded);
  const colon = decoded.indexOf(":");
  return colon < 0 ? undefined : { username: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}

function decode(base64: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
  } catch {
    return "";
  }
}
