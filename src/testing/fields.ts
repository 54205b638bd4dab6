import type { Rule } from "../schema";
import { throwBadRequest } from "./responses";
import { authorizationNames, fieldsVocabulary, userRule, type ApiUser } from "./schema";
import type { Seed, StoredUser } from "./seed";

/** Everything that can be selected: a name, and what is beneath it. */
export interface Vocabulary {
  readonly [name: string]: true | Vocabulary;
}

/** What is selected, in the shape of the vocabulary. A bare relation stands for everything beneath it. */
export type Selection = Vocabulary;

/** @throws HttpError if the text is malformed, or selects what the contract does not know */
export const selectionOf = (fields: string | undefined): Selection =>
  fields === undefined ? {} : parseFields(fields, fieldsVocabulary);

/** Reads the wire grammar `a,b(c,d(e))`. */
export function parseFields(text: string, vocabulary: Vocabulary): Selection {
  const tokens = text.match(/[(),]|[^(),]+/g) ?? [];
  let at = 0;
  const fail = (message: string): never => throwBadRequest({ type: "query", field: "fields", message });

  const next = (known: Vocabulary, within: string) => {
    const name = tokens[at];
    if (name === undefined || /^[(),]$/.test(name)) return fail(`a name is missing in "${text}"`);
    const beneath = Object.hasOwn(known, name) ? known[name] : undefined;
    if (beneath === undefined) return fail(`"${name}" cannot be selected${within}`);
    at += 1;
    return { name, beneath };
  };

  const list = (known: Vocabulary, within: string): Selection => {
    let selection: Selection = {};
    for (;;) {
      const { name, beneath } = next(known, within);
      let chosen = beneath;
      if (tokens[at] === "(") {
        if (beneath === true) return fail(`nothing can be selected under "${name}"`);
        at += 1;
        chosen = list(beneath, ` under "${name}"`);
        if (tokens[at] !== ")") return fail(`a closing parenthesis is missing in "${text}"`);
        at += 1;
      }
      selection = merge(selection, { [name]: chosen });
      if (tokens[at] !== ",") return selection;
      at += 1;
    }
  };

  const selection = list(vocabulary, "");
  if (at < tokens.length) return fail(`"${String(tokens[at])}" is out of place in "${text}"`);
  return selection;
}

/** The union of two selections. */
function merge(one: Selection, other: Selection): Selection {
  const merged: Record<string, true | Selection> = { ...one };
  for (const [name, beneath] of Object.entries(other)) {
    const there = merged[name];
    merged[name] = typeof there === "object" && beneath !== true ? merge(there, beneath) : beneath;
  }
  return merged;
}

/** An API user as it goes over the wire: the relations with their `id`, and everything that was selected. */
export function project(
  user: StoredUser,
  { groups, profiles }: Seed,
  selection: Selection,
  authorizations = false,
): ApiUser {
  const { password, groupId, profileIds, ...own } = user;
  const everything = {
    ...own,
    accessToken: password,
    group: { actions: ["read"], resources: ["api-users", "devices"], ...groups.get(groupId) },
    profiles: profileIds.map((id) => ({ actions: ["read"], ...profiles.get(id) })),
    actions: ["read", "update", "delete"],
    resources: ["profiles", "renew-credential"],
  };

  const pick = (value: unknown, rule: Rule, selected: Selection, isGiven: (name: string) => boolean): unknown => {
    if (Array.isArray(value)) return value.map((item) => pick(item, rule.items ?? {}, selected, isGiven));
    if (rule.properties === undefined) return value;
    const picked: Record<string, unknown> = {};
    for (const [name, below] of Object.entries(rule.properties)) {
      const wanted = selected[name];
      const isWanted = authorizationNames.includes(name) ? authorizations : isGiven(name) || wanted !== undefined;
      const item = (value as Record<string, unknown>)[name];
      if (isWanted && item !== undefined)
        picked[name] = pick(item, below, typeof wanted === "object" ? wanted : {}, (one) => one === "id");
    }
    return picked;
  };
  return pick(everything, userRule, selection, () => true) as ApiUser;
}
