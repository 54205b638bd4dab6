import ts from "typescript";

/**
 * What an editor shows of the exported classes and interfaces of a file of declarations, and of their properties and methods.
 *
 * @returns what is said, by name, such as `ApiUser.timezone`; and the names of which nothing is said
 */
export function hovers(path: string): { readonly said: ReadonlyMap<string, string>; readonly undocumented: string[] } {
  const program = ts.createProgram([path], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: [],
    skipLibCheck: true,
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(path);
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`${path} exports nothing`);
  const said = new Map<string, string>();
  const say = (name: string, symbol: ts.Symbol): void => {
    said.set(name, ts.displayPartsToString(symbol.getDocumentationComment(checker)));
  };
  for (const exported of checker.getExportsOfModule(module)) {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    say(exported.name, symbol);
    if (!(symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface))) continue;
    for (const member of checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol))) {
      // Neither what comes from TypeScript's own library nor what is private is described here.
      const isOwn = member.declarations?.some((one) => one.getSourceFile() === source && !isPrivate(one)) === true;
      if (isOwn) say(`${exported.name}.${member.name}`, member);
    }
  }
  return { said, undocumented: [...said].filter(([, text]) => text === "").map(([name]) => name) };
}

const isPrivate = (declaration: ts.Declaration): boolean =>
  ts.isPropertyDeclaration(declaration) && ts.isPrivateIdentifier(declaration.name);
