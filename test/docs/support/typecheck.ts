import { join, posix } from "node:path";
import ts from "typescript";
import { root, type Block } from "./blocks";

/** Where the modules that the blocks stand for are said to be, so that they find the packages that are installed. */
const folder = join(root, "test/docs/.examples").replaceAll("\\", "/");

/** What the compiler has to say of each block that is wrong, by its place: one program for all of them. */
export function typecheck(blocks: readonly Block[], lenience: ts.CompilerOptions = {}): Map<string, string[]> {
  const files = new Map(blocks.map((block) => [posix.join(folder, block.module), block]));
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (path) => ts.sys.readFile(path)) as {
    config: { compilerOptions: object };
  };
  const options: ts.CompilerOptions = {
    ...ts.convertCompilerOptionsFromJson(config.compilerOptions, root).options,
    noUnusedLocals: true,
    noUnusedParameters: true,
    ...lenience,
    moduleDetection: ts.ModuleDetectionKind.Force,
    paths: {
      "sigfox-api-users": [join(root, "src/index.ts")],
      "sigfox-api-users/testing": [join(root, "src/testing/index.ts")],
    },
  };
  const disk = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (path) => files.has(path) || disk.fileExists(path),
    directoryExists: (path) => path.startsWith(folder) || disk.directoryExists?.(path) === true,
    readFile: (path) => files.get(path)?.code ?? disk.readFile(path),
    getSourceFile: (path, language) => {
      const code = files.get(path)?.code;
      return code === undefined ? disk.getSourceFile(path, language) : ts.createSourceFile(path, code, language);
    },
  };
  const program = ts.createProgram([...files.keys()], options, host);
  const mistakes = new Map<string, string[]>();
  for (const [path, { place }] of files) {
    const file = program.getSourceFile(path);
    const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    if (found.length > 0) mistakes.set(place, found.map(inWords));
  }
  return mistakes;
}

function inWords({ file, start, messageText }: ts.Diagnostic): string {
  const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : "?";
  return `line ${line} of the block: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
}
