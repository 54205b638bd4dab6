import { createRedact } from "../../src/errors/redact";

const passwords = [
  "Zq7xW9kLm2",
  'Zq7"x/W9k',
  "Zq7'x+W9k",
  "Zq7&x<W>9k",
  "Zq7éx/W9k",
  "Zq7!x W9k",
  "Zq7%x(W9k)*",
  "Zq7%41x&amp;W9k",
  "Zq7\\x$W9k",
  "Zq7😀x`W9k",
];

const codeOf = (unit: string): string => unit.charCodeAt(0).toString(16).padStart(4, "0");
const json = (text: string): string => JSON.stringify(text).slice(1, -1);
const percent = (unit: string): string => `%${unit.charCodeAt(0).toString(16).toUpperCase()}`;
const html = (names: Readonly<Record<string, string>>) => (text: string) =>
  text.replace(/["&'/<>]/g, (sign) => names[sign] ?? sign);
const named = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
const go = html({ ...named, '"': "&#34;", "'": "&#39;" });
const query = (text: string): string => {
  const url = new URL("http://localhost/");
  url.search = text;
  return url.search.slice(1);
};

const writers: Readonly<Record<string, (text: string) => string>> = {
  "as it is": (text) => text,
  JSON: json,
  "JSON of .NET": (text) =>
    json(text).replace(/\\"|["&'+<>`]|[^ -~]/g, (sign) => `\\u${codeOf(sign.slice(-1)).toUpperCase()}`),
  "JSON of PHP": (text) =>
    json(text)
      .replaceAll("/", "\\/")
      .replace(/[^ -~]/g, (unit) => `\\u${codeOf(unit)}`),
  "JSON of Python": (text) => json(text).replace(/[^ -~]/g, (unit) => `\\u${codeOf(unit)}`),
  "JSON of Go": (text) => json(text).replace(/[&<>]/g, (unit) => `\\u${codeOf(unit)}`),
  "HTML of Go": go,
  "HTML of Python": html({ ...named, '"': "&quot;", "'": "&#x27;" }),
  "HTML of PHP": html({ ...named, '"': "&quot;", "'": "&#039;" }),
  "HTML as OWASP advises": html({ ...named, '"': "&quot;", "'": "&#x27;", "/": "&#x2F;" }),
  "HTML with decimal references": (text) => go(text).replace(/[^ -~]/gu, (sign) => `&#${sign.codePointAt(0) ?? 0};`),
  "HTML with a reference for each unit": (text) => go(text).replace(/[^ -~]/g, (unit) => `&#${unit.charCodeAt(0)};`),
  "HTML with hexadecimal references": (text) =>
    go(text).replace(/[^ -~]/gu, (sign) => `&#X${(sign.codePointAt(0) ?? 0).toString(16)};`),
  encodeURIComponent: encodeURIComponent,
  "encodeURIComponent in small letters": (text) =>
    encodeURIComponent(text).replace(/%../g, (code) => code.toLowerCase()),
  encodeURI: encodeURI,
  "a URL's query": query,
  "a form": (text) => new URLSearchParams([["", text]]).toString().slice(1),
  "RFC 3986": (text) => encodeURIComponent(text).replace(/[!'()*]/g, percent),
  "quote of Python": (text) =>
    encodeURIComponent(text)
      .replace(/[!'()*]/g, percent)
      .replaceAll("%2F", "/"),
};

/** What an answer puts around it. */
const carriers: Readonly<Record<string, (text: string) => string>> = {
  nothing: (text) => text,
  "a string of JSON": json,
  HTML: go,
  "HTML in JSON of .NET": (text) => go(text).replace(/[&'"]/g, (unit) => `\\u${codeOf(unit)}`),
  "a URL": encodeURIComponent,
};

describe.each(Object.entries(writers))("a password that is written as %s", (_, write) => {
  it.each(Object.entries(carriers))("within %s is replaced, and nothing around it", (_carrier, carry) => {
    for (const password of passwords)
      expect(createRedact([password])(carry(`wrong_${write(password)}_sorry`))).toBe("wrong_[redacted]_sorry");
  });
});

it("a password whose UTF-8 is read as Latin-1, as in a header, is replaced, even in JSON", () => {
  for (const password of passwords) {
    const written = Buffer.from(password).toString("latin1");
    for (const text of [written, json(written)])
      expect(createRedact([password])(`wrong_${text}_sorry`)).toBe("wrong_[redacted]_sorry");
  }
});

describe("a text without the password", () => {
  const redact = createRedact(['Zq7"x/W9k', "correct+horse"]);

  it.each([
    'a "quoted" name & C:\\users\\u0041 at 100% + tax',
    "<p>it&#39;s &lt;b&gt; &amp;amp; &#x1F600; &#99999999; &unknown; %zz %41%</p>",
    '{"message":"not \\"this\\" one\\n"}',
    "a%20b?c=d+e",
  ])("stays as it was written: %s", (text) => {
    expect(redact(text)).toBe(text);
    expect(redact(`${text} correct+horse ${text}`)).toBe(`${text} [redacted] ${text}`);
  });
});

it("a password that begins with another one is replaced to its end, in every encoding", () => {
  const redact = createRedact(["Zq7xW9kLm2", 'Zq7xW9kLm2"tail']);
  for (const write of Object.values(writers)) expect(redact(`wrong ${write('Zq7xW9kLm2"tail')}`)).not.toContain("tail");
});

it("a password that makes an escape with what stands before it is replaced", () => {
  expect(createRedact(["41abcdef"])("100%41abcdef")).not.toContain("abcdef");
});
