const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** What JSON, a URL, a form or HTML writes for a character: its code, its name, or a sign before it. */
const escaped = /\\+u([\da-f]{4})|%([\da-f]{2})|&#(x?[\da-f]+);|&(amp|lt|gt|quot|apos);|\\+|\+/gi;

/**
 * A text, decoded as if it were JSON, a URL, a form and HTML at once: all ways to write a text come to the same one, and a few other texts
 * with them. A byte of a URL becomes a character.
 */
export const unescaped = (text: string): string => text.replace(escaped, characterOf);

function characterOf(written: string, unit?: string, byte = unit, reference?: string, name = ""): string {
  const code = Number(byte === undefined ? `0${reference}` : `0x${byte}`);
  if (code <= 0x10ffff) return String.fromCodePoint(code);
  // A plus sign is a space in a form; a backslash says nothing by itself.
  return written === "+" ? " " : (entities[name.toLowerCase()] ?? "");
}
