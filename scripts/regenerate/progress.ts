/** Says what is going on: on a terminal in one line that is written over, elsewhere in one line for each step. */
export class Progress {
  readonly #stream: NodeJS.WriteStream;
  readonly #running = new Set<string>();

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  /** Shows a step while it goes on, and what came of it. */
  async step<T>(name: string, work: Promise<T>, outcome: (result: T) => string): Promise<T> {
    this.#running.add(name);
    this.#draw();
    const result = await work;
    this.#running.delete(name);
    this.#print(`${name.padEnd(15)} ${outcome(result)}`);
    this.#draw();
    return result;
  }

  #print(line: string): void {
    this.#stream.write(`${this.#stream.isTTY ? "\r\u001b[2K" : ""}${line}\n`);
  }

  #draw(): void {
    if (!this.#stream.isTTY) return;
    this.#stream.write(`\r\u001b[2K${this.#running.size > 0 ? `${[...this.#running].join(", ")} …` : ""}`);
  }
}
