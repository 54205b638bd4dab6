import type { Places } from "./facts";

/** A place of which other facts are stated than before. */
export interface Change {
  readonly place: string;
  readonly kind: "added" | "gone" | "changed";
  readonly came: readonly string[];
  readonly went: readonly string[];
}

/** What is different between two lists of facts, by place. */
export function changesBetween(before: Places, now: Places): Change[] {
  const places = [...new Set([...before.keys(), ...now.keys()])].sort();
  return places.flatMap((place) => {
    const [was, is] = [before.get(place), now.get(place)];
    const kind = was === undefined ? "added" : is === undefined ? "gone" : "changed";
    const came = listed(is ?? []).filter((fact) => was?.has(fact) !== true);
    const went = listed(was ?? []).filter((fact) => is?.has(fact) !== true);
    return kind !== "changed" || came.length + went.length > 0 ? [{ place, kind, came, went }] : [];
  });
}

/** Words such as a type first, then what has a value. */
export const listed = (facts: Iterable<string>): string[] =>
  [...facts].sort((one, other) => Number(/[=:]/.test(one)) - Number(/[=:]/.test(other)) || (one < other ? -1 : 1));

/** The facts that are shown as they stand: those that are no hash. */
export const plain = (facts: readonly string[]): string[] => facts.filter((fact) => !/^(text|whole):/.test(fact));

/** What has changed, for people. */
export function inWords({ kind, came, went }: Change): string {
  if (kind !== "changed") return [kind, plain([...came, ...went]).join(", ")].filter(Boolean).join(": ");
  const facts = [...plain(came).map((fact) => `now ${fact}`), ...plain(went).map((fact) => `no longer ${fact}`)];
  const isReworded = [...came, ...went].some((fact) => fact.startsWith("text:"));
  return [...facts, ...(isReworded ? ["another wording"] : [])].join(", ");
}

/** Whether a place is part of another: of an operation only what stands behind a space, since its name may begin another's. */
export const isBeneath = (place: string, root: string): boolean =>
  place.startsWith(root) && (root.includes(" ") ? /^[ .[<]/ : /^ /).test(place.slice(root.length));
