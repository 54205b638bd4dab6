/** Names of the clients that ratios are made of. */
export const raw = "raw fetch";
export const engine = "openapi-fetch";
export const ours = "sigfox-api-users";
