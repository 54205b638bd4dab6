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

/** What may be left of a character, or of a run of backslashes, where a text was cut. */
const torn =
  "(?:\\ufffd|[\\ud800-\\udbff]|[\\u00c2-\\u00f4][\\u0080-\\u00bf]{0,2}|(?:%[\\da-fA-F]{0,2})+|(?:&#?\\w{0,9};?)+|(?:\\\\{1,8}(?:u[\\da-fA-F]{0,4})?)+)?";

interface Place {
  readonly start: number;
  readonly end: number;
}

/** As much of a secret as one pattern finds. What finds it is dear to make: it is made once, when it is first looked for. */
class Part {
  readonly #pieces: readonly string[];
  readonly #flag: "g" | "y";
  #whole: RegExp | undefined;
  #cut: RegExp | undefined;

  constructor(pieces: readonly string[], flag: "g" | "y") {
    this.#pieces = pieces;
    this.#flag = flag;
  }

  /** Where it is in a text from an index on, however each of its characters is written. */
  whole(text: string, from: number): Place | undefined {
    this.#whole ??= new RegExp(this.#pieces.map(written).join(""), this.#flag);
    return placeOf(this.#whole, text, from);
  }

  /** Where its beginning is at which a text was cut. */
  cut(text: string, from: number): Place | undefined {
    const begun = (): string => this.#pieces.map(written).reduceRight((rest, one) => `${one}(?:${rest})?`, "");
    this.#cut ??= new RegExp(`${begun()}${torn}(?=…$)`, this.#flag);
    return placeOf(this.#cut, text, from);
  }
}

function placeOf(pattern: RegExp, text: string, from: number): Place | undefined {
  pattern.lastIndex = from;
  const match = pattern.exec(text);
  return match === null ? undefined : { start: match.index, end: pattern.lastIndex };
}

/** How many characters are looked for at once: V8 takes no pattern of some thousand, and seconds to make one of some hundred. */
const atOnce = 50;

/** Something that must not be shown. */
export class Secret {
  readonly length: number;
  readonly #parts: readonly Part[];

  constructor(text: string) {
    this.length = text.length;
    // A run of backslashes is never torn apart: a part of it could be any other.
    const pieces = text.match(/\\+|[^\\]/gu) ?? [];
    this.#parts = Array.from(
      { length: Math.ceil(pieces.length / atOnce) },
      (_, at) => new Part(pieces.slice(at * atOnce, (at + 1) * atOnce), at === 0 ? "g" : "y"),
    );
  }

  /**
   * A text with something else in its place, and in that of as much of it as is there from its first part on; or in the place of its
   * beginning alone, at which the text was cut.
   */
  replacedIn(text: string, by: string, what: "whole" | "cut"): string {
    const [first, ...others] = this.#parts;
    let result = "";
    let from = 0;
    for (let at = first?.[what](text, 0); at; at = first?.[what](text, from)) {
      result += text.slice(from, at.start) + by;
      from = at.end;
      for (const part of others) {
        const next = part.whole(text, from) ?? part.cut(text, from);
        if (next === undefined) break;
        from = next.end;
      }
    }
    return result + text.slice(from);
  }
}
