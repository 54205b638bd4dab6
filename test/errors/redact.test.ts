import { ApiUsersClient, SigfoxApiError, SigfoxConnectionError, SigfoxParseError } from "../../src/index";
import { createRedact } from "../../src/errors/redact";
import { placesOf } from "../support/everyView";
import { rejectionOf } from "../support/rejection";
import { json, status, stubClient, stubFetch } from "../support/stubFetch";

const username = "my-login";

/** A redaction takes under 20 ms on a machine of its own; this one may share it with other tests. */
const bound = 60;

/** The shortest of some runs, in milliseconds: the others were held up by something else. */
function shortest(run: () => unknown): number {
  return Math.min(
    ...Array.from({ length: 3 }, () => {
      const started = performance.now();
      run();
      return performance.now() - started;
    }),
  );
}

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

  it.each(secrets)("with %s", (_, secret) => {
    const redact = createRedact([secret]);
    const took = [...texts, ["almost the secret", long(secret.slice(0, -1))] as const].map(
      ([name, text]): [string, number] => [name, shortest(() => redact(text))],
    );
    expect(took.filter(([, milliseconds]) => milliseconds > bound)).toEqual([]);
  });

  it("even if the text is 600 times as long", () => {
    const redact = createRedact(["correct-horse-battery"]);
    for (const [, text] of texts) expect(shortest(() => redact(text.repeat(600)))).toBeLessThan(bound);
  });
});

describe("the event loop is not blocked", () => {
  const auth = { username, password: `s${"\\".repeat(31)}tail` };
  const body = `${"\\".repeat(60_000)}s${"\\".repeat(31)}`;

  /** How long it was at most until a timer came. */
  async function longestBlock(work: Promise<unknown>): Promise<number> {
    let last = performance.now();
    let longest = 0;
    const look = (): void => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    };
    const timer = setInterval(look, 1);
    await work;
    look();
    clearInterval(timer);
    return longest;
  }

  it.each<[string, number]>([
    ["an error", 400],
    ["a success that is no JSON", 200],
  ])("by %s of 60 KB", async (_, code) => {
    const { apiUsers } = stubClient(status(code, body), { auth });
    const type = code === 400 ? SigfoxApiError : SigfoxParseError;
    expect(await longestBlock(rejectionOf<object>(type, apiUsers.get("u1")))).toBeLessThan(500);
  });

  it("by a message of 60 KB that fetch throws", async () => {
    const error = new TypeError(body, { cause: new AggregateError(new Array(10).fill(new Error(body)), body) });
    const { apiUsers } = stubClient(() => Promise.reject(error), { auth, retries: 0 });
    expect(await longestBlock(rejectionOf(SigfoxConnectionError, apiUsers.get("u1")))).toBeLessThan(1_000);
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

describe("a function as auth", () => {
  const auth = { username, password: "correct-horse-battery-".repeat(20) };

  /** How long a call takes that ends in an error after two attempts, in milliseconds. */
  async function costOfAnError(given: typeof auth | (() => typeof auth)): Promise<number> {
    const { fetch } = stubFetch(json({ message: "not now" }, 503));
    const apiUsers = new ApiUsersClient({ auth: given, fetch, retries: 1, retryDelay: () => 0 });
    const started = performance.now();
    for (let count = 0; count < 100; count += 1) await rejectionOf(SigfoxApiError, apiUsers.get("u1"));
    return (performance.now() - started) / 100;
  }

  it("costs about as much as an object where it gives the same", async () => {
    const [objects, functions]: [number[], number[]] = [[], []];
    for (let run = 0; run < 5; run += 1) {
      objects.push(await costOfAnError(auth));
      functions.push(await costOfAnError(() => ({ ...auth })));
    }
    expect(Math.min(...functions)).toBeLessThan(2 * Math.min(...objects) + 0.5);
  });
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

  it.each(["authorization", "password", "access_token"])("is hidden to its closing quote: %s", (name) => {
    const text = `proxy refused: {"accept":"*/*","${name}":"Bearer secret token, 1","x":"y"}`;
    expect(createRedact([])(text)).toBe(text.replace("Bearer secret token, 1", "[redacted]"));
  });

  it("is no word that only follows such a name", () => {
    const text = 'password: must be at least 12 characters, authorization "Basic" is required';
    expect(createRedact([])(text)).toBe(text);
  });
});
