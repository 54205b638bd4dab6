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
  /** A file for each program, so that those that are opened together are one program for the compiler, which it checks the library for once. */
  const files = new Map<string, string>();
  const fileOf = (text: string): string => {
    const file = files.get(text) ?? join(dirname(project), `program${files.size}.ts`);
    files.set(text, file);
    return file;
  };
  const host: typescript.LanguageServiceHost = {
    // The paths are absolute; a folder of its own would keep the project from sharing what was parsed.
    getCompilationSettings: () => ({ ...options, pathsBasePath: "/" }),
    getScriptFileNames: () => [...files.values()],
    getScriptVersion: () => "0",
    getScriptSnapshot: (path) => {
      const text = [...files].find(([, file]) => file === path)?.[0] ?? ts.sys.readFile(path);
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
  const words = (parts: typescript.SymbolDisplayPart[] | undefined) => ts.displayPartsToString(parts);
  const textOf = (described?: Pick<typescript.QuickInfo, "documentation" | "tags">) => {
    const tags = described?.tags?.map(({ name, text }) => `@${name} ${words(text)}`) ?? [];
    return [words(described?.documentation), ...tags].join("\n").trim();
  };
  return {
    open(texts) {
      texts.forEach(fileOf);
    },
    async completions(text, position) {
      const file = fileOf(text);
      const { entries = [] } = service.getCompletionsAtPosition(file, position, {}) ?? {};
      return entries.map(({ name, source }) => ({
        name,
        text: async () => textOf(service.getCompletionEntryDetails(file, position, name, {}, source, {}, undefined)),
      }));
    },
    async hover(text, position) {
      const file = fileOf(text);
      const info = service.getQuickInfoAtPosition(file, position);
      return { type: words(info?.displayParts), text: textOf(info) };
    },
    async mistakes(text) {
      const file = fileOf(text);
      return [...service.getSyntacticDiagnostics(file), ...service.getSemanticDiagnostics(file)].map(
        ({ start = 0, length = 0, messageText }) => ({
          code: text.slice(start, start + length),
          message: ts.flattenDiagnosticMessageText(messageText, "\n"),
        }),
      );
    },
    async declarations(text) {
      const file = fileOf(text);
      const { outputFiles } = service.getEmitOutput(file, true, true);
      return outputFiles.map((output) => output.text).join("");
    },
    // Not disposed of: the registry would forget the library.
    close: () => undefined,
  };
}
