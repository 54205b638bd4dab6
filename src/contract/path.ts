import type { ErrorContext, SigfoxIssue } from "../errors/classes";
import { contract, type OperationId } from "../schema";

/** What is wrong with path parameters that URLs take for steps through the path, however they are encoded. */
export function climbingSegments(params: Readonly<Record<string, unknown>>): SigfoxIssue[] {
  const issues: SigfoxIssue[] = [];
  for (const field in params) {
    const segment = params[field];
    if (segment === "." || segment === "..") issues.push({ type: "path", field, message: 'must not be "." or ".."' });
  }
  return issues;
}

/** A path of the contract with each parameter as exactly one segment. */
export function fillPath(template: string, params: Readonly<Record<string, string>> = {}): string {
  let path = template;
  for (const name in params) path = path.replace(`{${name}}`, encodeURIComponent(params[name] ?? ""));
  return path;
}

/** What an error tells of a call before it is made. */
export function callOf(
  operation: OperationId,
  params?: Readonly<Record<string, string>>,
): Omit<ErrorContext, "summary"> {
  const { method, path } = contract[operation];
  return { operation, method, path: fillPath(path, params) };
}
