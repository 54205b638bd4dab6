import { SigfoxApiError } from "../../src/index";
import { createRedact, redactJson, type Redact } from "../../src/errors/redact";
import { placesOf } from "../support/everyView";
import { processorTime } from "../support/processorTime";
import { rejectionOf } from "../support/rejection";
import { json, status, stubClient } from "../support/stubFetch";

const username = "my-login";

/** A redaction takes a few milliseconds; a search that goes back and forth would take seconds. */
const bound = 100;

/** The first run also compiles, and any may have to collect garbage. */
const anyOfThree = (isFast: () => boolean): boolean => [1, 2, 3].some(isFast);

const long = (piece: string): string => piece.repeat(Math.ceil((10 * 1024) / piece.length));

describe("a redaction of 10 KB takes no time to speak of", () => {
  const secrets: readonly [string, string][] = [
    ["an ordinary password", "correct-horse-battery"],
    ["a password that begins with s and backslashes", `s${"\\".repeat(31)}tail`],
    ["a password of backslashes", "\\".repeat(300)],
    ["a password of 300 characters", "aB3$".repeat(75)],
    ["a password of quotes", `"'`.repeat(100)],
    ["a password that looks like a pattern", "(a+)+$.*[^x]{1,9}|(?=s)"],
    ["a password of spaces", " ".repeat(50)],
    ["a password of what is not ASCII", "é😀".repeat(50)],
  ];
  const texts: readonly [string, string][] = [
    ["backslashes", long("\\")],
    ["s and backslashes", long(`s${"\\".repeat(31)}`)],
    ["backslashes and a quote", `${long("\\")}"`],
    ["password: and spaces", `password:${long(" ")}`],
    ["password: many times", long("password: ")],
    ['"password": many times', long('"password" : "')],
    ["accessToken many times", long("accessToken=")],
    ["slashes", long("/")],
    ["slashes and no @", long("//user:")],
    ["quotes", long('"')],
    ["tabs", `accessToken${long("\t")}`],
    ["entities", long("&quot;")],
    ["percent signs", long("%5C")],
  ];

  const isFast = (redact: Redact, text: string): boolean => anyOfThree(() => processorTime(() => redact(text)) < bound);

  it.each(secrets)("with %s", (_, secret) => {
    const redact = createRedact([secret]);
    const all = [...texts, ["almost the secret", long(secret.slice(0, -1))] as const];
    expect(all.filter(([, text]) => !isFast(redact, text))).toEqual([]);
  });

  it("even if the text is 600 times as long", () => {
    const redact = createRedact(["correct-horse-battery"]);
    expect(texts.filter(([, text]) => !isFast(redact, text.repeat(600)))).toEqual([]);
  });
});

it("a redaction keeps 10 KB of a text, however long the secrets are", () => {
  const redact = createRedact(["secret".repeat(1_000)]);
  expect(redact("a".repeat(100_000))).toBe(`${"a".repeat(10 * 1024)}…`);
});

describe("an error body of thousands of small texts", () => {
  const ofSmall = (piece: string): string => `[${piece.repeat((128 * 1024) / piece.length)}0]`;
  const words = Array.from({ length: 150 }, (_, at) => `session_part${at}=${(at * 7919).toString(36)}abcdefgh${at}`);
  const passwords = Array.from({ length: 5 }, (_, at) => `p"é<&'/+ %😀\\x-${at}`);

  it.each([
    ["strings", '"aaaa",'],
    ["numbers", "1234,"],
    ["issues", '{"type":"body","field":"aaaa","message":"aaaa"},'],
    ["beginnings of the secrets", `"${"session_part".repeat(100)}",`],
    ["strings that are escaped", '"%41&amp;",'],
  ])("(%s) takes about as long with hundreds of secrets as with one", (_, piece) => {
    const body: unknown = JSON.parse(ofSmall(piece));
    const takes = (secrets: readonly string[]): number => {
      const redact = createRedact(secrets);
      return processorTime(() => redactJson(body, redact));
    };
    const many = [...words, ...words.flatMap((word) => word.split("=")), ...passwords];
    const withOne = Math.min(...[1, 2, 3].map(() => takes(["correct-horse-battery"])));
    expect(anyOfThree(() => takes(many) < 4 * withOne + 10)).toBe(true);
  });
});

describe("an error keeps the words of a server that tells no secret", () => {
  it.each([
    "Basic authentication is required",
    "Invalid password: must be at least 12 characters",
    "password: must be at least 12 characters",
    "The Authorization header is missing",
    "Bearer tokens are not accepted; use Basic authorization",
    "accessToken is write-only",
    "Your password has expired. Password rules: length > 8",
  ])("%s", async (message) => {
    const { apiUsers } = stubClient(json({ message }, 400), { auth: { username, password: "correct-horse" } });
    const error = await rejectionOf(SigfoxApiError, apiUsers.get("u1"));
    expect(error.message).toBe(`getApiUser GET /api-users/u1: 400 (${message})`);
    expect(error.body).toEqual({ message });
  });

  it.each(["a", "e", "ab", "the"])("though the password is %j", async (password) => {
    const message = "the name of the user cannot be read";
    const { apiUsers } = stubClient(json({ message, fields: { name: "a" } }, 400), { auth: { username, password } });
    const error = await rejectionOf(SigfoxApiError, apiUsers.get("u1"));
    expect(error.message).toContain(`400 (${message})`);
    expect(error.body).toEqual({ message, fields: { name: "a" } });
  });
});

describe("a password of digits that the server repeats as a number", () => {
  it.each(["482913", "4829130571", "0048291305", "48291305718203948571", "48291305718203948571203948571203"])(
    "is hidden: %s",
    async (password) => {
      const digits = password.replace(/^0+/, "");
      const body = `{"message":"wrong","given":${digits},"pins":[${digits}],"count":7}`;
      const { apiUsers } = stubClient(status(400, body), { auth: { username, password } });
      const error = await rejectionOf(SigfoxApiError, apiUsers.get("u1"));
      expect(placesOf(error, [digits, digits.slice(0, 15), String(Number(password))])).toEqual([]);
      expect(error.body).toMatchObject({ message: "wrong", count: 7 });
    },
  );
});

describe("another user's token in a body that is no JSON", () => {
  it.each([
    ["plain", '<pre>{"accessToken":"0f1e2d3c4b5a69788796a5b4c3d2e1f0"}</pre>'],
    ["in JSON in JSON", String.raw`oops "{\"accessToken\": \"0f1e2d3c4b5a69788796a5b4c3d2e1f0\"}" end`],
    ["as an assignment", "oops access_token=0f1e2d3c4b5a69788796a5b4c3d2e1f0&x=1 end"],
  ])("is hidden to its end, and nothing else: %s", (_, text) => {
    const token = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
    expect(createRedact([])(text)).toBe(text.replace(token, "[redacted]"));
  });

  it.each(["authorization", "password", "access_token", "x-api-key"])("is hidden to its closing quote: %s", (name) => {
    const text = `proxy refused: {"accept":"*/*","${name}":"Bearer secret token, 1","x":"y"}`;
    expect(createRedact([])(text)).toBe(text.replace("Bearer secret token, 1", "[redacted]"));
  });

  it("is no word that only follows such a name", () => {
    const text = 'password: must be at least 12 characters, authorization "Basic" is required';
    expect(createRedact([])(text)).toBe(text);
  });
});
