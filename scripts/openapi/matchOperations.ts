import type { Operation } from "./model";

/** An operation of one document and what another says of it. */
export interface Matched {
  readonly ours: Operation;
  readonly their: Operation;
}

/** Finds each operation again: by its operationId, or, where that has changed, by its method and path. */
export function matchOperations(
  ours: readonly Operation[],
  theirs: readonly Operation[],
): { matched: Matched[]; gone: Operation[]; added: Operation[] } {
  const matched: Matched[] = [];
  const isFree = (one: Operation) => !matched.some((pair) => pair.ours === one || pair.their === one);
  const addressOf = ({ method, path }: Operation) => `${method} ${path}`;
  for (const key of [({ operationId }: Operation) => operationId, addressOf])
    for (const own of ours.filter(isFree)) {
      const their = theirs.find((one) => isFree(one) && key(one) === key(own));
      if (their !== undefined) matched.push({ ours: own, their });
    }
  return { matched, gone: ours.filter(isFree), added: theirs.filter(isFree) };
}
