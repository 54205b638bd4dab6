import { dirname, join } from "node:path";
import type typescript from "typescript";
import type { LanguageService } from "./editor";

/** From the environment of the tests, where it is loaded only once. */
declare const lend: (path: string) => Compiler;
type Compiler = typeof typescript & { registryOfTests?: typescript.DocumentRegistry };

/** The language service that TypeScript had up to version 6, for the `program.ts` of a project. */
export function languageService(home: string, project: string): LanguageService {
  const ts: Compiler = lend(home);
  // What was parsed for one file of tests serves all others of the process.
  const registry = (ts.registryOfTests ??= ts.createDocumentRegistry());
  const { config } = ts.readConfigFile(project, (path) => ts.sys.readFile(path)) as { config: unknown };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, dirname(project));
  const file = join(dirname(project), "program.ts");
  let program = "";
  let version = 0;
  const host: typescript.LanguageServiceHost = {
    // The paths are absolute; a folder of its own would keep the project from sharing what was parsed.
    getCompilationSettings: () => ({ ...options, pathsBasePath: "/" }),
    getScriptFileNames: () => [file],
    getScriptVersion: (path) => (path === file ? String(version) : "0"),
    getScriptSnapshot: (path) => {
      const text = path === file ? program : ts.sys.readFile(path);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => dirname(project),
    getDefaultLibFileName: (settings) => ts.getDefaultLibFilePath(settings),
    fileExists: (path) => ts.sys.fileExists(path),
    readFile: (path) => ts.sys.readFile(path),
    directoryExists: (path) => ts.sys.directoryExists(path),
    realpath: (path) => ts.sys.realpath?.(path) ?? path,
  };
  const service = ts.createLanguageService(host, registry);
  const open = (text: string): void => {
    program = text;
    version += 1;
  };
  const words = (parts: typescript.SymbolDisplayPart[] | undefined) => ts.displayPartsToString(parts);
  const textOf = (described?: Pick<typescript.QuickInfo, "documentation" | "tags">) => {
    const tags = described?.tags?.map(({ name, text }) => `@${name} ${words(text)}`) ?? [];
    return [words(described?.documentation), ...tags].join("\n").trim();
  };
  return {
    async completions(text, position) {
      open(text);
      const { entries = [] } = service.getCompletionsAtPosition(file, position, {}) ?? {};
      return entries.map(({ name, source }) => ({
        name,
        text: async () => textOf(service.getCompletionEntryDetails(file, position, name, {}, source, {}, undefined)),
      }));
    },
    async hover(text, position) {
      open(text);
      const info = service.getQuickInfoAtPosition(file, position);
      return { type: words(info?.displayParts), text: textOf(info) };
    },
    async mistakes(text) {
      open(text);
      return [...service.getSyntacticDiagnostics(file), ...service.getSemanticDiagnostics(file)].map(
        ({ start = 0, length = 0, messageText }) => ({
          code: text.slice(start, start + length),
          message: ts.flattenDiagnosticMessageText(messageText, "\n"),
        }),
      );
    },
    async declarations(text) {
      open(text);
      const { outputFiles } = service.getEmitOutput(file, true, true);
      return outputFiles.map((output) => output.text).join("");
    },
    // Not disposed of: the registry would forget the library.
    close: () => undefined,
  };
}
