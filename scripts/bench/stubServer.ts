import type { Server } from "./clients";

/** A `fetch` that answers every request at once with the same JSON. */
export const stubServer = (text: string): Server => ({
  baseUrl: "https://api.sigfox.com/v2",
  fetch: (input, init) => {
    const { signal, headers } = input instanceof Request ? input : (init ?? {});
    // Every fetch looks at these: a client must not get away with making them only when they are looked at.
    if (headers === undefined) throw new TypeError("There are no headers");
    signal?.throwIfAborted();
    return Promise.resolve(new Response(text, { headers: { "Content-Type": "application/json" } }));
  },
});
