import { join, posix } from "node:path";
import ts from "typescript";
import { root, type Block } from "./blocks";

/** Where the modules that the blocks stand for are said to be, so that they find the packages that are installed. */
const folder = join(root, "test/docs/.examples").replaceAll("\\", "/");

/** A reader's strictest settings, for ES modules that Node.js runs as they are. */
const strictest: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts", "lib.dom.asynciterable.d.ts"],
  types: ["node", "jest"],
  strict: true,
  allowUnreachableCode: false,
  allowUnusedLabels: false,
  erasableSyntaxOnly: true,
  exactOptionalPropertyTypes: true,
  isolatedModules: true,
  moduleDetection: ts.ModuleDetectionKind.Force,
  noFallthroughCasesInSwitch: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noPropertyAccessFromIndexSignature: true,
  noUncheckedIndexedAccess: true,
  noUncheckedSideEffectImports: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  verbatimModuleSyntax: true,
  esModuleInterop: true,
  resolveJsonModule: true,
  skipLibCheck: true,
  noEmit: true,
};

const packages: Readonly<Record<string, string>> = {
  "sigfox-api-users": join(root, "src/index.ts"),
  "sigfox-api-users/testing": join(root, "src/testing/index.ts"),
  // A stand-in, see there: the real one is installed by the readers who use it.
  vitest: join(root, "test/docs/support/vitest.ts"),
};

/** What the compiler has to say of each block that is wrong, by its place: one program for all of them. */
export function typecheck(blocks: readonly Block[]): Map<string, string[]> {
  const files = new Map(blocks.map((block) => [posix.join(folder, block.module), block]));
  const program = ts.createProgram([...files.keys()], strictest, hostOf(files));
  const mistakes = new Map<string, string[]>();
  for (const [path, { place, isFragment }] of files) {
    const file = program.getSourceFile(path);
    const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].filter(
      ({ reportsUnnecessary }) => isFragment !== true || reportsUnnecessary === undefined,
    );
    if (found.length > 0) mistakes.set(place, found.map(inWords));
  }
  return mistakes;
}

function hostOf(files: ReadonlyMap<string, Block>): ts.CompilerHost {
  const disk = ts.createCompilerHost(strictest);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (path) => files.has(path) || disk.fileExists(path),
    directoryExists: (path) => path.startsWith(folder) || disk.directoryExists?.(path) === true,
    readFile: (path) => files.get(path)?.code ?? disk.readFile(path),
    getSourceFile: (path, language) => {
      const code = files.get(path)?.code;
      return code === undefined ? disk.getSourceFile(path, language) : ts.createSourceFile(path, code, language);
    },
    resolveModuleNameLiterals: (literals, from, redirected, _, source) =>
      literals.map((literal) => {
        const resolvedFileName = packages[literal.text];
        if (resolvedFileName !== undefined) return { resolvedModule: { resolvedFileName, extension: ts.Extension.Ts } };
        // The sources of the library are bundled: their imports have no extensions.
        const isOurs =
          from.startsWith(root.replaceAll("\\", "/")) && !from.startsWith(folder) && !from.includes("/node_modules/");
        const options = isOurs ? bundled : strictest;
        const mode = isOurs ? ts.ModuleKind.ESNext : ts.getModeForUsageLocation(source, literal, strictest);
        return ts.resolveModuleName(literal.text, from, options, host, undefined, redirected, mode);
      }),
  };
  return host;
}

const bundled: ts.CompilerOptions = {
  ...strictest,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
};

function inWords({ file, start, messageText }: ts.Diagnostic): string {
  const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : "?";
  return `line ${line} of the block: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
}
