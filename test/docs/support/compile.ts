import ts from "typescript";

/**
 * The code of a block as the body of a CommonJS module. If it awaits outside of any function, as an ES module may, all but its imports
 * becomes a function, and the module exports the promise `finished`.
 */
export function compile(code: string): string {
  const { outputText } = ts.transpileModule(awaitsAtTop(code) ? inFunction(code) : code, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true },
  });
  return outputText;
}

function inFunction(code: string): string {
  const file = parse(code);
  const imports = file.statements.filter((statement) => ts.isImportDeclaration(statement));
  const end = imports.at(-1)?.end ?? 0;
  return `${code.slice(0, end)}\nexport const finished = (async () => {${code.slice(end)}\n})();`;
}

function awaitsAtTop(code: string): boolean {
  const awaits = (node: ts.Node): boolean =>
    ts.isAwaitExpression(node) ||
    (ts.isForOfStatement(node) && node.awaitModifier !== undefined) ||
    (!ts.isFunctionLike(node) && (ts.forEachChild(node, awaits) ?? false));
  return awaits(parse(code));
}

const parse = (code: string): ts.SourceFile => ts.createSourceFile("block.ts", code, ts.ScriptTarget.Latest, true);
