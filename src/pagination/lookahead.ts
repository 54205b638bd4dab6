import { SigfoxError, traceFrom } from "../errors/classes";
import { oneByOne } from "./oneByOne";

/** A part of a list: where it begins, and where the next one does. */
export interface Located {
  readonly data: readonly unknown[];
  readonly offset: number;
  readonly nextOffset: number | undefined;
}

export interface LookaheadOptions<P extends Located> {
  /** Fetches the part at an offset. */
  readonly read: (offset: number, number: number, cancel: AbortSignal) => Promise<P>;
  /** Where to read on after a part, or where to begin; throws if reading cannot go on. */
  readonly follow: (previous: P | undefined, read: number) => number | undefined;
  readonly highestOffset: number;
  readonly concurrency: number;
}

/** What became of a window. */
interface End<P> {
  readonly part?: P;
  readonly error?: unknown;
}

interface Window<P> {
  readonly offset: number;
  /** Whether it was asked for before the part in front of it was there. */
  readonly isEarly: boolean;
  readonly controller: AbortController;
  readonly end: Promise<End<P>>;
}

const done = { done: true, value: undefined } as const;

/**
 * Reads a list part by part, in order. The first part is read alone; once it has shown how far a part reaches, up to `concurrency` of
 * the following windows are asked for at a time, and up to 2 × `concurrency` are kept ahead of the consumer. A window counts only if
 * it begins where the part before it really ended: otherwise it is dropped and asked for anew, so that the result is that of reading
 * one part after the other.
 */
export class Lookahead<P extends Located> implements AsyncIterableIterator<P> {
  readonly #options: LookaheadOptions<P>;
  #windows: Window<P>[] = [];
  #underWay = 0;
  #read = 0;
  #previous: P | undefined;
  /** Whether the last window asked for is known to be the end, or has failed. */
  #atEnd = false;
  #isClosed = false;
  readonly #turns = oneByOne(() => this.#advance());

  constructor(options: LookaheadOptions<P>) {
    this.#options = options;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<P, undefined>> {
    return this.#turns.run();
  }

  return(): Promise<IteratorResult<P, undefined>> {
    this.#close();
    return Promise.resolve(done);
  }

  #close(): void {
    this.#isClosed = true;
    this.#dropFrom(0);
  }

  async #advance(): Promise<IteratorResult<P, undefined>> {
    if (this.#isClosed) return done;
    try {
      const offset = this.#options.follow(this.#previous, this.#read);
      if (offset === undefined) return await this.return();
      if (this.#windows[0]?.offset !== offset) {
        this.#dropFrom(0);
        this.#ask(offset);
      }
      const window = this.#windows[0];
      const end = await window?.end;
      // Closed while it was awaited, which ended the window too.
      if (window === undefined || end === undefined || this.#windows.length === 0) return done;
      if (end.part === undefined) throw end.error;
      if (window.isEarly && end.part.data.length === 0 && end.part.nextOffset === undefined) {
        // There was nothing yet: what is there now was added before the part in front was answered.
        this.#dropFrom(0);
        return await this.#advance();
      }
      this.#windows.shift();
      this.#previous = end.part;
      this.#read += 1;
      this.#fill();
      return { done: false, value: end.part };
    } catch (error) {
      // It may come from a window that nobody was waiting for yet: its stack is to lead to who waits now.
      if (error instanceof SigfoxError) traceFrom(error, this.#advance);
      this.#close();
      throw error;
    }
  }

  #ask(offset: number): void {
    const controller = new AbortController();
    const number = this.#read + this.#windows.length + 1;
    const end = this.#settle(controller, this.#options.read(offset, number, controller.signal));
    this.#windows.push({ offset, isEarly: this.#windows.length > 0, controller, end });
    this.#underWay += 1;
  }

  /** Waits for a window that was asked for. A failure is kept until it is the window's turn. */
  async #settle(controller: AbortController, asked: Promise<P>): Promise<End<P>> {
    const end = await asked.then(
      (part): End<P> => ({ part }),
      (error: unknown): End<P> => ({ error }),
    );
    this.#underWay -= 1;
    const index = this.#windows.findIndex((window) => window.controller === controller);
    if (index !== -1 && end.part?.nextOffset === undefined) {
      this.#dropFrom(index + 1);
      this.#atEnd = true;
    }
    this.#fill();
    return end;
  }

  /** Asks for windows ahead, as many as may be under way and may be kept. */
  #fill(): void {
    const { concurrency, highestOffset } = this.#options;
    if (concurrency === 1 || this.#previous?.nextOffset === undefined) return;
    const step = this.#previous.nextOffset - this.#previous.offset;
    while (
      step > 0 &&
      !this.#atEnd &&
      !this.#isClosed &&
      this.#underWay < concurrency &&
      this.#windows.length < 2 * concurrency
    ) {
      const last = this.#windows.at(-1);
      const offset = last === undefined ? this.#previous.nextOffset : last.offset + step;
      if (offset > highestOffset) return;
      this.#ask(offset);
    }
  }

  #dropFrom(index: number): void {
    for (const { controller } of this.#windows.splice(index)) controller.abort();
    this.#atEnd = false;
  }
}
