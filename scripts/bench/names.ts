export const raw = "raw fetch";
export const engine = "openapi-fetch";
export const ours = "sigfox-api-users";
export const unpaced = "sigfox-api-users, no pace";
export const byHand = "openapi-fetch, ten at a time by hand";
