import type { ApiUser } from "../../src/index";

const hex = (value: number, length: number): string => value.toString(16).padStart(length, "0");

/** An API user of about 0.4 KB of JSON, such as the service gives without `fields`, and its password. */
export function userAt(index: number): ApiUser {
  return {
    id: `5f${hex(index, 22)}`,
    name: `API user number ${index} of the fleet in the north`,
    timezone: "Europe/Paris",
    group: { id: `60${hex(index % 50, 22)}` },
    creationTime: 1_500_000_000_000 + index,
    accessToken: hex(index, 32),
    profiles: [{ id: "61aaaaaaaaaaaaaaaaaaaaaa" }, { id: "61bbbbbbbbbbbbbbbbbbbbbb" }],
    actions: ["apiUsers:read"],
    resources: ["/groups"],
  };
}

/** The page that begins at `offset` in a collection of `total` API users, as JSON. */
export function pageText(offset: number, limit: number, total: number): string {
  const end = Math.min(offset + limit, total);
  const data = Array.from({ length: Math.max(0, end - offset) }, (_, index) => userAt(offset + index));
  return JSON.stringify({ data, paging: end < total ? { next: nextUrl(limit, end) } : {} });
}

export const nextUrl = (limit: number, offset: number): string =>
  `https://api.sigfox.com/v2/api-users/?limit=${limit}&offset=${offset}`;

/** The offset that a list request asks for. */
export function offsetIn(input: string | URL | Request): number {
  const { searchParams } = new URL(input instanceof Request ? input.url : input);
  return Number(searchParams.get("offset") ?? 0);
}
