import { unescaped } from "./unescaped";

/**
 * The texts to search for, to find a secret in a text or in what it decodes to. Secrets are well-formed: they were decoded from UTF-8, or
 * sent in a header.
 */
export const formsOf = (secret: string): string[] =>
  [
    secret,
    // Headers are read as Latin-1, and so are the bytes of a URL.
    inLatin1(secret),
    // JSON may hold it as a number, which has lost its leading zeros and its last digits.
    ...(/^\d+$/.test(secret) ? [String(Number(secret))] : []),
  ].flatMap((form) => [form, unescaped(form), unescaped(unescaped(form))]);

/** Whether a header that somebody sends is treated as secret by its name. */
export const isSecretHeader = (name: string): boolean => /auth|cookie|token|key|secret|pass/i.test(name);

/** What a Basic header encodes, such as `login:password`, and its encoding; both are empty if it is none. */
export function decodeBasic(header: string): { readonly credentials: string; readonly encoded: string } {
  const [, encoded = ""] = /^Basic +(\S+)$/i.exec(header) ?? [];
  return { credentials: decoded(encoded), encoded };
}

/** What is secret of a header that may be a Basic one: the password and its encodings. */
export function secretsOfBasic(header: string): string[] {
  const { credentials, encoded } = decodeBasic(header);
  if (credentials === "") return [];
  // Without a colon, all of it may be a password.
  const password = credentials.slice(credentials.indexOf(":") + 1);
  const bare = [encoded, base64(password)].map((form) => form.replace(/=+$/, ""));
  return [password, encoded, ...bare, ...bare.map((form) => form.replaceAll("+", "-").replaceAll("/", "_"))];
}

/** Of UTF-8, as RFC 7617 section 2.1 has it; btoa alone takes Latin-1. */
export const base64 = (text: string): string => btoa(inLatin1(text));

// By percent-encoding, since not every runtime has a TextEncoder: Jest's jsdom has none.

/** The bytes of UTF-8, each as a character. */
const inLatin1 = (text: string): string => unescaped(encodeURIComponent(text));

/** The text that Base64 encodes: UTF-8, or else Latin-1. Empty for what is no Base64. */
function decoded(encoded: string): string {
  const escape = (byte: string): string => `%${byte.charCodeAt(0).toString(16).padStart(2, "0")}`;
  let bytes = "";
  try {
    bytes = atob(encoded);
    return decodeURIComponent(bytes.replace(/[^ -~]|%/g, escape));
  } catch {
    return bytes;
  }
}
