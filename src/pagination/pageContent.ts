import { isObject } from "../http/answer";
import { concealPassword } from "../http/concealPassword";
import type { PageContent } from "./list";
import { contract } from "../schema";
import { Unfit } from "../http/unfit";

/** What was asked for. */
export interface AskedPage {
  readonly offset: number;
  readonly limit: number;
}

/** The page size that the server takes when it is told none. */
export const defaultLimit = Number(contract.listApiUsers.input.query?.properties?.["limit"]?.default);

/** A page of the list from the JSON of an answer. */
export function pageContentOf<T>(answer: Record<string, unknown>, asked: AskedPage): PageContent<T> {
  const { data, paging } = answer;
  if (!Array.isArray(data)) throw new Unfit("its data is not an array");
  if (!data.every(isObject)) throw new Unfit("its data holds something that is not an object");
  return { data: data.map(concealPassword) as T[], nextOffset: nextOffsetOf(paging, asked, data.length) };
}

function nextOffsetOf(paging: unknown, { offset, limit }: AskedPage, received: number): number | undefined {
  // Without any paging, only a full page tells that more may follow.
  if (!isObject(paging)) return received >= limit ? offset + received : undefined;
  const { next } = paging;
  if (next === undefined || next === null || next === "") return undefined;
  // Never fetched: it may name any host, and the credentials would go there.
  const stated = typeof next === "string" ? /[?&]offset=(-?\d+)(?:[&#]|$)/.exec(next)?.[1] : undefined;
  return stated !== undefined && Number.isSafeInteger(Number(stated)) ? Number(stated) : offset + received;
}
