/** What `fetch` throws when a connection fails. */
export const connectionFailure = (reason: string, code: string): TypeError =>
  new TypeError("fetch failed", { cause: Object.assign(new Error(reason), { code }) });
