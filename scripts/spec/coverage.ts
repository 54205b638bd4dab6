/** What the facade has, read from its source, so that it can be told even where it does not compile. */
import ts from "typescript";
import type { FacadeNames } from "./facadeNames";
import type { Model } from "./model";

/** The public methods of `ApiUsersClient`, by the operationId that each names, itself or in a private method that it calls. */
export function facadeMethods(clientSource: string): Map<string, string> {
  const file = ts.createSourceFile("client.ts", clientSource, ts.ScriptTarget.Latest, true);
  const client = file.statements.find(
    (one): one is ts.ClassDeclaration => ts.isClassDeclaration(one) && one.name?.text === "ApiUsersClient",
  );
  const bodies = new Map(
    [...(client?.members ?? [])].filter(ts.isMethodDeclaration).map(({ name, body }) => [name.getText(file), body]),
  );
  const methods = new Map<string, string>();
  for (const [name, body] of bodies)
    if (body !== undefined && !name.startsWith("#"))
      for (const operationId of operationsNamed(body, bodies)) methods.set(operationId, name);
  return methods;
}

/** Text in the place of an operationId: the value of a property `operation`, or the first argument of a call. */
function operationsNamed(body: ts.Node, bodies: ReadonlyMap<string, ts.Node | undefined>): Set<string> {
  const found = new Set<string>();
  const looked = new Set<ts.Node>();
  const look = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) && /^[a-z]+[A-Z]\w*$/.test(node.text) && inPlace(node)) found.add(node.text);
    const called = ts.isPrivateIdentifier(node) ? bodies.get(node.text) : undefined;
    if (called !== undefined && !looked.has(called)) {
      looked.add(called);
      look(called);
    }
    ts.forEachChild(node, look);
  };
  look(body);
  return found;
}

function inPlace(node: ts.StringLiteral): boolean {
  const { parent } = node;
  if (ts.isPropertyAssignment(parent)) return ts.isIdentifier(parent.name) && parent.name.text === "operation";
  return ts.isCallExpression(parent) && parent.arguments[0] === node;
}

export interface Gaps {
  readonly operationsWithoutMethod: readonly string[];
  readonly methodsWithoutOperation: readonly string[];
  readonly statusesWithoutKind: readonly string[];
}

/** Where the facade is behind the contract, or ahead of it. */
export function coverageGaps(contract: Model, methods: ReadonlyMap<string, string>, kindOf: FacadeNames["kind"]): Gaps {
  const operations = new Set(contract.operations.map(({ operationId }) => operationId));
  const statuses = new Map<string, string[]>();
  for (const { operationId, responses } of contract.operations)
    for (const status of Object.keys(responses))
      if (!status.startsWith("2") && kindOf(Number(status)) === "unexpected")
        statuses.set(status, [...(statuses.get(status) ?? []), operationId]);
  return {
    operationsWithoutMethod: [...operations].filter((operation) => !methods.has(operation)),
    methodsWithoutOperation: [...methods]
      .filter(([operation]) => !operations.has(operation))
      .map(([, method]) => method),
    statusesWithoutKind: [...statuses].map(([status, users]) => `${status} (${users.join(", ")})`),
  };
}

/** The names that a difference is told in, from the source of the facade. */
export function facadeNames(clientSource: string, kindOf: FacadeNames["kind"]): FacadeNames {
  const methods = facadeMethods(clientSource);
  return {
    method: (operationId) => {
      const method = methods.get(operationId);
      return method === undefined ? undefined : `ApiUsersClient.${method}`;
    },
    kind: kindOf,
  };
}
