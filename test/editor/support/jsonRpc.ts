import type { ChildProcessByStdio } from "node:child_process";
import type { Readable, Writable } from "node:stream";

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}
interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** JSON-RPC with a server on its standard input and output, framed as language servers do it. */
export class JsonRpc {
  readonly #server: ChildProcessByStdio<Writable, Readable, null>;
  readonly #waiting = new Map<number, Waiting>();
  #received = Buffer.alloc(0);
  #lastId = 0;

  constructor(server: ChildProcessByStdio<Writable, Readable, null>) {
    this.#server = server;
    server.stdout.on("data", (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      for (let message = this.#next(); message !== undefined; message = this.#next()) this.#take(message);
    });
    server.on("exit", () => {
      for (const { reject } of this.#waiting.values()) reject(new Error("The language server has exited"));
    });
  }

  async request<T>(method: string, params: object): Promise<T> {
    const id = ++this.#lastId;
    const result = new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    this.#send({ id, method, params });
    return (await result) as T;
  }

  notify(method: string, params: object): void {
    this.#send({ method, params });
  }

  #send(message: object): void {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.#server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  /** The first message that has arrived whole. */
  #next(): Message | undefined {
    const end = this.#received.indexOf("\r\n\r\n");
    const [, length] = /Content-Length: (\d+)/i.exec(this.#received.toString("latin1", 0, Math.max(end, 0))) ?? [];
    const start = end + 4;
    if (length === undefined || this.#received.length < start + Number(length)) return undefined;
    const body = this.#received.toString("utf8", start, start + Number(length));
    this.#received = this.#received.subarray(start + Number(length));
    return JSON.parse(body) as Message;
  }

  #take({ id, method, result, error }: Message): void {
    if (id === undefined) return;
    // It asks to be told of changed settings; there are none.
    if (method !== undefined) {
      this.#send({ id, result: null });
      return;
    }
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) waiting?.resolve(result);
    else waiting?.reject(new Error(error.message));
  }
}
