import { ApiUsersClient, SigfoxApiError, type ApiUsersClientOptions } from "../../src/index";
import { everyView, placesOf } from "../support/everyView";
import { answers, inTurn } from "../support/behaviours";
import { formsOf, passwords } from "../support/passwordForms";
import { rejection, rejectionOf } from "../support/rejection";
import { serve } from "../support/rawServer";
import { clientFor, id, password, token, username } from "../support/servedClient";
import { status, stubClient, stubFetch, type Reply } from "../support/stubFetch";

interface Answer {
  readonly status?: string;
  readonly headers?: string;
  readonly body?: string;
}
const sends = ({ status = "400 Bad Request", body, headers }: Answer) => answers(status, body, headers);

/** The same without a socket, as fetch gives it: the status text is read as UTF-8, headers as Latin-1. */
const gives =
  ({ status = "400 Bad Request", headers = "", body = "" }: Answer): Reply =>
  () => {
    const [, code, reason = ""] = /^(\d+) (.*)$/.exec(status) ?? [];
    const lines = headers.split("\r\n").filter(Boolean);
    const fields = lines.map((line): [string, string] => {
      const [name = ""] = line.split(": ", 1);
      return [name, Buffer.from(line.slice(name.length + 2)).toString("latin1")];
    });
    const response = new Response(body, { status: Number(code), headers: fields });
    return Object.defineProperty(response, "statusText", { value: reason });
  };

/** The places of an answer in which a server may repeat what it was sent. */
const places: readonly (readonly [string, (secret: string) => Answer])[] = [
  ["the message", (secret) => ({ body: JSON.stringify({ message: `wrong: ${secret}.` }) })],
  [
    "an issue",
    (secret) => ({ body: JSON.stringify({ errors: [{ type: "body", field: secret, message: `not ${secret}` }] }) }),
  ],
  [
    "a name and a list",
    (secret) => ({ body: JSON.stringify({ [secret]: 1, allowedMethods: [secret], deep: [[{ a: secret }]] }) }),
  ],
  ["broken JSON", (secret) => ({ body: `{"message":"wrong: ${secret}","and` })],
  ["HTML", (secret) => ({ status: "502 Bad Gateway", body: `<html><title>${secret}</title><p>${secret}</p></html>` })],
  ["a header", (secret) => ({ headers: `X-Echo: <${secret}>\r\nWWW-Authenticate: Basic realm="${secret}"\r\n` })],
  ["a cookie", (secret) => ({ headers: `Set-Cookie: id=${secret}\r\n` })],
  ["the status text", (secret) => ({ status: `403 Not ${secret}` })],
  [
    "Location",
    (secret) => ({
      status: "302 Found",
      headers: `Location: https://elsewhere.invalid/${secret}?a=${secret}#${secret}\r\n`,
    }),
  ],
  ["a success that is none", (secret) => ({ status: "200 OK", body: `welcome ${secret} <p>` })],
];

const inManyPlaces = (secret: string): Answer => ({
  status: `400 Not ${secret}`,
  headers: `X-Echo: <${secret}>\r\nSet-Cookie: id=${secret}\r\n`,
  body: JSON.stringify({ message: `wrong: ${secret}.`, errors: [{ field: secret, message: secret }], [secret]: 1 }),
});

describe.each(passwords)("of the password %j, an error shows nothing when the server repeats it", (password) => {
  const forms = formsOf(username, password);

  it.each([...forms])("%s", async (_, form) => {
    const leaks = await Promise.all(
      places.map(async ([place, answer]) => {
        const { apiUsers } = stubClient(gives(answer(form)), { auth: { username, password } });
        const view = everyView(await rejection(apiUsers.get(id)));
        return [...forms].filter(([, one]) => view.includes(one)).map(([shown]) => `${place} shows it ${shown}`);
      }),
    );
    expect(leaks.flat()).toEqual([]);
  });
});

describe("an error shows no password", () => {
  it("that is a host in Location", async () => {
    const { url } = await serve(sends({ status: "301 Moved", headers: `Location: https://${password}.invalid/\r\n` }));
    expect(placesOf(await rejection(clientFor(url, password).get(id)), [password])).toEqual([]);
  });

  it("that is user info in Location", async () => {
    const { url } = await serve(
      sends({ status: "301 Moved", headers: "Location: https://me:other-secret@elsewhere.invalid/\r\n" }),
    );
    const error = await rejection(clientFor(url, password).get(id));
    expect(error.message).toContain("elsewhere.invalid");
    expect(placesOf(error, ["other-secret"])).toEqual([]);
  });

  it.each([
    ["an error", "400 Bad Request", 10 * 1024],
    ["a success", "200 OK", 500],
  ])("of which only the beginning is left at the end of what is kept of %s", async (_, status, limit) => {
    const bodies = [
      ...[8, password.length - 1].map((kept) => `${".".repeat(limit - kept)}${password}${".".repeat(100)}`),
      // What is left of the first ones is shorter than they were, and must not make room for the one that is cut.
      `${password}.`.repeat(1_000),
    ];
    for (const body of bodies) {
      const { url } = await serve(sends({ status, body }));
      const error = await rejection(clientFor(url, password).get(id));
      expect(placesOf(error, [password.slice(0, 8)])).toEqual([]);
    }
  });

  it.each([502, 400])("of which only the beginning came before the connection of a %i was lost", async (status) => {
    const { url } = await serve(async (exchange) => {
      await exchange.request();
      await exchange.write(
        `HTTP/1.1 ${status} No\r\nContent-Length: 5000\r\n\r\nyour password ${password.slice(0, 15)}`,
      );
      await exchange.reset();
    });
    const error = await rejection(clientFor(url, password).get(id));
    expect(error).toMatchObject({ status });
    expect(placesOf(error, [password.slice(0, 8)])).toEqual([]);
  });

  it("of which the beginning is cut off at any place, in any form", async () => {
    const secret = "correct-hörse😀&<battery\\\\staple";
    let body = Buffer.alloc(0);
    const { apiUsers } = stubClient(() => new Response(body, { status: 400 }), {
      auth: { username, password: secret },
    });
    for (const [, form] of formsOf(username, secret)) {
      const bytes = Buffer.from(form);
      for (let kept = 6; kept < bytes.length; kept += 1) {
        body = Buffer.concat([Buffer.alloc(10 * 1024 - kept, "."), bytes, Buffer.alloc(100, ".")]);
        const error = await rejectionOf(SigfoxApiError, apiUsers.get(id));
        expect(String(error.body).slice(-50)).toMatch(/^\.*\[?[redact]*\]?=?\.*…?$/);
      }
    }
  });

  it("that came with an earlier attempt", async () => {
    let turn = 0;
    const auth = () => ({ username, password: ["first-password", "second-password"][turn++] ?? "third-password" });
    const message = '{"message":"first-password or second-password"}';
    const { url } = await serve(inTurn(answers(503), answers(400, message)));
    const client = new ApiUsersClient({ auth, baseUrl: url, retryDelay: () => 0 });
    const error = await rejection(client.get(id));
    expect(error).toMatchObject({ kind: "badRequest", attempts: 2 });
    expect(placesOf(error, ["first-password", "second-password"])).toEqual([]);
  });

  it.each<[string, Answer]>([
    ["as properties", { body: JSON.stringify({ accessToken: token, user: { access_token: token } }) }],
    ["in the message", { body: JSON.stringify({ message: `accessToken: "${token}"` }) }],
    ["as JSON in HTML", { body: `<p>{"accessToken": "${token}"}</p>` }],
    ["as escaped JSON in HTML", { body: `<p>{&quot;accessToken&quot;: &quot;${token}&quot;}</p>` }],
    ["as XML", { body: `<accessToken>${token}</accessToken>` }],
    ["in a list", { body: `not JSON: {"accessToken": ["${token}"]}` }],
    ["as a form", { body: `accessToken=${token}&x=1` }],
    ["in a header", { headers: `X-Body: accessToken=${token}\r\n` }],
    ["as a header", { headers: `X-Access-Token: ${token}\r\n` }],
  ])("that the server has just given and repeats %s of its error", async (_, answer) => {
    const { url } = await serve(sends({ status: "500 Oops", ...answer }));
    expect(placesOf(await rejection(clientFor(url).renewCredential(id)), [token])).toEqual([]);
  });

  it("keeps its words where the password is shorter than four characters", async () => {
    const message = "Basic authentication is required";
    const { url } = await serve(sends({ body: JSON.stringify({ message }) }));
    expect((await rejection(clientFor(url, "a").get(id))).message).toContain(message);
  });

  it.each(["Bearer abc-DEF_123.456", "Token abc-DEF_123.456", 'Digest username="u", response="abc-DEF_123.456"'])(
    "that the caller sends as the header Authorization: %s",
    async (authorization) => {
      for (const [place, answer] of places) {
        const { url } = await serve(sends(answer(authorization)));
        const own = new ApiUsersClient({ baseUrl: url, retries: 0, headers: { Authorization: authorization } });
        const perCall = new ApiUsersClient({ baseUrl: url, retries: 0 });
        const errors = [
          await rejection(own.get(id)),
          await rejection(perCall.get(id, {}, { headers: { authorization } })),
        ];
        for (const error of errors)
          expect({ place, seen: placesOf(error, ["abc-DEF_123.456"]) }).toEqual({ place, seen: [] });
        expect(placesOf(own, ["abc-DEF_123.456"])).toEqual([]);
      }
    },
  );
});

describe.each(passwords)(
  "of the password %j in an Authorization that the caller has made, an error shows nothing",
  (password) => {
    const forms = formsOf(username, password);
    const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;

    it.each([...forms])("when the server repeats it %s", async (_, form) => {
      const { apiUsers } = stubClient(gives(inManyPlaces(form)), { auth: undefined, headers: { authorization } });
      const view = everyView(await rejection(apiUsers.get(id)));
      expect([...forms].filter(([, one]) => view.includes(one))).toEqual([]);
    });
  },
);

it.each<[string, (secret: string) => ApiUsersClientOptions]>([
  ["token in a header", (secret) => ({ headers: { authorization: `Bearer ${secret}` } })],
  ["cookie", (secret) => ({ headers: { cookie: `session=${secret}` } })],
  ["password", (secret) => ({ auth: { username, password: secret } })],
  ["password of backslashes", (secret) => ({ auth: { username, password: secret.replace(/./g, "\\\\") } })],
])("an error shows no part of a very long %s", async (_, options) => {
  const secret = Array.from({ length: 4_000 }, (_, at) => "abcdefghijk"[(at * 7 + (at >> 4)) % 11]).join("");
  const repeated = `${secret}${".".repeat(1_500)}${secret}`;
  const { fetch } = stubFetch(status(404, JSON.stringify({ message: repeated })));
  const apiUsers = new ApiUsersClient({ fetch, ...options(secret) });
  const error = await rejectionOf(SigfoxApiError, apiUsers.get(id));
  expect(error.kind).toBe("notFound");
  if (!JSON.stringify(options(secret)).includes(secret)) return;
  const parts = Array.from({ length: 390 }, (_, at) => secret.slice(at * 10, at * 10 + 20));
  expect(placesOf(error, parts)).toEqual([]);
});

it("an error keeps its words where a header that counts as secret holds one of them", async () => {
  const body = { message: "Bad version 1", errors: [{ type: "body", field: "name", message: "no 1" }] };
  const headers = { "x-auth-version": "1", "x-auth-mode": "errors", "x-api-key": "messages" };
  const { apiUsers } = stubClient(status(400, JSON.stringify(body)), { headers });
  const error = await rejectionOf(SigfoxApiError, apiUsers.get(id));
  expect(error.message).toContain("400 (Bad version 1; name: no 1)");
  expect(error.issues).toEqual(body.errors);
});

it("an error shows nothing of a Basic header that cannot be decoded", async () => {
  const { url } = await serve(sends({ body: '{"message":"no not~base64"}' }));
  const client = new ApiUsersClient({ baseUrl: url, retries: 0, headers: { authorization: "Basic not~base64" } });
  expect((await rejection(client.get(id))).message).toContain("no [redacted]");
});

describe("a success that cannot be read shows no accessToken", () => {
  const broken: readonly (readonly [string, string])[] = [
    ["whose text breaks off", `{"id":"a","accessToken":"${token}"`],
    ["whose text breaks off in the token", `{"id":"a","accessToken":"${token}`],
    ["with spaces around the colon", `{"accessToken"\n :\t"${token}",`],
    ["in single quotes", `{'accessToken': '${token}',`],
    ["that is JSON in HTML", `<pre>{&quot;accessToken&quot;:&quot;${token}&quot;}</pre>`],
    ["that is JSON in JSON", `{"body":"{\\"accessToken\\":\\"${token}\\"}",`],
    ["that is a list with something else in it", `{"data":[{"id":"a","accessToken":"${token}"},null]}`],
    ["that is an array", `[{"accessToken":"${token}"}]`],
    ["that is no list", `{"data":{"accessToken":"${token}"}}`],
    ["whose name is written otherwise", `{"access_token":"${token}","ACCESSTOKEN":"${token}"`],
    ["with characters that end words", `{"accessToken":"a,b;c&d}e<f g'${token}","id"`],
    ["with an escaped quote", `{"accessToken":"a\\"${token}","id"`],
    ["that is cut off within the excerpt", `${" ".repeat(500 - 24 - 16)}{"id":"a","accessToken":"${token}"`],
  ];

  it.each(broken)("%s", async (_, body) => {
    const { url } = await serve(sends({ status: "200 OK", body }));
    const client = clientFor(url);
    const errors = [await rejection(client.renewCredential(id)), await rejection(client.list())];
    for (const error of errors) {
      expect(error.kind).toBe("parse");
      expect(placesOf(error, [token.slice(0, 12)])).toEqual([]);
    }
  });
});
