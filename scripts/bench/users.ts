import type { ApiUser } from "../../src/index";

export const baseUrl = "https://api.sigfox.com/v2";
const hex = (value: number, length: number): string => value.toString(16).padStart(length, "0");

/** An API user as the service returns it without `fields`: about 0.4 KB of JSON, password included. */
export const userAt = (index: number): ApiUser & { readonly accessToken: string } => ({
  id: `5f${hex(index, 22)}`,
  name: `API user number ${index} of the fleet in the north`,
  timezone: "Europe/Paris",
  group: { id: `60${hex(index % 50, 22)}` },
  creationTime: 1_500_000_000_000 + index,
  accessToken: hex(index, 32),
  profiles: [{ id: "61aaaaaaaaaaaaaaaaaaaaaa" }, { id: "61bbbbbbbbbbbbbbbbbbbbbb" }],
  actions: ["apiUsers:read"],
  resources: ["/groups"],
});

/** The page at `offset` of a collection of `total` API users, as JSON. */
export function pageText(offset: number, limit: number, total: number): string {
  const end = Math.min(offset + limit, total);
  const data = Array.from({ length: Math.max(0, end - offset) }, (_, index) => userAt(offset + index));
  const next = `${baseUrl}/api-users/?limit=${limit}&offset=${end}`;
  return JSON.stringify({ data, paging: end < total ? { next } : {} });
}

/** The offset that a list request asks for. */
export const offsetIn = (input: string | URL | Request): number =>
  Number(new URL(input instanceof Request ? input.url : input).searchParams.get("offset") ?? 0);

export const json = (body: string | Uint8Array<ArrayBuffer>): Response =>
  new Response(body, { headers: { "Content-Type": "application/json", "Content-Length": String(body.length) } });

/** A `fetch` that answers every request at once with the same JSON. */
export const stubFetch =
  (text: string): typeof fetch =>
  (input, init) => {
    const { signal, headers } = input instanceof Request ? input : (init ?? {});
    // Every fetch reads these, so no client may save time by preparing them only when they are read.
    if (headers === undefined) throw new TypeError("There are no headers");
    signal?.throwIfAborted();
    return Promise.resolve(json(text));
  };
