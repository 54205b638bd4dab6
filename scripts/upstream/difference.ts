import { isOperation, type Facts } from "../openapi/facts";
import { groupBy } from "../openapi/json";
import { listed } from "./factsFile";

type Places = Facts["places"];

/** A place of which other facts are stated than before. */
interface Change {
  readonly place: string;
  readonly came: readonly string[];
  readonly went: readonly string[];
}

/** What is different between two lists of facts, for people: by operation, each line with what the contract says. */
export function differenceLines(before: Places, now: Facts, contract: Places): string[] {
  // Another form is written differently everywhere: then only the facts are comparable.
  const isOtherForm = formOf(before) !== formOf(now.places);
  const changes = changesBetween(before, now.places, isOtherForm);
  const groups = groupBy(changes, ({ place }) => ownerOf(place, before, now.places));
  return [...groups].flatMap(([owner, all]) => {
    if (before.has(owner) && !now.places.has(owner)) return [owner, `  ${gone(owner, contract)}`, ""];
    return [owner, ...all.flatMap((change) => linesOf(change, owner, before, now, contract)), ""];
  });
}

/** A login sees what its profiles may do, so that an operation can be missing without being gone. */
const gone = (owner: string, contract: Places): string =>
  `missing. A login sees only the operations that its profiles allow: it may be there all the same; the contract ${contract.has(owner) ? "still has it" : "does not have it either"}`;

const formOf = (places: Places): string | undefined =>
  [...(places.get("service") ?? [])].find((fact) => fact.startsWith("form="));

function changesBetween(before: Places, now: Places, isOtherForm: boolean): Change[] {
  const places = [...new Set([...before.keys(), ...now.keys()])].sort();
  const changes = places.flatMap((place) => {
    const [was, is] = [before.get(place), now.get(place)];
    const came = listed(is ?? []).filter((fact) => was?.has(fact) !== true);
    const went = listed(was ?? []).filter((fact) => is?.has(fact) !== true);
    return came.length + went.length > 0 || was === undefined || is === undefined ? [{ place, came, went }] : [];
  });
  return changes.flatMap((change) => withoutWhole(change, changes, isOtherForm));
}

/** The hash of a whole piece counts only if no fact of the piece shows what has changed. */
function withoutWhole({ place, came, went }: Change, all: readonly Change[], isOtherForm: boolean): Change[] {
  const rest = { place, came: came.filter(isFact), went: went.filter(isFact) };
  const hasOthers = rest.came.length + rest.went.length > 0;
  if (hasOthers || came.length + went.length === 0) return [rest];
  // An operation is hashed without its parameters and responses, which have hashes of their own.
  const isPiece = place.includes(" ") || place === "service";
  const isShown =
    isPiece && all.some((other) => other.place.startsWith(place) && /^[ .[<]/.test(other.place.slice(place.length)));
  return isShown || isOtherForm ? [] : [{ place, came, went }];
}

const isWhole = (fact: string): boolean => fact.startsWith("whole:");
const isFact = (fact: string): boolean => !isWhole(fact);

/** The operation that a place belongs to, or the whole service. */
function ownerOf(place: string, ...all: readonly Places[]): string {
  const words = place.split(" ");
  const named = words
    .map((_, index) => words.slice(0, index + 1).join(" "))
    .find((name) => all.some((places) => isOperation(places.get(name))));
  return named ?? (words[0] === "path" ? words.slice(0, 2).join(" ") : "service");
}

const isProse = (fact: string): boolean => fact.startsWith("text:");

function linesOf(change: Change, owner: string, before: Places, now: Facts, contract: Places): string[] {
  const { place, came, went } = change;
  const label = place === owner ? "" : `${place.slice(owner.length + 1)}: `;
  if ([...came, ...went].every(isWhole) && came.length > 0)
    return [`  ${label}changed in a way that no fact shows: compare the two descriptions`];
  const plain = (facts: readonly string[]) => facts.filter((fact) => !isProse(fact) && !isWhole(fact));
  const isChanged = before.has(place) && now.places.has(place);
  const facts = isChanged
    ? [...plain(came).map((fact) => `now ${fact}`), ...plain(went).map((fact) => `no longer ${fact}`)]
    : plain([...came, ...went]);
  const wording = isChanged && [...came, ...went].some(isProse) ? ["another wording"] : [];
  const state = isChanged ? [] : [before.has(place) ? "gone" : "added"];
  const what = [...state, ...[[...facts, ...wording].join(", ")].filter(Boolean)].join(": ");
  const told =
    facts.length > 0 || !isChanged
      ? ` (${verdict({ place, came: plain(came), went: plain(went) }, now.places, contract.get(place))})`
      : "";
  const texts = came.flatMap((fact) => now.texts.get(fact) ?? []);
  return [`  ${label}${what}${told}`, ...texts.map((text) => `      ${text}`)];
}

/** Whether the contract says the same already. */
function verdict({ place, came, went }: Change, now: Places, says: ReadonlySet<string> | undefined): string {
  const isGone = !now.has(place);
  if (says === undefined) return `the contract does not have it${isGone ? " either" : ""}`;
  if (isGone) return "the contract still has it";
  if (came.every((fact) => says.has(fact)) && !went.some((fact) => says.has(fact)))
    return "the contract says the same already";
  return `the contract says: ${listed(says)
    .filter((fact) => !isProse(fact))
    .join(" ")}`;
}
