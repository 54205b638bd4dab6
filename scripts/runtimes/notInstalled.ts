/** That a runtime is not to be had here: neither a failure nor a success. */
export class NotInstalled extends Error {
  readonly reason: string;

  constructor(what: string, cause: unknown) {
    super(`${what} cannot be installed`, { cause });
    this.reason = cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : String(cause);
  }
}
