import { asList, asObject, text, type Json, type JsonObject } from "./json";
import { shown } from "./notation";

/** The ways to authenticate, any of which will do: `http:basic|none`. */
export function securityWords(schemes: JsonObject, security: Json | undefined): string {
  if (security === undefined) return "unstated";
  const ways = asList(security).map((way) =>
    Object.entries(asObject(way)).map(([name, scopes]) =>
      [schemeWords(asObject(schemes[name]), name), ...asList(scopes).map(shown)].join(":"),
    ),
  );
  const written = ways.map((schemesOfWay) => schemesOfWay.join("+") || "none");
  return written.sort().join("|") || "none";
}

/** The ways to authenticate that are among the facts of an operation. */
export const waysIn = (facts: Iterable<string> = []): string[] =>
  [...facts].flatMap((fact) => (fact.startsWith("security=") ? fact.replace("security=", "").split("|") : []));

/** Whether a way to authenticate is to send no credentials. */
export const isOpen = (way: string): boolean => way === "none" || way === "unstated";

/** What a scheme is told by. */
export const schemeKeys = ["type", "scheme", "in", "name"];

/** `http:basic`, or what the description calls a scheme that says nothing of itself. */
export const schemeWords = (scheme: JsonObject, alias: string): string =>
  schemeKeys.flatMap((key) => text(scheme[key]) ?? []).join(":") || alias;
