import { asList, type Json } from "../openapi/json";

/** Numbers with a name behind them, such as `5 -> SVNO` or `5 SVNO`. */
const numbered = /(?<![\w.])(\d+)(?:\s*(?:->|→|=>|=|:|–|-)\s*|\s+)(?=[A-Z"'`(])/g;

/** What follows "one of" or "values", up to the end of the sentence. */
const named = /\b(?:one of|values?(?: are| can be)?|either)\b:?\s*([^.\n]+)/gi;

/**
 * Enumerations that are kept in prose: what upstream's description lists and the contract has neither in its description nor in an
 * `enum`, and numbers that the contract lists and upstream's list has no longer.
 */
export function unlisted(own: string, their: string, declared: Json | undefined): string[] {
  const values = asList(declared).map(String);
  const numbers = matches(their, numbered);
  if (numbers.length > 2) {
    const ourNumbers = [...matches(own, numbered), ...values];
    return [
      ...numbers.filter((one) => !ourNumbers.includes(one)).map((one) => `lists ${one}, the contract does not`),
      ...ourNumbers.filter((one) => !numbers.includes(one)).map((one) => `no longer lists ${one}, the contract does`),
    ];
  }
  const words = matches(their, named).flatMap((list) => matches(list, /[`'"]([\w-]+)[`'"]/g));
  return words
    .filter((word) => !values.includes(word) && !new RegExp(`(?<![\\w-])${word}(?![\\w-])`).test(own))
    .map((word) => `lists ${word}, the contract does not`);
}

const matches = (text: string, pattern: RegExp): string[] => [
  ...new Set([...text.matchAll(pattern)].map(([, match = ""]) => match)),
];
