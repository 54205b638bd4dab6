import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { engine, ours } from "../contenders";
import { median, shuffled, type Durations } from "../measure";
import { settings } from "../part";

export interface ImportingResult {
  /** Milliseconds. */
  readonly time: Durations;
  /** Globals of fetch that were read or written by the import. */
  readonly touched: readonly string[];
}

const fetchGlobals = ["fetch", "Request", "Response", "Headers", "FormData", "AbortController", "AbortSignal"];

/** How long an import takes that is the first in a fresh process, by the name that users import. */
export default async function importing(): Promise<ImportingResult> {
  const modules = {
    [engine]: "openapi-fetch",
    "a module that only exports openapi-fetch": "./scripts/bench/engineAlone.mjs",
    [ours]: settings.built.name,
  };
  const { rounds = 41 } = settings;
  const times = new Map<string, number[]>(Object.keys(modules).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, module] of shuffled(Object.entries(modules)))
      times.get(name)?.push(Number(await run(timing(module))));
  }
  return {
    time: Object.fromEntries([...times].map(([name, figures]) => [name, median(figures)])),
    touched: JSON.parse(await run(watching(modules[ours]))) as string[],
  };
}

const timing = (name: string): string => `
  const start = performance.now();
  await import(${JSON.stringify(name)});
  process.stdout.write(String(performance.now() - start));`;

const watching = (name: string): string => `
  const touched = [];
  for (const global of ${JSON.stringify(fetchGlobals)}) {
    const value = globalThis[global];
    Object.defineProperty(globalThis, global, {
      configurable: true,
      get: () => (touched.push(global), value),
      set: () => touched.push(global),
    });
  }
  await import(${JSON.stringify(name)});
  process.stdout.write(JSON.stringify(touched));`;

async function run(code: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", code], {
    cwd: settings.root,
  });
  return stdout;
}
