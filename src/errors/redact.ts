import { createSearch } from "./search";
import { formsOf } from "./secrets";
import { membersOf, nothingSaid, peek } from "./thrown";
import { unescaped } from "./unescaped";

const redacted = "[redacted]";

/** How much of a text is kept: 10 KB. */
const textLimit = 10 * 1024;

/** A shorter secret is not searched for: it would replace ordinary words. */
const shortestSecret = 4;

/** Stands where a text was cut. */
const ellipsis = "…";

/** The beginning of a text. It keeps no longer text alive: in V8, a slice holds the whole that it was cut from. */
export const excerpt = (text: string, length: number): string =>
  text.length > length ? ` ${text.slice(0, length)}${ellipsis}`.slice(1) : text;

/** Takes secrets out of a text of others. A text that is cut does not end inside one. */
export type Redact = (text: string) => string;

/** A word behind which any text may show a secret. */
export const secretWord: RegExp = /access[-_]?token|password|authorization|cookie/i;

/** The names of properties and headers of the server's whose value is never shown. Prose may well speak of a token. */
const secretName = new RegExp(`${secretWord.source}|token|secret|api[-_]?key`, "i");

const userInfo = /(\/\/)[^/?#\s@]*@/g;
/** A property in JSON that could not be parsed, even if the JSON is escaped. */
const property = new RegExp(String.raw`((?:${secretName.source})\\{0,4}"\s{0,9}:\s{0,9}\\{0,4}")[^"\\]+`, "gi");
const accessToken =
  /(access[-_]?token(?:\\{0,4}["']|&quot;)?\s{0,9}[:=>]\s{0,9}\[?(?:\\{0,4}["']|&quot;)?)[^"'\\\s,;&}<]+/gi;

/** Replaces the given secrets, and those that a text names itself. */
export function createRedact(secrets: Iterable<string>): Redact {
  const forms = [...new Set([...secrets].flatMap(formsOf))].filter(({ length }) => length >= shortestSecret);
  // The longest form first, so that one that contains another is replaced as a whole.
  forms.sort((a, b) => b.length - a.length);
  const search = createSearch(forms, shortestSecret);
  // No encoding writes more than six characters for one.
  const longest = 6 * (forms[0]?.length ?? 1);

  function replaced(text: string): string {
    let result = "";
    let from = 0;
    for (let at = 0; at < text.length; at += 1) {
      const form = search(text, at);
      if (form === undefined) continue;
      result += text.slice(from, at) + redacted;
      from = at + form.length;
      at = from - 1;
    }
    return result + text.slice(from);
  }

  /** A text without the forms: as it stands or, if only that shows them, decoded. HTML in JSON may stand in a URL. */
  function withoutForms(text: string, depth = 4): string {
    const shown = replaced(text);
    const reading = unescaped(text);
    if (depth === 0 || reading === text) return shown;
    const inner = withoutForms(reading, depth - 1);
    if (inner === reading || inner === unescaped(shown)) return shown;
    // If both ways find some, what one of them leaves may be a part of what the other one finds.
    return shown === text ? inner : redacted;
  }

  return (text) => {
    // Too short to hold a secret; a hostile body may consist of thousands of such texts.
    if (text.length < shortestSecret) return text;
    // A secret that the end of what is kept would cut is read whole. The end of what is read may cut the next one.
    const read = text.slice(0, textLimit + longest);
    const shown = withoutForms(read);
    const end = shown.length - (read === text ? 0 : longest);
    return excerpt(shown, Math.max(0, Math.min(end, textLimit)))
      .replace(userInfo, `$1${redacted}@`)
      .replace(property, `$1${redacted}`)
      .replace(accessToken, `$1${redacted}`);
  };
}

/** A copy of parsed JSON with every secret replaced, by the name of its property or by its text. */
export function redactJson(value: unknown, redact: Redact, depth = 0): unknown {
  if (typeof value === "string") return redact(value);
  // A password may consist of digits.
  if (typeof value === "number") return redact(String(value)) === String(value) ? value : redacted;
  if (typeof value !== "object" || value === null) return value;
  // No documented error is nested; a hostile one could be nested deeper than the stack.
  if (depth > 20) return redacted;
  if (Array.isArray(value)) return value.map((item) => redactJson(item, redact, depth + 1));
  // fromEntries defines properties, so that a key __proto__ stays a key.
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      redact(key),
      secretName.test(key) ? redacted : redactJson(item, redact, depth + 1),
    ]),
  );
}

/** Response headers without cookies and without what they may repeat of a request. */
export function redactHeaders(headers: Headers, redact: Redact): Headers {
  const shown = new Headers();
  // A stand-in for fetch may give headers that can only be asked by name, or whose values are no texts.
  for (const [name, value] of Array.from(headers as Iterable<[string, unknown]>)) {
    if (secretName.test(name)) continue;
    try {
      // A header has no room for characters beyond Latin-1.
      shown.append(name, redact(String(value)).replace(/[^\t -\xff]/g, "?"));
    } catch {
      // It is no name of a header, such as `:status`.
    }
  }
  return shown;
}

const keptNames = ["name", "message", "stack", "code", "syscall"];

/** A copy of something thrown, and of its causes, that holds text and codes only: requests and sockets may hang off the original. */
export function redactThrown(thrown: unknown, redact: Redact, depth = 0): unknown {
  if (typeof thrown !== "object" || thrown === null)
    return typeof thrown === "function" ? nothingSaid : redact(String(thrown));
  const below = (inner: unknown): unknown => redactThrown(inner, redact, depth + 1);
  // Deep enough for every real chain, and an end for one that runs in a circle.
  const [cause, members] = depth === 5 ? [undefined, []] : [peek(thrown, "cause"), membersOf(thrown)];
  const copy = new Error(nothingSaid, cause === undefined || cause === null ? undefined : { cause: below(cause) });
  // Our own stack says nothing of where it was thrown.
  const texts = [["stack", peek(thrown, "message")], ...keptNames.map((name) => [name, peek(thrown, name)])] as const;
  const known = texts.filter(([, value]) => typeof value === "string" || typeof value === "number");
  Object.assign(copy, { stack: nothingSaid }, redactJson(Object.fromEntries(known), redact));
  return members.length === 0 ? copy : Object.assign(copy, { errors: members.map(below) });
}
