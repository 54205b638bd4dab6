import { changesBetween, inWords, isBeneath } from "../openapi/difference";
import { isOperation, type Places } from "../openapi/facts";
import { groupBy } from "../openapi/json";
import { isAddress, isType, withoutAlternative } from "../openapi/notation";
import { byWorst, severityOf, type Severity } from "./severity";

export interface JudgedChange {
  readonly severity: Severity;
  /** What is different. */
  readonly what: string;
  /** Where: once for each operation that shares it. */
  readonly places: readonly string[];
}

/** What is different between the facts of two contracts: the worst first, what several places share once. */
export function judgedChanges(before: Places, after: Places): JudgedChange[] {
  const renamed = renamedOperations(before, after);
  const old = new Map([...before].map(([place, facts]) => [movedTo(place, renamed), facts]));
  const changes = changesBetween(old, after);
  // Beneath what is new, gone or of another type, nothing is comparable; its alternatives say what it is.
  const roots = changes.filter(({ kind, came, went }) => kind !== "changed" || [...came, ...went].some(isType));
  const found = changes
    .filter(({ place }) => !roots.some((root) => isBeneath(withoutAlternative(place), root.place)))
    .map((change) => ({ place: change.place, severity: severityOf(change, old, after), what: inWords(change) }));
  const names = [...renamed].map(([from, to]) => ({
    place: to,
    severity: "breaking" as const,
    what: `was called \`${from}\``,
  }));
  const shared = groupBy([...names, ...found], ({ place, severity, what }) =>
    [severity, what, nameOf(place)].join("\n"),
  );
  return [...shared.values()]
    .flatMap((all) => all.slice(0, 1).map(({ severity, what }) => ({ severity, what, places: all.map(placeOf) })))
    .sort(byWorst);
}

const placeOf = ({ place }: { readonly place: string }): string => place;

/** Operations that have kept their method and path, by the name they had. */
export function renamedOperations(before: Places, after: Places): Map<string, string> {
  const address = (facts: ReadonlySet<string>) => [...facts].filter(isAddress).sort().join(" ");
  const operations = (places: Places, others: Places) =>
    [...places].filter(([place, facts]) => isOperation(facts) && !others.has(place));
  const fresh = operations(after, before);
  return new Map(
    operations(before, after).flatMap(([from, facts]) =>
      fresh.filter(([, others]) => address(others) === address(facts)).map(([to]) => [from, to] as const),
    ),
  );
}

function movedTo(place: string, renamed: ReadonlyMap<string, string>): string {
  const [operation = "", ...rest] = place.split(" ");
  return [renamed.get(operation) ?? operation, ...rest].join(" ");
}

/** The last name of a place, which is the same wherever a schema is used; none of an operation. */
const nameOf = (place: string): string => /(?<=[. ])[^. ]*$/.exec(place)?.[0] ?? "";
