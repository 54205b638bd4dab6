import { Readable } from "node:stream";
import { ApiUsersClient, SigfoxApiError, SigfoxParseError } from "../../src/index";
import { rejectionOf } from "../support/rejection";
import { json, status, stubClient, user, type Reply } from "../support/stubFetch";

const megabyte = 1024 * 1024;

/** A body that goes on for ever, and what became of it. */
function endless() {
  const state = { pulled: 0, isCancelled: false };
  const chunk = new Uint8Array(megabyte).fill(0x20);
  const body = new ReadableStream({
    pull(controller) {
      state.pulled += 1;
      controller.enqueue(chunk);
    },
    cancel() {
      state.isCancelled = true;
    },
  });
  return { state, body };
}

describe("a body of more than 20 MB", () => {
  it("is read no further", async () => {
    const { state, body } = endless();
    const { apiUsers } = stubClient(() => new Response(body));
    const error = await rejectionOf(SigfoxParseError, apiUsers.get("u1"));
    expect(error).toMatchObject({ status: 200, body: "", attempts: 1 });
    expect(error.message).toContain("200 but its body is longer than 20 MB");
    expect(state.pulled).toBeLessThan(24);
    expect(state.isCancelled).toBe(true);
  });

  it("of an error is read up to what is kept of it", async () => {
    const { state, body } = endless();
    const { apiUsers } = stubClient(() => new Response(body, { status: 400 }));
    const error = await rejectionOf(SigfoxApiError, apiUsers.get("u1"));
    expect(error).toMatchObject({ kind: "badRequest", body: expect.stringMatching(/^ {10000,}…$/) as string });
    expect(state.pulled).toBeLessThan(4);
    expect(state.isCancelled).toBe(true);
  });
});

it("reads a body of just 20 MB", async () => {
  const text = JSON.stringify(user).padEnd(20 * megabyte, " ");
  const { apiUsers } = stubClient(status(200, text));
  expect(await apiUsers.get("u1")).toEqual(user);
});

it("reads characters that are torn apart between chunks", async () => {
  const named = { ...user, name: "é€😀" };
  const bytes = new TextEncoder().encode(JSON.stringify(named));
  const byteByByte: Reply = () =>
    new Response(
      new ReadableStream({
        start(controller) {
          for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
          controller.close();
        },
      }),
    );
  const { apiUsers } = stubClient(byteByByte);
  expect(await apiUsers.get("u1")).toEqual(named);
});

it("reads a body with a byte order mark", async () => {
  const { apiUsers } = stubClient(status(200, `\ufeff${JSON.stringify(user)}`));
  expect(await apiUsers.get("u1")).toEqual(user);
});

it("refuses characters that are torn apart by the end", async () => {
  const bytes = [...new TextEncoder().encode('{"name":"'), 0xc3];
  const torn: Reply = () =>
    new Response(
      new ReadableStream({
        start(controller) {
          for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
          controller.close();
        },
      }),
    );
  const error = await rejectionOf(SigfoxParseError, stubClient(torn).apiUsers.get("u1"));
  expect(error.message).toContain("200 but its body is not valid UTF-8");
});

it("does not read what nobody asked for", async () => {
  const { state, body } = endless();
  const { apiUsers } = stubClient([() => new Response(body), json(user)]);
  await apiUsers.delete("u1");
  expect(state.isCancelled).toBe(true);
  expect(state.pulled).toBeLessThan(3);
});

it("takes a body of another kind of stream, as node-fetch has, for what it is", async () => {
  const fetch = (): Promise<Response> => {
    const response = new Response(null, { status: 200 });
    return Promise.resolve(Object.defineProperty(response, "body", { value: Readable.from([]) }));
  };
  await expect(new ApiUsersClient({ fetch, retries: 0 }).update("u1", {})).resolves.toBeUndefined();
});

it("takes an answer without a status text for what it is", async () => {
  const answer = { ok: false, status: 404, headers: new Headers(), text: () => Promise.resolve("") };
  const fetch = () => Promise.resolve(answer as unknown as Response);
  const error = await rejectionOf(SigfoxApiError, new ApiUsersClient({ fetch }).get("u1"));
  expect(error).toMatchObject({ kind: "notFound", status: 404 });
});
