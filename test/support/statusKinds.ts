import type { SigfoxApiErrorKind } from "../../src/index";

const kinds: Readonly<Record<number, SigfoxApiErrorKind>> = {
  400: "badRequest",
  401: "unauthorized",
  403: "forbidden",
  404: "notFound",
  405: "methodNotAllowed",
  409: "conflict",
  412: "conflict",
  429: "rateLimited",
};

/** The kind that a status from 300 to 599 is to have: written a second time, so that the tests do not ask the code what is right. */
export function expectedKind(status: number): SigfoxApiErrorKind {
  if (status < 400) return "redirect";
  if (status < 500) return kinds[status] ?? "unexpected";
  return "server";
}
