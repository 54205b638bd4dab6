/** Passwords whose characters mean something somewhere: in JSON, in URLs, in HTML, in patterns, in base64. */
export const passwords: readonly string[] = [
  "correct-horse-battery",
  "Fa4E0123456789abcdef0123456789AB",
  'quote"back\\slash/end',
  "amp&lt<gt>apos'quot\"end",
  "space plus+percent%equals=end",
  "$& $1 ^.*+?()[]{}|end",
  "clé-пароль-密码-🔑",
  "~~~???>>>~~~???>>>",
];

const hex = (code: number): string => `\\u${code.toString(16).padStart(4, "0")}`;
const units = (text: string, pattern: RegExp): string =>
  [...Array(text.length).keys()]
    .map((index) => text.charAt(index).replace(pattern, (unit) => hex(unit.charCodeAt(0))))
    .join("");
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);
const html = (text: string, apostrophe: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", apostrophe);

/** The forms in which a server, a gateway or a log may repeat a password, by what writes them so. */
export function formsOf(username: string, password: string): ReadonlyMap<string, string> {
  const pair = Buffer.from(`${username}:${password}`);
  const all: readonly (readonly [string, string])[] = [
    ["as it is", password],
    ["in JSON", inJson(password)],
    ["in JSON that is ASCII only, as Python writes it", units(inJson(password), /[^ -~]/)],
    ["in JSON with escaped slashes, as PHP writes it", inJson(password).replaceAll("/", "\\/")],
    ["in JSON that is safe in HTML, as Go writes it", units(inJson(password), /[&<>]/)],
    ["in a URL", encodeURIComponent(password)],
    ["in a URL, in small letters", encodeURIComponent(password).replace(/%../g, (code) => code.toLowerCase())],
    ["in a form", new URLSearchParams([["", password]]).toString().slice(1)],
    ["in HTML", html(password, "&#39;")],
    ["in HTML with hexadecimal references", html(password, "&#x27;")],
    ["in Latin-1, as headers are read", Buffer.from(password).toString("latin1")],
    ["in the header's base64", pair.toString("base64")],
    ["in the header's base64, in JSON with escaped slashes", pair.toString("base64").replaceAll("/", "\\/")],
    ["in the header's base64, in a URL", encodeURIComponent(pair.toString("base64"))],
    ["in the base64 of URLs", pair.toString("base64url")],
    ["in base64 without the user name", Buffer.from(password).toString("base64")],
  ];
  const forms = new Map<string, string>();
  for (const [name, form] of all) if (![...forms.values()].includes(form)) forms.set(name, form);
  return forms;
}
