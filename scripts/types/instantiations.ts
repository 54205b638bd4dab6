import { withFields, withoutFields } from "../bench/consumers";
import type { Consumer } from "../package/consumer";
import { compile } from "./compiler";

const name = "sigfox-api-users";

/**
 * How many types a program of the user makes the compiler instantiate, beyond what an empty file does: `list` and `get`, without and with
 * `fields`.
 */
export async function instantiations(
  consumer: Consumer,
  compiler: string,
): Promise<{ readonly withoutFields: number; readonly withFields: number }> {
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
  return {
    withoutFields: (await count(withoutFields(name))) - least,
    withFields: (await count(withFields(name))) - least,
  };
}
