import { operationKey, type Operation } from "./model";

/** An operation of one document and what another says of it; one of them is missing where it was added or removed. */
export interface Matched<A = Operation, B = Operation> {
  readonly ours: A;
  readonly their: B;
}

/** Finds each operation again: by its operationId, or, where that has changed, by its method and path. */
export function matchOperations(
  ours: readonly Operation[],
  theirs: readonly Operation[],
): { matched: Matched[]; gone: Operation[]; added: Operation[] } {
  const left = new Set(theirs);
  const found = new Map<Operation, Operation>();
  const claim = (fits: (own: Operation, their: Operation) => boolean): void => {
    for (const own of ours) {
      const their = found.has(own) ? undefined : [...left].find((one) => fits(own, one));
      if (their === undefined) continue;
      found.set(own, their);
      left.delete(their);
    }
  };
  claim((own, their) => own.operationId === their.operationId);
  claim((own, their) => operationKey(own) === operationKey(their));
  return {
    matched: [...found].map(([own, their]) => ({ ours: own, their })),
    gone: ours.filter((own) => !found.has(own)),
    added: [...left],
  };
}
