/** Finds the longest of the texts that it searches for at a place of another text. */
export type Search = (text: string, at: number) => string | undefined;

/**
 * Searches for many texts at once. To look at a place costs no more if there are hundreds of them: those that begin alike are in one group,
 * and in a group by as much of their beginnings as the shortest one has.
 *
 * @param sought - the longest first; none shorter than `shortest`
 */
export function createSearch(sought: readonly string[], shortest: number): Search {
  const groups = new Map(
    [...byBeginning(sought, shortest)].map(([beginning, group]) => {
      const length = group.at(-1)?.length ?? shortest;
      return [beginning, { length, members: byBeginning(group, length) }];
    }),
  );
  return (text, at) => {
    const group = groups.get(text.slice(at, at + shortest));
    return group?.members.get(text.slice(at, at + group.length))?.find((one) => text.startsWith(one, at));
  };
}

function byBeginning(texts: readonly string[], length: number): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const text of texts) {
    const beginning = text.slice(0, length);
    groups.set(beginning, [...(groups.get(beginning) ?? []), text]);
  }
  return groups;
}
