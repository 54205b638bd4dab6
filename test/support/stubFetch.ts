import { ApiUsersClient, type ApiUsersClientOptions } from "../../src/index";

/** One request as `fetch` was given it. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  /** The text of the body; empty if there is none. */
  readonly body: string;
  readonly redirect: RequestRedirect;
  readonly signal: AbortSignal;
}

/** Answers one request. */
export type Reply = (request: SeenRequest) => Response | Promise<Response>;

export const auth = { username: "my-login", password: "my-password" };

/** A `fetch` that gives one reply after the other, the last one for ever, and the requests it was given. */
export function stubFetch(...replies: readonly Reply[]) {
  const requests: SeenRequest[] = [];
  const fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const signal = init?.signal ?? (input instanceof Request ? input.signal : request.signal);
    const reply = replies[Math.min(requests.length, replies.length - 1)];
    const { method, url, headers, redirect } = request;
    const seen = { method, url, headers, redirect, signal, body: "" };
    requests.push(seen);
    seen.body = await request.text();
    if (reply === undefined) throw new Error("the stub was given no reply");
    return await reply(seen);
  };
  return { fetch, requests };
}

/** A client over {@link stubFetch} that does not wait between attempts. */
export function stubClient(replies: Reply | readonly Reply[], options: ApiUsersClientOptions = {}) {
  const { fetch, requests } = stubFetch(...(typeof replies === "function" ? [replies] : replies));
  const apiUsers = new ApiUsersClient({ auth, retryDelay: () => 0, ...options, fetch });
  return { apiUsers, requests };
}

export const user = { id: "u1", name: "User 1", timezone: "Europe/Paris" };

/** Answers with JSON. */
export const json =
  (value: unknown, status = 200, headers: Record<string, string> = {}): Reply =>
  () =>
    new Response(JSON.stringify(value), { status, headers: { "Content-Type": "application/json", ...headers } });

/** Answers with a status, and with a text as its body if one is given. */
export const status =
  (code: number, body: string | null = null, headers: Record<string, string> = {}): Reply =>
  () =>
    new Response(body, { status: code, headers });

/** Fails as a connection does. */
export const drop =
  (code: string): Reply =>
  () =>
    Promise.reject(new TypeError("fetch failed", { cause: Object.assign(new Error(`lost: ${code}`), { code }) }));

/** Never answers; ends when the request is cancelled, as the platform's `fetch` does. */
export const never: Reply = ({ signal }) =>
  new Promise((_, reject) => {
    signal.addEventListener("abort", () => {
      reject(signal.reason as Error);
    });
  });

/** Answers with the beginning of a body that never ends, until the request is cancelled. */
export const stall =
  (begin = '{"id"', code = 200, headers: Record<string, string> = {}): Reply =>
  ({ signal }) =>
    new Response(
      new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode(begin));
          signal.addEventListener("abort", () => {
            controller.error(signal.reason);
          });
        },
      }),
      { status: code, headers },
    );

/** Answers with the beginning of a body, then loses the connection. */
export const cut =
  (begin = '{"id"', code = 200, headers: Record<string, string> = {}): Reply =>
  () => {
    let isSent = false;
    const body = new ReadableStream({
      pull(controller) {
        if (isSent) controller.error(new TypeError("terminated", { cause: { code: "UND_ERR_SOCKET" } }));
        else controller.enqueue(new TextEncoder().encode(begin));
        isSent = true;
      },
    });
    return new Response(body, { status: code, headers });
  };
