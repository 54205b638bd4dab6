import type { ErrorContext } from "../errors/classes";
import { contract, type OperationId } from "../schema";

/** Whether a URL would take a path segment for a step through the path. */
export const isStep = (segment: unknown): boolean => segment === "." || segment === "..";

/** A path of the contract with each parameter as exactly one segment. */
export function fillPath(template: string, params: Readonly<Record<string, string>> = {}): string {
  let path = template;
  for (const name in params) path = path.replace(`{${name}}`, encodeURIComponent(params[name] ?? ""));
  return path;
}

/** What an error reports about its call. */
export function callOf(
  operation: OperationId,
  params?: Readonly<Record<string, string>>,
): Omit<ErrorContext, "summary"> {
  const { method, path } = contract[operation];
  return { operation, method, path: fillPath(path, params) };
}
