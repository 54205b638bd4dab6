import { isObject } from "../contract/check";
import { callOf, checkOptions } from "../contract/input";
import { SigfoxPaginationError } from "../errors/classes";
import { textOf } from "../errors/thrown";
import { hidden } from "../hidden";
import { Unfit } from "../http/response";
import { callRule } from "../http/settings";
import { userIn } from "../http/user";
import type { CallOptions } from "../options";
import { contract, type Rule } from "../schema";

/** Where the pages of a list come from. */
export interface PageSource<T> {
  /** The offset of the first page. */
  readonly start: number;
  /** How many pages may be requested at a time. */
  readonly concurrency: number;
  readonly options: CallOptions;
  readonly fetch: (offset: number, options: CallOptions, cancel?: AbortSignal) => Promise<PageContent<T>>;
}

/** The content of a page, as it was received. */
export interface PageContent<T> {
  readonly data: T[];
  readonly nextOffset: number | undefined;
}

/** What a page reads the next one with. */
interface Inner<T> {
  readonly source: PageSource<T>;
  /** Which page of its list it is, from 1. */
  readonly number: number;
}

const inner = hidden<Inner<unknown>>("ApiUserPage");

/**
 * One page of a list. It is immutable.
 *
 * @typeParam T - an API user, with the selected fields
 *
 * @category Reading
 */
export class ApiUserPage<T> {
  /** The API users of this page, in the server's order. */
  readonly data: readonly T[];
  /** The number of API users before this page. */
  readonly offset: number;
  /** Where the next page starts; `undefined` on the last page. */
  readonly nextOffset: number | undefined;

  /** @internal */
  constructor(content: PageContent<T>, offset: number, source: PageSource<T>, number: number) {
    this.data = Object.freeze(content.data);
    this.offset = offset;
    this.nextOffset = content.nextOffset;
    inner.keep(this, { source, number } satisfies Inner<T>);
    Object.freeze(this);
  }

  /** Whether more API users may follow. */
  get hasNext(): boolean {
    return this.nextOffset !== undefined;
  }

  /**
   * Requests the next page.
   *
   * @param options - options of this call; each replaces the list's option of that name, `headers` as a whole
   * @returns the page, or `undefined` if this was the last one
   * @throws a {@link SigfoxPaginationError} if the next page starts past the highest offset that the API allows, or does not advance
   * @throws a {@link SigfoxError} of the same kinds as {@link ApiUsersClient.list}
   */
  async next(options: CallOptions = {}): Promise<ApiUserPage<T> | undefined> {
    const { source, number } = inner.of(this) as Inner<T>;
    const offset = offsetAfter(this, number);
    if (offset === undefined) return undefined;
    const given = checkOptions(callRule, options, "listApiUsers");
    return await fetchPage({ ...source, options: { ...source.options, ...given } }, offset, number + 1);
  }

  /** The page as plain data. */
  toJSON(): { data: readonly T[]; offset: number; nextOffset: number | undefined; hasNext: boolean } {
    return { data: this.data, offset: this.offset, nextOffset: this.nextOffset, hasNext: this.hasNext };
  }
}

/** Requests the page at an offset, the `number`th of its list. */
export async function fetchPage<T>(
  source: PageSource<T>,
  offset: number,
  number: number,
  cancel?: AbortSignal,
): Promise<ApiUserPage<T>> {
  return new ApiUserPage(await source.fetch(offset, source.options, cancel), offset, source, number);
}

const parameters: Readonly<Record<string, Rule>> = contract.listApiUsers.input.query?.properties ?? {};

/** The server's default page size. */
export const defaultLimit: number = Number(parameters["limit"]?.default);

export const highestOffset: number = parameters["offset"]?.max ?? Infinity;

/** Where the page after another starts; `undefined` after the last one. */
export function offsetAfter({ offset, nextOffset }: ApiUserPage<unknown>, pagesRead: number): number | undefined {
  if (nextOffset === undefined) return undefined;
  const refused = (summary: string): Error =>
    new SigfoxPaginationError(summary, { ...callOf("listApiUsers"), offset: nextOffset, pagesRead });
  if (nextOffset <= offset) throw refused(`the page after offset ${offset} would start at ${nextOffset}`);
  if (nextOffset > highestOffset) {
    const remedy = "list in parts, by groupIds or profileId";
    throw refused(`offset ${nextOffset} is past ${highestOffset}, the maximum: ${remedy}`);
  }
  return nextOffset;
}

/** The content of the page that was requested with an offset and a limit. */
export function contentOf(
  { data, paging }: { readonly data: unknown; readonly paging?: unknown },
  { offset, limit }: { readonly offset: number; readonly limit: number },
): PageContent<unknown> {
  if (!Array.isArray(data)) throw new Unfit("data is not an array");
  const users = data.map((user, index) => userIn(user, `data[${index}]`));
  return { data: users, nextOffset: nextOffsetOf(paging, offset, limit, users.length) };
}

function nextOffsetOf(paging: unknown, offset: number, limit: number, received: number): number | undefined {
  // Without any paging, only a full page suggests that more may follow.
  if (!isObject(paging)) return received >= limit ? offset + received : undefined;
  const { next } = paging;
  if (!next) return undefined;
  // Never fetched: it may name any host, and the credentials would be sent to it.
  const stated = Number(/[?&]offset=(-?\d+)(?:[&#]|$)/.exec(textOf(next))?.[1]);
  return Number.isSafeInteger(stated) ? stated : offset + received;
}
