const entities: Readonly<Record<string, string>> = { "&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos" };

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
const hex = (code: number, digits: number): string =>
  code
    .toString(16)
    .padStart(digits, "0")
    .replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);

/** A pattern of all that one character may be written as: in JSON, URLs, forms, HTML and headers. */
function character(one: string): string {
  const bytes = [...new TextEncoder().encode(one)];
  const code = one.codePointAt(0) ?? 0;
  const units = Array.from({ length: one.length }, (_, at) => hex(one.charCodeAt(at), 4));
  const ways = [
    `\\\\*${escaped(one)}`,
    units.map((unit) => `\\\\+u${unit}`).join(""),
    bytes.map((byte) => `%${hex(byte, 2)}`).join(""),
    `&#0*${code};`,
    `&#[xX]0*${hex(code, 0)};`,
  ];
  if (one === " ") ways.push("\\+");
  if (one in entities) ways.push(`&${entities[one] ?? ""};`);
  // Headers are read as Latin-1, whatever they were written as.
  if (bytes.length > 1) ways.push(escaped(String.fromCharCode(...bytes)));
  return `(?:${ways.join("|")})`;
}

/** Finds a secret, however each of its characters is written. */
export const wholeSecret = (secret: string): RegExp => new RegExp(Array.from(secret, character).join(""), "g");

/** Finds the beginning of a secret where a text was cut. */
export const cutSecret = (secret: string): RegExp => {
  const characters = Array.from(secret.slice(0, 200), character);
  return new RegExp(`${characters.reduceRight((rest, one) => `${one}(?:${rest})?`, "")}(?=…$)`);
};
