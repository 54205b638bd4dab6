import { join } from "node:path";
import ts from "typescript";

/** Files that are not on the disk, by absolute path. */
export type Texts = ReadonlyMap<string, string>;

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  noEmit: true,
};

/** The declarations of the package as they are made from the source, by the path that each would have beside it. */
export function declarationsOf(root: string): Texts {
  const texts = new Map<string, string>();
  const program = ts.createProgram([join(root, "src/index.ts")], {
    ...options,
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    noCheck: true,
  });
  program.emit(undefined, (path, text) => texts.set(path, text));
  return texts;
}

/**
 * How many types the compiler instantiates to check a file of a user of the package, beyond those for an empty file. Throws if the
 * file does not compile.
 */
export class Counter {
  readonly #parsed = new Map<string, ts.SourceFile | undefined>();
  readonly #root: string;
  readonly #virtual: Texts;
  readonly #base: number;

  constructor(root: string, virtual: Texts = new Map()) {
    this.#root = root;
    this.#virtual = virtual;
    this.#base = this.#total("export {};");
  }

  count(text: string): number {
    return this.#total(text) - this.#base;
  }

  #total(text: string): number {
    const consumer = join(this.#root, "consumer.ts");
    const program = ts.createProgram(
      [consumer],
      options,
      this.#host(new Map([...this.#virtual, [consumer, text]]), consumer),
    );
    const diagnostics = [
      ...program.getOptionsDiagnostics(),
      ...program.getSyntacticDiagnostics(),
      ...program.getSemanticDiagnostics(),
    ];
    if (diagnostics.length > 0) {
      throw new Error(
        diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")).join("\n"),
      );
    }
    return program.getInstantiationCount();
  }

  #host(texts: Texts, consumer: string): ts.CompilerHost {
    const host = ts.createCompilerHost(options);
    return {
      ...host,
      // Declarations that were made take the place of the source that they were made from.
      fileExists: (path) => texts.has(path) || (!texts.has(path.replace(/\.ts$/, ".d.ts")) && host.fileExists(path)),
      readFile: (path) => texts.get(path) ?? host.readFile(path),
      getSourceFile: (path, languageVersion) => {
        if (path === consumer) return ts.createSourceFile(path, texts.get(path) ?? "", languageVersion);
        if (!this.#parsed.has(path)) {
          const text = texts.get(path) ?? host.readFile(path);
          this.#parsed.set(path, text === undefined ? undefined : ts.createSourceFile(path, text, languageVersion));
        }
        return this.#parsed.get(path);
      },
    };
  }
}
