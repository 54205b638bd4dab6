import type { FakeApi } from "../../src/testing/index";

type Fetch = FakeApi["fetch"];

/** A service that answers every question otherwise than the fake does. It stands in front of a fake, which keeps the users. */
export function contraryFetch(fake: FakeApi): Fetch {
  const renewed = new Map<string, string>();

  return async (input, init = {}) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    const body = init.body == null ? undefined : (JSON.parse(init.body as string) as Record<string, unknown>);
    const forward = async (change: { url?: URL; method?: string; body?: object } = {}): Promise<Response> =>
      await fake.fetch(change.url ?? url, {
        ...init,
        method: change.method ?? request.method,
        ...(change.body && { body: JSON.stringify(change.body) }),
      });

    if (request.method === "GET") return await read(url, (target) => forward({ url: target }));
    if (request.method === "POST") {
      const isTaken = fake.users.some(({ name }) => name === body?.["name"]);
      if (isTaken) return Response.json({ message: "exists" }, { status: 409 });
      const { status, text } = await textOf(await forward());
      return new Response(text, { status, headers: { "content-type": "application/json" } });
    }
    if (url.pathname.endsWith("/profiles")) {
      const { profileId, profileIds = profileId } = body as Record<string, string[]>;
      const user = fake.users.find(({ id }) => url.pathname.includes(id));
      const isThere = profileIds?.some((id) => user?.profileIds.includes(id));
      if (profileId === undefined && isThere) return Response.json({ message: "exists" }, { status: 409 });
      return await forward({ body: { profileIds } });
    }
    if (url.pathname.endsWith("/renew-credential")) {
      // Once renewed, it stays as it is: the old password works on.
      const accessToken = renewed.get(url.pathname) ?? (await passwordIn(await forward()));
      renewed.set(url.pathname, accessToken);
      return Response.json({ accessToken });
    }
    if (request.method === "PUT" && body?.["profileIds"] !== undefined)
      return await forward({ url: new URL(`${url.href}/profiles`), body });
    const response = await forward();
    return request.method === "DELETE" && response.status === 404 ? new Response(null, { status: 204 }) : response;
  };
}

/** A read, with other limits, other filters and another shape. */
async function read(url: URL, forward: (url: URL) => Promise<Response>): Promise<Response> {
  if (url.pathname.endsWith("/doc.json")) return Response.json({});
  const lenient = new URL(url);
  const { searchParams: query } = lenient;
  if (query.get("limit") === "101") query.set("limit", "100");
  if (query.get("limit") === "abc") return new Response("no", { status: 400 });
  if (Number(query.get("offset")) > 40_000) query.set("offset", "40000");
  if (query.get("fields") === "nothing") query.delete("fields");
  query.delete("nothing");
  query.delete("groupIds");
  const { status, text } = await textOf(await forward(lenient));
  if (status === 401) return new Response(null, { status });
  if (status === 404) return new Response("<h1>none</h1>", { status });
  return Response.json(reshaped(JSON.parse(text)), { status });
}

function reshaped(value: unknown): unknown {
  const text = JSON.stringify(value, (key, one: unknown) => {
    if (key === "accessToken") return undefined;
    if (key === "type") return `${one as number}`;
    if (key === "next") return `https://elsewhere.example/?offset=${new URL(one as string).searchParams.get("offset")}`;
    if (key === "paging" && Object.keys(one as object).length === 0) return undefined;
    return one;
  });
  return JSON.parse(text);
}

const textOf = async (response: Response) => ({ status: response.status, text: await response.text() });

const passwordIn = async (response: Response): Promise<string> =>
  ((await response.json()) as { accessToken: string }).accessToken;
