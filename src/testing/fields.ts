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
export function merge(one: Selection, other: Selection): Selection {
  const merged: Record<string, true | Selection> = { ...one };
  for (const [name, beneath] of Object.entries(other)) {
    const there = merged[name];
    merged[name] = typeof there === "object" && beneath !== true ? merge(there, beneath) : beneath;
  }
  return merged;
}
