const entities: Readonly<Record<string, string>> = { "&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos" };

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
const hex = (code: number, digits: number): string =>
  code
    .toString(16)
    .padStart(digits, "0")
    .replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);

/** A pattern of all that one character, or a run of backslashes, may be written as: in JSON, URLs, forms, HTML and headers. */
function written(one: string): string {
  if (one.startsWith("\\")) return run(one.length);
  const bytes = [...new TextEncoder().encode(one)];
  const code = one.codePointAt(0) ?? 0;
  const units = Array.from({ length: one.length }, (_, at) => hex(one.charCodeAt(at), 4));
  // Escaped no more often than this: without a bound, a text full of backslashes would take for ever to look through.
  const ways = [
    `\\\\{0,8}${escaped(one)}`,
    units.map((unit) => `\\\\{1,8}u${unit}`).join(""),
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

/** As one, since each of them alone could be any part of the run. */
const run = (length: number): string =>
  `(?:\\\\{${length},${8 * length}}|(?:\\\\{1,8}u005[cC]|%5[cC]|&#0*92;|&#[xX]0*5[cC];){${length}})`;

const pieces = (text: string): string[] => (text.match(/\\+|[^\\]/gu) ?? []).map(written);

/** What may be left of a character, or of a run of backslashes, where a text was cut. */
const torn =
  "(?:\\ufffd|[\\ud800-\\udbff]|[\\u00c2-\\u00f4][\\u0080-\\u00bf]{0,2}|(?:%[\\da-fA-F]{0,2})+|(?:&#?\\w{0,9};?)+|(?:\\\\{1,8}(?:u[\\da-fA-F]{0,4})?)+)?";

/** Something that must not be shown. What finds it is dear to make: it is made once, when it is first looked for. */
export class Secret {
  readonly #text: string;
  #whole: RegExp | undefined;
  #cut: RegExp | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  get length(): number {
    return this.#text.length;
  }

  /** Finds it, however each of its characters is written. */
  get whole(): RegExp {
    this.#whole ??= new RegExp(pieces(this.#text).join(""), "g");
    return this.#whole;
  }

  /** Finds its beginning where a text was cut. */
  get cut(): RegExp {
    const begun = (): string => pieces(this.#text.slice(0, 200)).reduceRight((rest, one) => `${one}(?:${rest})?`, "");
    this.#cut ??= new RegExp(`${begun()}${torn}(?=…$)`);
    return this.#cut;
  }
}
