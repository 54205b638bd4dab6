import { Readable } from "node:stream";
import { ApiUsersClient, SigfoxApiError } from "../../src/index";
import { settled } from "../support/pageServer";
import { rejectionOf } from "../support/rejection";
import { status, stubClient, user, type Reply } from "../support/stubFetch";

const chunkSize = 16 * 1024;

/** A body that goes on for ever, and what became of it. */
function endless() {
  const state = { pulled: 0, isCancelled: false };
  const chunk = new Uint8Array(chunkSize).fill(0x20);
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

it("reads no more than 64 KB of what nobody asked for, in the background", async () => {
  const { state, body } = endless();
  const { apiUsers } = stubClient([() => new Response(body, { headers: { "Content-Type": "application/json" } })]);
  await apiUsers.delete("u1");
  await settled();
  expect(state.isCancelled).toBe(true);
  // One chunk waits in the stream, and one goes beyond.
  expect(state.pulled * chunkSize).toBeLessThanOrEqual(64 * 1024 + 2 * chunkSize);
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
