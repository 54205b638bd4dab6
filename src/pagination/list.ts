import { checkOptions } from "../contract/input";
import { SigfoxError, traceFrom } from "../errors/classes";
import { hidden } from "../hidden";
import { fetchPage, highestOffset, type ApiUserPage, type PageSource } from "./page";
import { readPages, throwIfAborted } from "./pages";

/** What a list reads its pages with. */
interface Inner<T> {
  readonly source: PageSource<T>;
  /** The first page, once it was requested. */
  first?: Promise<ApiUserPage<T>>;
}

const inner = hidden<Inner<unknown>>("ApiUserList");
const sourceOf = <T>(list: ApiUserList<T>): PageSource<T> => (inner.of(list) as Inner<T>).source;

/**
 * A list of API users. Nothing is sent until it is used: `await` it for its first page, iterate over it for every API user, over
 * {@link ApiUserList.pages} for every page, or collect it with {@link ApiUserList.toArray}. Each iteration starts anew; awaiting it
 * again returns the same first page.
 *
 * @typeParam T - an API user, with the selected fields
 *
 * @category Reading
 */
export class ApiUserList<T> implements Promise<ApiUserPage<T>>, AsyncIterable<T> {
  /** @internal */
  constructor(source: PageSource<T>) {
    inner.keep(this, { source } satisfies Inner<T>);
  }

  /** `"ApiUserList"`; every `Promise` has such a tag. */
  get [Symbol.toStringTag](): string {
    return "ApiUserList";
  }

  /** Waits for the first page, like a promise's `then`. It is requested once. */
  then<A = ApiUserPage<T>, B = never>(
    onPage?: ((page: ApiUserPage<T>) => A | PromiseLike<A>) | null,
    onError?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    const list = inner.of(this) as Inner<T>;
    list.first ??= fetchPage(list.source, list.source.start, 1);
    return list.first.then(onPage, onError);
  }

  /** Handles a failed request of the first page, like a promise's `catch`. */
  catch<B = never>(onError?: ((error: unknown) => B | PromiseLike<B>) | null): Promise<ApiUserPage<T> | B> {
    return this.then(undefined, onError);
  }

  /** Runs when the first page has arrived or failed, like a promise's `finally`. */
  finally(onEnd?: (() => void) | null): Promise<ApiUserPage<T>> {
    return this.then().finally(onEnd);
  }

  /** Every API user, page after page. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    const source = sourceOf(this);
    for await (const { data } of readPages(source)) {
      for (const user of data) {
        throwIfAborted(source.options.signal);
        yield user;
      }
    }
  }

  /**
   * Every page, from the one at the query's `offset` to the last.
   *
   * @example
   * ```ts
   * let count = 0;
   * for await (const page of apiUsers.list({ limit: 100 }).pages()) {
   *   count += page.data.length;
   *   console.log(`${count} API users so far`);
   * }
   * ```
   */
  pages(): AsyncGenerator<ApiUserPage<T>, void, undefined> {
    return readPages(sourceOf(this));
  }

  /**
   * Collects the API users into an array.
   *
   * @throws a {@link SigfoxError} of the same kinds as {@link ApiUsersClient.list}. The users collected so far are lost; `message` says at
   * which `offset` to go on. To keep them, iterate over {@link ApiUserList.pages}.
   */
  async toArray(
    options: {
      /**
       * The maximum number of users to collect. No more pages are requested than needed; 0 sends nothing.
       *
       * @defaultValue all of them
       */
      readonly maxItems?: number | undefined;
    } = {},
  ): Promise<T[]> {
    const rule = { properties: { maxItems: { type: "integer", min: 0, max: Infinity } } };
    const { maxItems = Infinity } = checkOptions(rule, options, "listApiUsers");
    return await collect(sourceOf(this), maxItems);
  }
}

/** The first API users of a list. An error says where to go on after those that were read. */
async function collect<T>(source: PageSource<T>, maxItems: number): Promise<T[]> {
  const collected: T[] = [];
  if (maxItems === 0) return collected;
  /** The offset behind the last user. */
  let end = source.start;
  /** Where to go on, once a page was read. Where the list began, it would end the same way. */
  let offset = Infinity;
  try {
    for await (const page of readPages(source, source.start + maxItems)) {
      for (const item of page.data.slice(0, maxItems - collected.length)) collected.push(item);
      if (collected.length === maxItems) break;
      if (page.data.length > 0) end = page.offset + page.data.length;
      offset = usableOffset(page) ?? end;
    }
  } catch (error) {
    if (error instanceof SigfoxError && offset > source.start && offset <= highestOffset) {
      error.message += `; after ${collected.length} users: to go on, list with offset ${offset}`;
      // The message is a part of the stack.
      traceFrom(error, collect);
    }
    throw error;
  }
  return collected;
}

/** Where the next page starts, if it can be requested. */
function usableOffset({ offset, nextOffset = -1 }: ApiUserPage<unknown>): number | undefined {
  return nextOffset > offset && nextOffset <= highestOffset ? nextOffset : undefined;
}
