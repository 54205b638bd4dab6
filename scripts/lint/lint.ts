import { ESLint } from "eslint";
import { parseArgs } from "node:util";
import ts from "typescript";

// The compiler and the rules over one program: each with a program of its own takes half as long again.
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { fix: { type: "boolean", default: false } },
});
const program = programOf("tsconfig.json");
const mistakes = ts.getPreEmitDiagnostics(program);
if (mistakes.length > 0) {
  const host = {
    getCurrentDirectory: () => process.cwd(),
    getCanonicalFileName: (name: string) => name,
    getNewLine: () => "\n",
  };
  console.error(ts.formatDiagnosticsWithColorAndContext(mistakes, host));
  process.exitCode = 1;
} else {
  // A fix would change the text that the program was made from.
  const parserOptions = values.fix ? {} : { programs: [program], project: null };
  const eslint = new ESLint({ fix: values.fix, overrideConfig: { languageOptions: { parserOptions } } });
  const results = await eslint.lintFiles(positionals.length > 0 ? positionals : ["."]);
  await ESLint.outputFixes(results);
  const text = await (await eslint.loadFormatter()).format(results);
  if (text !== "") console.error(text);
  if (results.some(({ errorCount, warningCount }) => errorCount + warningCount > 0)) process.exitCode = 1;
}

function programOf(path: string): ts.Program {
  const { config } = ts.readConfigFile(path, (name) => ts.sys.readFile(name)) as { config: unknown };
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, process.cwd());
  return ts.createProgram(fileNames, options);
}
