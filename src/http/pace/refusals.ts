/** What a call's 429s tell. */
export interface Refusals {
  /** The number of the call's last request that was refused. */
  readonly last: number;
  /** How often the call was refused although a request sent after its last refused one had got through. */
  readonly overtaken: number;
  /** How often the call was refused for itself: the 429 was meant for it, not for the client. */
  readonly forItself: number;
}

/**
 * Whose refusal a 429 is. At a limit of one a second, calls are overtaken two or three times by bad luck; one that is refused whatever
 * the others do is overtaken again and again.
 *
 * @param request - The number of the refused request; later requests have higher ones.
 * @param newestPassed - The highest number of a request that got through.
 */
export function addRefusal(before: Refusals | undefined, request: number, newestPassed: number): Refusals {
  const { last, overtaken, forItself } = before ?? { last: Infinity, overtaken: 0, forItself: 0 };
  const times = newestPassed > last ? overtaken + 1 : overtaken;
  return { last: request, overtaken: times, forItself: times >= 4 ? forItself + 1 : 0 };
}
