import type { GenerationResult } from "./parts/generation";
import type { ImportingResult } from "./parts/importing";
import type { LoopbackResult } from "./parts/loopback";
import type { PagingResult } from "./parts/paging";
import type { SignalResult } from "./parts/signal";
import type { SizeResult } from "./parts/size";
import type { StreamingResult } from "./parts/streaming";
import type { StubResult } from "./parts/stub";
import type { TypesResult } from "./parts/types";

export interface Parts {
  readonly stub: StubResult;
  readonly loopback: LoopbackResult;
  readonly paging: PagingResult;
  readonly streaming: StreamingResult;
  readonly signal: SignalResult;
  readonly size: SizeResult;
  readonly importing: ImportingResult;
  readonly types: TypesResult;
  readonly generation: GenerationResult;
}

/** In the order in which they run. */
export const partNames: readonly (keyof Parts)[] = [
  "stub",
  "loopback",
  "paging",
  "streaming",
  "signal",
  "size",
  "importing",
  "types",
  "generation",
];

/** What one run gives, as `results.json` keeps it. */
export interface Results {
  readonly date: string;
  readonly node: string;
  readonly platform: string;
  readonly cores: number;
  readonly package: string;
  readonly parts: Parts;
}

export const method =
  "Each part runs in a process of its own on the built package. What is compared takes turns within the same run, in a new order each " +
  "round; figures are medians and the ratios are made of those. The stub is a `fetch` that looks at headers and signal and answers at " +
  "once, so that only the clients' own work is left; the loopback server has a thread of its own. Every client sends the same " +
  "credentials and parses the JSON; this one has its defaults on: both deadlines, retries, checks. Absolute times depend on the machine, " +
  "ratios much less.";
