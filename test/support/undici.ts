import { fetch, type Dispatcher } from "undici";
import type { ApiUsersClientOptions } from "../../src/index";

type Fetch = NonNullable<ApiUsersClientOptions["fetch"]>;

/** The `fetch` of npm's undici, which is another than the platform's: with classes of its own, and a dispatcher if one is given. */
export function undiciFetch(dispatcher?: Dispatcher): Fetch {
  const call = fetch as unknown as Fetch;
  return (url, init) => call(url, { ...init, ...(dispatcher && { dispatcher }) });
}
