// What importing costs that any client on openapi-fetch pays: a module of its own, and openapi-fetch.
export { default } from "openapi-fetch";
