import { gzipSync } from "node:zlib";

const MB = 2 ** 20;

/** A response that a hostile server may give. */
export interface HostileBody {
  readonly name: string;
  readonly statuses: readonly number[];
  /** How the call has to end; `undefined` where a success may be one, or none. */
  readonly kind?: "error" | "parse";
  /** Zipped if the name says so. */
  readonly bytes: () => Buffer;
}

/** As many times as fit into a size, between two texts. */
function filled(size: number, head: string, part: string, tail = ""): Buffer {
  const bytes = Buffer.alloc(size, part);
  const whole = Math.floor((size - head.length - tail.length) / Buffer.byteLength(part)) * Buffer.byteLength(part);
  return Buffer.concat([Buffer.from(head), bytes.subarray(0, whole), Buffer.from(tail)]);
}

const nested = (size: number, open: string, close: string): Buffer => {
  const depth = Math.floor(size / (open.length + close.length));
  return Buffer.from(open.repeat(depth) + close.repeat(depth));
};

const numbered = (size: number, head: string, part: (index: number) => string, tail: string): Buffer => {
  const parts: string[] = [];
  for (let length = head.length + tail.length, index = 0; ; index++) {
    const text = part(index);
    length += text.length + 1;
    if (length > size) break;
    parts.push(text);
  }
  return Buffer.from(head + parts.join(",") + tail);
};

type Shape = readonly [name: string, of: (size: number) => Buffer];

/** Whole texts of JSON, of a given size, each of them dear in another way. */
const shapes: readonly Shape[] = [
  ["arrays in an array", (size) => filled(size, "[[]", ",[]", "]")],
  ["arrays in data", (size) => filled(size, '{"id":"u1","data":[[]', ",[]", "]}")],
  ["arrays in a property", (size) => filled(size, '{"id":"u1","x":[[]', ",[]", "]}")],
  ["objects in data", (size) => filled(size, '{"data":[{}', ",{}", "]}")],
  ["users in data", (size) => filled(size, '{"data":[{"id":"a"}', ',{"id":"a"}', "]}")],
  ["arrays within arrays", (size) => nested(size, "[", "]")],
  ["objects within objects", (size) => nested(size, '{"a":', "}").fill("1", 0, 0)],
  ["strings", (size) => filled(size, '{"errors":["a"', ',"a"', "]}")],
  ["issues", (size) => filled(size, '{"errors":[{"field":"f"}', ',{"field":"f"}', "]}")],
  ["numbers", (size) => filled(size, '{"id":"u1","data":[1', ",1", "]}")],
  ["names", (size) => numbered(size, '{"id":"u1",', (index) => `"n${index}":1`, "}")],
  ["numbers as names", (size) => numbered(size, '{"id":"u1",', (index) => `"${index * 7919}":1`, "}")],
  ["one string", (size) => filled(size, '{"id":"u1","message":"', "x", '"}')],
  ["escapes", (size) => filled(size, '{"id":"u1","message":"', "\\u0041", '"}')],
  ["backslashes", (size) => filled(size, '{"id":"u1","message":"', "\\\\", '"}')],
  ["control characters", (size) => filled(size, '{"id":"u1","message":"', "\\u001b[", '"}')],
  ["names of secrets", (size) => filled(size, '{"errors":[{"accessToken":"a"}', ',{"accessToken":"a"}', "]}")],
  ["spaces", (size) => filled(size, '{"id":"u1"', " ", "}")],
  ["brackets that are never closed", (size) => filled(size, "", "[")],
  ["quotation marks", (size) => filled(size, "", '"')],
  ["the beginning of a secret's name", (size) => filled(size, "", "accessToken")],
  ["angle brackets", (size) => filled(size, "", "<")],
  ["letters of several bytes", (size) => filled(size, "", "é€")],
];

/** A body of an error: the call has to end as that error. */
const ofErrors = (name: string, bytes: () => Buffer): HostileBody => ({
  name,
  statuses: [400, 401, 500, 503],
  kind: "error",
  bytes,
});

/** A body of a success. */
const ofSuccess = (name: string, bytes: () => Buffer, kind?: "parse"): HostileBody => ({
  name,
  statuses: [200],
  ...(kind && { kind }),
  bytes,
});

export const hostileBodies = (password: string): readonly HostileBody[] => [
  ...shapes.flatMap(([name, of]) => [
    ofErrors(`120 KB: ${name}`, () => of(120 * 1_024)),
    ofErrors(`8 MB zipped: ${name}`, () => gzipSync(of(8 * MB))),
    ofSuccess(`15.9 MB: ${name}`, () => of(15.9 * MB)),
    ofSuccess(`40 MB zipped: ${name}`, () => gzipSync(of(40 * MB)), "parse"),
  ]),
  ofErrors("120 KB: the password", () => filled(120 * 1_024, "", password)),
  ofErrors("120 KB: the password but for its end", () => filled(120 * 1_024, "", password.slice(0, -1))),
  ofErrors("120 MB zipped: spaces", zippedSpaces),
  ofSuccess("120 MB zipped: spaces", zippedSpaces, "parse"),
  ofSuccess("a million users, zipped", zippedUsers, "parse"),
];

let spaces: Buffer | undefined;
function zippedSpaces(): Buffer {
  return (spaces ??= gzipSync(Buffer.alloc(120 * MB, " ")));
}

function zippedUsers(): Buffer {
  const one =
    '{"id":"5138e7dfa2f1fffaf25fd4aa","name":"User","timezone":"Europe/Paris","accessToken":"0123456789abcdef"}';
  return gzipSync(filled(1_000_000 * (one.length + 1), `{"data":[${one}`, `,${one}`, "]}"));
}
