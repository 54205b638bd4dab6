/** A process that may crash: from some step on, nothing that it does has an effect, and nothing comes back. */
export class Crash {
  readonly #underWay: Promise<unknown>[] = [];
  readonly #crashed: Promise<"crashed">;
  #crash: () => void = () => undefined;
  #left: number;

  /** @param steps - how many half-steps it takes: each thing that it does begins and ends */
  constructor(steps: number) {
    this.#left = steps;
    this.#crashed = new Promise((resolve) => {
      this.#crash = () => {
        resolve("crashed");
      };
    });
  }

  /** Does something, unless it has crashed; a crash while it is done leaves it done, but does not say so. */
  readonly step = async <T>(does: () => Promise<T>): Promise<T> => {
    if (!this.#isAlive()) return await this.#nothing();
    const doing = does();
    this.#underWay.push(doing);
    const end = await doing.then(
      (value) => () => value,
      (error: unknown) => () => {
        throw error;
      },
    );
    if (!this.#isAlive()) return await this.#nothing();
    return end();
  };

  /** Runs until it ends or crashes. What was on its way then has arrived. */
  async run<T>(program: () => Promise<T>): Promise<T | "crashed"> {
    const end = await Promise.race([this.#crashed, program()]);
    await Promise.allSettled(this.#underWay);
    return end;
  }

  #isAlive(): boolean {
    this.#left -= 1;
    return this.#left >= 0;
  }

  async #nothing(): Promise<never> {
    this.#crash();
    return await new Promise<never>(() => undefined);
  }
}
