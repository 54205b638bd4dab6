import { isDeepStrictEqual } from "node:util";
import { changesBetween, inWords, isBeneath, listed, plain, type Change } from "../openapi/difference";
import { isOperation, type Facts, type Places } from "../openapi/facts";
import { groupBy } from "../openapi/json";
import { keyOf } from "../openapi/notation";

/** What is different between two lists of facts, for people: by operation, each line with what the contract says. */
export function differenceLines(before: Places, now: Facts, contract: Places): string[] {
  // Another form is written differently everywhere: then only the facts are comparable.
  const isOtherForm = formOf(before) !== formOf(now.places);
  const all = changesBetween(before, now.places);
  const changes = all.flatMap((change) => withoutWhole(change, all, isOtherForm));
  const groups = groupBy(changes, ({ place }) => ownerOf(place, before, now.places));
  return [...groups].flatMap(([owner, changesOfOwner]) => {
    if (before.has(owner) && !now.places.has(owner)) return [owner, `  ${gone(owner, contract)}`, ""];
    return [owner, ...changesOfOwner.flatMap((change) => linesOf(change, owner, now, contract)), ""];
  });
}

/** A login sees what its profiles may do, so that an operation can be missing without being gone. */
const gone = (owner: string, contract: Places): string =>
  `missing. A login sees only the operations that its profiles allow: it may be there all the same; the contract ${contract.has(owner) ? "still has it" : "does not have it either"}`;

const formOf = (places: Places): string | undefined =>
  [...(places.get("service") ?? [])].find((fact) => fact.startsWith("form="));

const isFact = (fact: string): boolean => !fact.startsWith("whole:");

/** The hash of a whole piece counts only if no fact of the piece shows what has changed. */
function withoutWhole(change: Change, all: readonly Change[], isOtherForm: boolean): Change[] {
  const { place, kind, came, went } = change;
  const isHash = kind === "changed" && ![...came, ...went].some(isFact);
  if (!isHash) return [{ ...change, came: came.filter(isFact), went: went.filter(isFact) }];
  // An operation is hashed without its parameters and responses, which have hashes of their own.
  const isPiece = place.includes(" ") || place === "service";
  return isOtherForm || (isPiece && all.some((other) => isBeneath(other.place, place))) ? [] : [change];
}

/** The operation that a place belongs to, or the whole service. */
function ownerOf(place: string, ...all: readonly Places[]): string {
  const words = place.split(" ");
  const named = words
    .map((_, index) => words.slice(0, index + 1).join(" "))
    .find((name) => all.some((places) => isOperation(places.get(name))));
  return named ?? (words[0] === "path" ? words.slice(0, 2).join(" ") : "service");
}

function linesOf(change: Change, owner: string, now: Facts, contract: Places): string[] {
  const { place, kind, came, went } = change;
  const label = place === owner ? "" : `${place.slice(owner.length + 1)}: `;
  if (kind === "changed" && ![...came, ...went].some(isFact))
    return [`  ${label}changed in a way that no fact shows: compare the two descriptions`];
  const isJudged = kind !== "changed" || plain([...came, ...went]).length > 0;
  const told = isJudged ? ` (${verdict(change, [...(now.places.get(place) ?? [])], contract.get(place))})` : "";
  const texts = came.flatMap((fact) => now.texts.get(fact) ?? []);
  return [`  ${label}${inWords(change)}${told}`, ...texts.map((text) => `      ${text}`)];
}

/** Whether the contract says the same already: everything about what is new, or the same about what has changed. */
function verdict({ kind, came, went }: Change, is: readonly string[], says: ReadonlySet<string> | undefined): string {
  if (says === undefined) return `the contract does not have it${kind === "gone" ? " either" : ""}`;
  if (kind === "gone") return "the contract still has it";
  const stated = plain(listed(says));
  const keys = new Set((kind === "added" ? [...is, ...stated] : [...came, ...went]).map(keyOf));
  const [here, there] = [plain(is), stated].map((facts) => facts.filter((fact) => keys.has(keyOf(fact))).sort());
  if (isDeepStrictEqual(here, there)) return "the contract says the same already";
  return stated.length === 0 ? "the contract says nothing of it" : `the contract says: ${stated.join(" ")}`;
}
