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
    this.#whole ??= new RegExp(Array.from(this.#text, character).join(""), "g");
    return this.#whole;
  }

  /** Finds its beginning where a text was cut. */
  get cut(): RegExp {
    const characters = (): string[] => Array.from(this.#text.slice(0, 200), character);
    this.#cut ??= new RegExp(`${characters().reduceRight((rest, one) => `${one}(?:${rest})?`, "")}(?=…$)`);
    return this.#cut;
  }
}
