import { unfilteredBy } from "../generate/fakeQuery";
import { checkedKeywords } from "../generate/rule";
import { plain } from "../openapi/difference";
import type { Places } from "../openapi/facts";
import { groupBy } from "../openapi/json";
import type { Operation } from "../openapi/model";
import { isSent, isType, keyOf } from "../openapi/notation";
import type { Contract } from "../openapi/readDescription";
import { isEmptyAllowed } from "../openapi/shape";
import { isUnexpected } from "../spec/facade";

/** What works as it is, and may be made nicer. */
export const hints = ({ operations, places }: Contract): string[] => [
  ...statusHints(places),
  ...operations.flatMap(queryHints),
  ...uncheckedHints(places),
];

/** What the fake API cannot filter by, and texts that may be empty. */
function queryHints(operation: Operation): string[] {
  const { operationId, parameters } = operation;
  const unfiltered = unfilteredBy(operation).map(
    (name) =>
      `the fake API refuses query parameter ${name} of ${operationId}: to carry it out, src/testing/handlers.ts and scripts/generate/fakeQuery.ts`,
  );
  const texts = parameters
    .filter(({ in: where, shape: { type } }) => where === "query" && type === "string")
    .filter(({ shape: { keywords } }) => keywords["enum"] === undefined && isEmptyAllowed(keywords));
  return [
    ...unfiltered,
    ...texts.map(
      ({ name }) =>
        `an empty ${name} of ${operationId} is sent: if it filters, write minLength: 1 into openapi/api-users.yaml`,
    ),
  ];
}

/** What of an input is checked before it is sent, or has nothing to check. A name that is not known is refused in any case. */
const checked: readonly string[] = [
  ...Object.values(checkedKeywords).flat(),
  ...["type", "required", "null", "anything", "format", "additionalProperties", "recursive"],
  ...["media type", "style", "explode", "deprecated", "readOnly", "writeOnly"],
];

const isChecked = (fact: string): boolean => fact.startsWith("x-") || checked.includes(keyOf(fact));

function uncheckedHints(places: Places): string[] {
  const unchecked = [...places].filter(([place, facts]) => {
    // Several types or alternatives, and values under any name.
    const hasNoRule = [...facts].filter(isType).length > 1 || /(<\w+>|[. ]\*)$/.test(place);
    return isSent(place) && (hasNoRule || !plain([...facts]).every(isChecked));
  });
  return unchecked.map(
    ([place]) =>
      `not everything that the contract says of ${place} is checked before it is sent; to check it, scripts/generate/rule.ts and src/contract/check.ts`,
  );
}

function statusHints(places: Places): string[] {
  const all = [...places.keys()].map((place) => place.split(" "));
  const unexpected = all.filter(([, status = "", ...more]) => isUnexpected(status) && more.length === 0);
  return [...groupBy(unexpected, ([, status = ""]) => status)].map(([status, found]) => {
    const ids = found.map(([id]) => id).join(", ");
    return `error status ${status} (${ids}) is of kind "unexpected"; a kind of its own is a choice, in src/errors/kinds.ts`;
  });
}
