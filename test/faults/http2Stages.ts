import { Agent } from "undici";
import type { Ending } from "../../scripts/runtimes/http2Server";
import { createHttp2Stage } from "../../scripts/runtimes/http2Stage";
import { undiciFetch } from "../support/undici";
import type { End } from "./rules";

/** A way in which every exchange over HTTP/2 goes wrong. */
export interface Http2Stage {
  readonly name: string;
  readonly end: End;
  readonly ending: Ending;
}

export const http2Stages: readonly Http2Stage[] = [
  { name: "refuses the stream (HTTP/2)", end: "unsent", ending: "refuses" },
  { name: "resets the stream (HTTP/2)", end: "lost", ending: "resets" },
  { name: "goes away (HTTP/2)", end: "lost", ending: "goesAway" },
  { name: "resets the stream in the body (HTTP/2)", end: "cut without a word", ending: "cuts" },
  { name: "resets the stream after the answer's headers (HTTP/2)", end: "cut without a word", ending: "cutsAtOnce" },
];

/** Runs something with each of these servers, and a `fetch` that speaks HTTP/2 with them. */
export async function overHttp2(
  run: (stage: Http2Stage, url: string, fetch: ReturnType<typeof undiciFetch>) => Promise<void>,
): Promise<void> {
  const server = await createHttp2Stage();
  for (const stage of http2Stages) {
    // Each has connections of its own: what ends them comes late to some requests.
    const agent = new Agent({ allowH2: true, connect: { ca: server.certificate } });
    await run(stage, `${server.place.url}/${stage.ending}`, undiciFetch(agent));
    await agent.destroy();
  }
  await server.close();
}
