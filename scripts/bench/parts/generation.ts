import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { generate } from "../../generate/outputs";
import { median } from "../measure";
import { settings } from "../part";

export interface GenerationResult {
  /** Milliseconds: the first time in a process, and the median of those after it. */
  readonly first: number;
  readonly warm: number;
}

/** Writing everything in `generated/` from the contract, in memory. */
export default async function generation(): Promise<GenerationResult> {
  const yaml = await readFile(join(settings.root, "openapi/api-users.yaml"), "utf8");
  const times: number[] = [];
  const { rounds = 11 } = settings;
  for (let round = 0; round <= rounds; round += 1) {
    const start = performance.now();
    await generate(yaml);
    times.push(performance.now() - start);
  }
  const [first = NaN, ...warm] = times;
  return { first, warm: median(warm) };
}
