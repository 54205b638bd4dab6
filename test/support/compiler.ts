import { dirname } from "node:path";
import ts from "typescript";
import type { Compiler } from "../../scripts/types/compiler";

/** Declarations, each parsed once for all programs. */
const declarations = new Map<string, ts.SourceFile | undefined>();

function hostOf(options: ts.CompilerOptions): ts.CompilerHost {
  const whole = ts.createCompilerHost(options);
  const getSourceFile: ts.CompilerHost["getSourceFile"] = (path, version, ...rest) => {
    if (!/\.d\.[cm]?ts$/.test(path)) return whole.getSourceFile(path, version, ...rest);
    const key = JSON.stringify([path, version]);
    if (!declarations.has(key)) declarations.set(key, whole.getSourceFile(path, version, ...rest));
    return declarations.get(key);
  };
  return { ...whole, getSourceFile };
}

/** The consumer's own files and the declarations of this package; those of others take ten times as long, and `test:runtimes` checks them. */
const isOurs = ({ fileName }: ts.SourceFile): boolean =>
  fileName.includes("/sigfox-api-users/dist/") || !fileName.includes("/node_modules/");

/** Compiles as the command does, in this process. */
export const compilerOfTests: Compiler = (project) => {
  const folder = dirname(project);
  const { config } = ts.readConfigFile(project, (path) => ts.sys.readFile(path)) as { config: unknown };
  const { options, fileNames, errors } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
  const program = ts.createProgram(fileNames, options, hostOf(options));
  const sources = fileNames.map((name) => program.getSourceFile(name));
  const found = [
    ...errors,
    ...program.getOptionsDiagnostics(),
    ...program.getSyntacticDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...program
      .getSourceFiles()
      .filter(isOurs)
      .flatMap((file) => program.getSemanticDiagnostics(file)),
    // Without anything to emit it would check the whole program.
    ...(options.noEmit === true ? [] : sources.flatMap((file) => program.emit(file).diagnostics)),
  ];
  const said = ts.formatDiagnostics(found, {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => folder,
    getNewLine: () => "\n",
  });
  if (found.length > 0) return Promise.reject(new Error(said));
  return Promise.resolve(
    options["extendedDiagnostics"] === true ? `Instantiations: ${program.getInstantiationCount()}` : "",
  );
};
