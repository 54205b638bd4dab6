import type { Consumer } from "../package/consumer";
import { compile } from "./compiler";

/** How many types each of some programs of the user makes the compiler instantiate, beyond what an empty file does. */
export async function instantiations<N extends string>(
  consumer: Consumer,
  compiler: string,
  programs: Readonly<Record<N, string>>,
): Promise<Readonly<Record<N, number>>> {
  const count = async (text: string): Promise<number> => {
    await consumer.write("program.ts", text);
    const said = await compile(consumer, compiler, ["program.ts"], {
      module: "esnext",
      moduleResolution: "bundler",
      lib: ["es2022", "dom"],
      skipLibCheck: true,
      extendedDiagnostics: true,
    });
    const [, instantiated] = /^Instantiations:\s+(\d+)/m.exec(said) ?? [];
    if (instantiated === undefined) throw new Error(`No count of instantiations in:\n${said}`);
    return Number(instantiated);
  };
  const least = await count("export {};");
  const counts = new Map<string, number>();
  for (const [name, text] of Object.entries<string>(programs)) counts.set(name, (await count(text)) - least);
  return Object.fromEntries(counts) as Record<N, number>;
}
