import { checkOptions, refusedOption } from "../contract/check";
import { SigfoxAbortError, SigfoxPaginationError } from "../errors/classes";
import { Lookahead } from "./lookahead";
import { callRules, type CallOptions } from "../options";
import { oneByOne } from "./oneByOne";
import { callOf } from "../contract/path";
import { contract } from "../schema";

/** The content of a page, as it was received. */
export interface PageContent<T> {
  readonly data: T[];
  readonly nextOffset: number | undefined;
}

/** How a list is read. */
export interface Reading<T> {
  readonly fetchPage: (offset: number, options: CallOptions, cancel?: AbortSignal) => Promise<PageContent<T>>;
  readonly start: number;
  readonly options: CallOptions;
  readonly concurrency: number;
}

/**
 * One page of a list. It is immutable.
 *
 * @typeParam T - an API user, with the fields that were selected
 *
 * @category Reading
 */
export class ApiUserPage<T> {
  /** The API users of this page, in the server's order. */
  readonly data: readonly T[];
  /** How many API users stand before this page. */
  readonly offset: number;
  /** Where the next page begins; `undefined` on the last page. */
  readonly nextOffset: number | undefined;
  readonly #reading: Reading<T>;
  readonly #number: number;

  /** @internal */
  constructor(content: PageContent<T>, offset: number, reading: Reading<T>, number: number) {
    this.data = Object.freeze(content.data);
    this.offset = offset;
    this.nextOffset = content.nextOffset;
    this.#reading = reading;
    this.#number = number;
    Object.freeze(this);
  }

  /** Whether more API users may follow. */
  get hasNext(): boolean {
    return this.nextOffset !== undefined;
  }

  /**
   * Fetches the next page.
   *
   * @param options - options of this call, over those of the list
   * @returns the page, or `undefined` if this was the last one
   * @throws a {@link SigfoxPaginationError} past the highest offset that the API allows, or if the server's next page would not advance
   * @throws a {@link SigfoxError} of the same kinds as {@link ApiUsersClient.list}
   */
  async next(options?: CallOptions): Promise<ApiUserPage<T> | undefined> {
    const offset = offsetAfter(this, this.#number);
    if (offset === undefined) return undefined;
    const given = options === undefined ? {} : checkOptions(callRules, options, "listApiUsers");
    const reading = { ...this.#reading, options: { ...this.#reading.options, ...given } };
    return await readPage(reading, offset, this.#number + 1);
  }

  /** The page as plain data, without passwords. */
  toJSON(): { data: readonly T[]; offset: number; nextOffset: number | undefined; hasNext: boolean } {
    return { data: this.data, offset: this.offset, nextOffset: this.nextOffset, hasNext: this.hasNext };
  }
}

/**
 * A list of API users. Nothing is sent until it is used: `await` it for its first page, iterate over it for every API user, over
 * {@link ApiUserList.pages} for every page, or collect it with {@link ApiUserList.toArray}. Each iteration starts anew; awaiting it
 * again gives the same first page.
 *
 * @typeParam T - an API user, with the fields that were selected
 *
 * @category Reading
 */
export class ApiUserList<T> implements Promise<ApiUserPage<T>>, AsyncIterable<T> {
  readonly #reading: Reading<T>;
  #first: Promise<ApiUserPage<T>> | undefined;

  /** @internal */
  constructor(reading: Reading<T>) {
    this.#reading = reading;
  }

  /** With this a list fits wherever a `Promise` of its first page is asked for. */
  get [Symbol.toStringTag](): string {
    return "ApiUserList";
  }

  /** Gives the first page, as a promise's `then` does. It is fetched once. */
  then<A = ApiUserPage<T>, B = never>(
    onPage?: ((page: ApiUserPage<T>) => A | PromiseLike<A>) | null,
    onError?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#first ??= readPage(this.#reading, this.#reading.start, 1);
    return this.#first.then(onPage, onError);
  }

  /** Handles the failure to fetch the first page, as a promise's `catch` does. */
  catch<B = never>(onError?: ((error: unknown) => B | PromiseLike<B>) | null): Promise<ApiUserPage<T> | B> {
    return this.then(undefined, onError);
  }

  /** Runs when the first page is there or has failed, as a promise's `finally` does. */
  finally(onEnd?: (() => void) | null): Promise<ApiUserPage<T>> {
    return this.then().finally(onEnd);
  }

  /** Every API user, page after page. */
  [Symbol.asyncIterator](): AsyncIterableIterator<T, undefined> {
    return new Items(this.pages(), this.#reading.options.signal);
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
  pages(): AsyncIterableIterator<ApiUserPage<T>, undefined> {
    const reading = this.#reading;
    return new Lookahead({
      concurrency: reading.concurrency,
      highestOffset,
      read: (offset, number, cancel) => readPage(reading, offset, number, cancel),
      follow: (previous, read) => {
        throwIfAborted(reading.options.signal);
        return previous === undefined ? reading.start : offsetAfter(previous, read);
      },
    });
  }

  /**
   * Collects the API users into an array.
   *
   * @throws a {@link SigfoxError} of the same kinds as {@link ApiUsersClient.list}; what was collected until then is lost
   */
  async toArray(
    options: {
      /**
       * How many are collected at most: reading stops there without an error, and 0 sends nothing.
       *
       * @defaultValue all of them
       */
      readonly maxItems?: number | undefined;
    } = {},
  ): Promise<T[]> {
    const { maxItems = Infinity } = checkOptions({ maxItems: {} }, options, "listApiUsers");
    if (maxItems !== Infinity && !(Number.isSafeInteger(maxItems) && maxItems >= 0)) {
      throw refusedOption("maxItems", "must be a whole number from 0", "listApiUsers");
    }
    const collected: T[] = [];
    if (maxItems === 0) return collected;
    for await (const { data } of this.pages()) {
      for (const item of data.slice(0, maxItems - collected.length)) collected.push(item);
      if (collected.length === maxItems) break;
    }
    return collected;
  }
}

/** Items of pages. Written by hand: an async generator with `yield*` takes four times as long for each item. */
class Items<T> implements AsyncIterableIterator<T, undefined> {
  readonly #pages: AsyncIterableIterator<ApiUserPage<T>, undefined>;
  readonly #signal: AbortSignal | undefined;
  #data: readonly T[] = [];
  #at = 0;
  #isClosed = false;
  readonly #turns = oneByOne(() => this.#take());

  constructor(pages: AsyncIterableIterator<ApiUserPage<T>, undefined>, signal: AbortSignal | undefined) {
    this.#pages = pages;
    this.#signal = signal;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    if (!this.#turns.isBusy() && this.#at < this.#data.length && this.#signal?.aborted !== true) {
      return Promise.resolve({ done: false, value: this.#data[this.#at++] as T });
    }
    return this.#turns.run();
  }

  async return(): Promise<IteratorResult<T, undefined>> {
    this.#isClosed = true;
    this.#data = [];
    await this.#pages.return?.();
    return { done: true, value: undefined };
  }

  async #take(): Promise<IteratorResult<T, undefined>> {
    if (this.#signal?.aborted === true) this.#data = [];
    while (this.#at >= this.#data.length) {
      const page = await this.#pages.next();
      if (page.done === true || this.#isClosed) return { done: true, value: undefined };
      this.#data = page.value.data;
      this.#at = 0;
    }
    return { done: false, value: this.#data[this.#at++] as T };
  }
}

const call = callOf("listApiUsers");
const highestOffset = contract.listApiUsers.input.query?.properties?.["offset"]?.maximum ?? Infinity;

async function readPage<T>(
  reading: Reading<T>,
  offset: number,
  number: number,
  cancel?: AbortSignal,
): Promise<ApiUserPage<T>> {
  return new ApiUserPage(await reading.fetchPage(offset, reading.options, cancel), offset, reading, number);
}

/** Where to read on after a page. */
function offsetAfter({ offset, nextOffset }: ApiUserPage<unknown>, pagesRead: number): number | undefined {
  if (nextOffset === undefined) return undefined;
  const refused = (summary: string): Error => new SigfoxPaginationError({ ...call, summary }, nextOffset, pagesRead);
  if (nextOffset <= offset)
    throw refused(`the page after offset ${offset} would begin at ${nextOffset}, which does not advance`);
  if (nextOffset > highestOffset) {
    const remedy = "narrow the query with groupIds or profileId and list the parts";
    throw refused(`offset ${nextOffset} is past ${highestOffset}, the highest that the API allows: ${remedy}`);
  }
  return nextOffset;
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return;
  throw new SigfoxAbortError({ ...call, summary: "aborted by the caller", cause: signal.reason });
}
