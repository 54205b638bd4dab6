import { getEventListeners } from "node:events";
import { setImmediate as turn } from "node:timers/promises";
import { createOurs } from "../clients";
import { stubServer } from "../stubServer";
import { userAt } from "../users";

export interface SignalResult {
  readonly calls: number;
  readonly listenersLeft: number;
  readonly warnings: number;
}

/** One signal for the whole life of a program: half of the calls one after the other, half of them at the same time. */
export default async function signal(): Promise<SignalResult> {
  let warnings = 0;
  process.on("warning", () => {
    warnings += 1;
  });
  const calls = 20_000;
  const client = createOurs(stubServer(JSON.stringify(userAt(7))));
  const { signal } = new AbortController();
  const get = () => client.get("5f", undefined, { signal });
  for (let count = 0; count < calls / 2; count += 1) await get();
  await Promise.all(Array.from({ length: calls / 2 }, get));
  // Warnings are emitted a turn later.
  await turn();
  return { calls, listenersLeft: getEventListeners(signal, "abort").length, warnings };
}
