import { decodeBasic } from "./basic";
import { stubFetch, user, type Reply, type SeenRequest } from "./stubFetch";

export const auth = { username: "me", password: "p0" };
export const passwordOf = ({ headers }: SeenRequest): string | undefined =>
  headers.has("Authorization") ? decodeBasic(headers.get("Authorization")).password : undefined;

/** A service that takes one password, renews it as p1, p2, p3 …, and waits for a gate before it answers a renewal. */
export function service({ wait = () => Promise.resolve() } = {}) {
  let password = "p0";
  let renewals = 0;
  const reply: Reply = async (request) => {
    if (passwordOf(request) !== password) return new Response(null, { status: 401 });
    if (!request.url.endsWith("/me/renew-credential"))
      return Response.json({ ...user, data: [], accessToken: "other" });
    renewals += 1;
    password = `p${renewals}`;
    const accessToken = password;
    await wait();
    return Response.json({ accessToken });
  };
  const { fetch, requests } = stubFetch(reply);
  return { fetch, requests, passwords: () => requests.map(passwordOf) };
}
