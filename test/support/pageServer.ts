import { ApiUsersClient, type ApiUsersClientOptions } from "../../src/index";
import { auth } from "./stubFetch";

export interface PageServerOptions {
  /** The most users in a page, whatever is asked for. */
  readonly cap?: number;
  /** Runs before a page is answered: it may wait, or fail. The page is made after it. */
  readonly before?: (offset: number, signal: AbortSignal) => Promise<void> | undefined;
  /** How many users a page at an offset holds, in place of the limit and the cap. */
  readonly sizeOf?: (offset: number) => number;
}

/** A collection of users served in pages, which watches how it is read. */
export class PageServer {
  /** The ids of the users, as they are now. */
  ids: string[];
  /** The offsets asked for, in the order of the requests. */
  readonly asked: number[] = [];
  /** The offsets whose requests were cancelled before they were answered. */
  readonly cancelled: number[] = [];
  /** How many requests waited for an answer at most. */
  mostUnderWay = 0;
  readonly #options: PageServerOptions;
  readonly #waiting = new Set<AbortSignal>();

  constructor(total: number, options: PageServerOptions = {}) {
    this.ids = Array.from({ length: total }, (_, index) => `u${index}`);
    this.#options = options;
  }

  /** How many requests wait for an answer. */
  get underWay(): number {
    return this.#waiting.size;
  }

  client(options: ApiUsersClientOptions = {}): ApiUsersClient {
    return new ApiUsersClient({ auth, retryDelay: () => 0, ...options, fetch: this.fetch });
  }

  readonly fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const url = new URL(input instanceof Request ? input.url : input);
    const signal = init?.signal ?? new AbortController().signal;
    const offset = Number(url.searchParams.get("offset") ?? 0);
    const limit = Number(url.searchParams.get("limit") ?? 100);
    this.asked.push(offset);
    this.#waiting.add(signal);
    this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
    try {
      await cancellable(this.#options.before?.(offset, signal) ?? Promise.resolve(), signal, () => {
        this.cancelled.push(offset);
        this.#waiting.delete(signal);
      });
    } finally {
      this.#waiting.delete(signal);
    }
    return this.#page(url, offset, limit);
  };

  #page(url: URL, offset: number, limit: number): Response {
    const size = Math.min(limit, this.#options.sizeOf?.(offset) ?? this.#options.cap ?? limit);
    const data = this.ids.slice(offset, offset + size).map((id) => ({ id, name: id, timezone: "UTC" }));
    const next = offset + data.length;
    url.searchParams.set("offset", String(next));
    return Response.json({ data, paging: next < this.ids.length ? { next: url.href } : {} });
  }
}

/** Ends as soon as the signal is aborted, as the platform's `fetch` does. */
function cancellable(work: Promise<void>, signal: AbortSignal, onCancel: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = (): void => {
      onCancel();
      reject(signal.reason as Error);
    };
    if (signal.aborted) {
      cancel();
      return;
    }
    signal.addEventListener("abort", cancel);
    const end = (settle: () => void) => () => {
      signal.removeEventListener("abort", cancel);
      settle();
    };
    work.then(end(resolve), (error: unknown) => {
      end(() => {
        reject(error);
      })();
    });
  });
}

/** Something to wait for until it is opened. */
export class Gate {
  open: () => void = () => undefined;
  readonly opened = new Promise<void>((resolve) => {
    this.open = resolve;
  });
}

/** Waits until everything that needs no timer has happened. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** The ids of all that an iterable gives. */
export async function idsOf(users: AsyncIterable<{ readonly id: string }>): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of users) ids.push(id);
  return ids;
}
