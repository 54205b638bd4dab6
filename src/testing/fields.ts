import type { Rule } from "../schema";
import { badRequest, Refusal } from "./answers";
import { authorizationNames, fieldsVocabulary, userRule, type ApiUser } from "./schema";
import type { StoredUser } from "./seed";

/** Everything that can be selected: a name, and what is beneath it. */
export interface Vocabulary {
  readonly [name: string]: true | Vocabulary;
}

/** What is selected, in the shape of the vocabulary. A bare relation stands for everything beneath it. */
export type Selection = Vocabulary;

/** Why a `fields` string is refused. */
export class FieldsError extends Error {
  override readonly name = "FieldsError";
}

/** @throws Refusal if the text is malformed, or selects what the contract does not know */
export function selectionOf(fields: string | undefined): Selection {
  if (fields === undefined) return {};
  try {
    return parseFields(fields, fieldsVocabulary);
  } catch (error) {
    if (!(error instanceof FieldsError)) throw error;
    throw new Refusal(badRequest({ type: "query", field: "fields", message: error.message }));
  }
}

/**
 * Reads the wire grammar `a,b(c,d(e))`.
 *
 * @throws FieldsError if the text is malformed or a name is not in the vocabulary
 */
export function parseFields(text: string, vocabulary: Vocabulary): Selection {
  const tokens = text.match(/[(),]|[^(),]+/g) ?? [];
  let at = 0;

  const next = (known: Vocabulary, within: string) => {
    const name = tokens[at];
    if (name === undefined || /^[(),]$/.test(name)) throw new FieldsError(`a name is missing in "${text}"`);
    const beneath = Object.hasOwn(known, name) ? known[name] : undefined;
    if (beneath === undefined) throw new FieldsError(`"${name}" cannot be selected${within}`);
    at += 1;
    return { name, beneath };
  };

  const list = (known: Vocabulary, within: string): Selection => {
    let selection: Selection = {};
    for (;;) {
      const { name, beneath } = next(known, within);
      let chosen = beneath;
      if (tokens[at] === "(") {
        if (beneath === true) throw new FieldsError(`nothing can be selected under "${name}"`);
        at += 1;
        chosen = list(beneath, ` under "${name}"`);
        if (tokens[at] !== ")") throw new FieldsError(`a closing parenthesis is missing in "${text}"`);
        at += 1;
      }
      selection = merge(selection, { [name]: chosen });
      if (tokens[at] !== ",") return selection;
      at += 1;
    }
  };

  const selection = list(vocabulary, "");
  if (at < tokens.length) throw new FieldsError(`"${String(tokens[at])}" is out of place in "${text}"`);
  return selection;
}

/** Everything that either of two selections has. */
function merge(one: Selection, other: Selection): Selection {
  const merged: Record<string, true | Selection> = { ...one };
  for (const [name, beneath] of Object.entries(other)) {
    const there = merged[name];
    merged[name] = typeof there === "object" && beneath !== true ? merge(there, beneath) : beneath;
  }
  return merged;
}

/** An API user as it goes over the wire: the relations with their `id`, and whatever else is asked for. */
export function project(user: StoredUser, selection: Selection, authorizations = false): ApiUser {
  const { password, group, profiles, ...own } = user;
  const everything = {
    ...own,
    accessToken: password,
    group: { ...group, actions: ["read"], resources: ["api-users", "devices"] },
    profiles: profiles.map((profile) => ({ ...profile, actions: ["read"] })),
    actions: ["read", "update", "delete"],
    resources: ["profiles", "renew-credential"],
  };

  const pick = (value: unknown, rule: Rule, isGiven: (name: string) => boolean, selected: Selection): unknown => {
    if (Array.isArray(value)) return value.map((item) => pick(item, rule.items ?? {}, isGiven, selected));
    if (rule.properties === undefined) return value;
    const node = value as Readonly<Record<string, unknown>>;
    const picked = Object.entries(rule.properties)
      .filter(([name]) => node[name] !== undefined)
      .filter(([name]) =>
        authorizationNames.includes(name) ? authorizations : isGiven(name) || Object.hasOwn(selected, name),
      )
      .map(([name, below]) => {
        const beneath = selected[name];
        return [name, pick(node[name], below, (one) => one === "id", beneath === true ? {} : (beneath ?? {}))];
      });
    return Object.fromEntries(picked);
  };
  return pick(everything, userRule, () => true, selection) as ApiUser;
}
