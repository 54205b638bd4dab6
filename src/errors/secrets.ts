const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/**
 * The ways in which a text may hold a secret: as it stands, and as JSON, a URL, a form or HTML writes it. A way is a text to search for,
 * never a pattern, so that no secret can make the search slow. Secrets are well-formed: they were decoded from UTF-8, or sent in a header.
 */
export function formsOf(secret: string): string[] {
  const inJson = jsonText(secret);
  const inUrl = encodeURIComponent(secret);
  const inForm = new URLSearchParams([["", secret]]).toString().slice(1);
  const inHtml = secret.replace(/[&<>"]/g, (character) => entities[character] ?? character);
  return [
    secret,
    inJson,
    jsonText(inJson),
    escaped(inJson, /[^ -~]/g), // Python
    escaped(inJson, /[&<>]/g), // Go
    inJson.replaceAll("/", "\\/"), // PHP
    inUrl,
    lowerCase(inUrl),
    inForm,
    lowerCase(inForm),
    ...["&#39;", "&#x27;", "&apos;"].map((apostrophe) => inHtml.replaceAll("'", apostrophe)),
    // JSON may hold it as a number, which has lost its leading zeros and its last digits.
    ...(/^\d+$/.test(secret) ? [String(Number(secret))] : []),
    // Headers are read as Latin-1.
    inLatin1(secret),
  ];
}

/** What JSON writes between the quotes. */
const jsonText = (text: string): string => JSON.stringify(text).slice(1, -1);

const escaped = (text: string, characters: RegExp): string =>
  text.replace(characters, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

const lowerCase = (text: string): string => text.replace(/%../g, (code) => code.toLowerCase());

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
const inLatin1 = (text: string): string =>
  encodeURIComponent(text).replace(/%(..)/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));

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
