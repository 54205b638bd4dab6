import type { SigfoxIssue } from "./errors";

/** Problems of path parameters that URLs take for steps through the path, however they are encoded. */
export function climbingSegments(params: Readonly<Record<string, unknown>>): SigfoxIssue[] {
  return Object.entries(params)
    .filter(([, segment]) => segment === "." || segment === "..")
    .map(([field]) => ({ type: "path", field, message: 'must not be "." or ".."' }));
}

/** A path of the contract with each parameter as exactly one segment. */
export function fillPath(template: string, params: Readonly<Record<string, unknown>> = {}): string {
  return template.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = params[name];
    return typeof value === "string" ? encodeURIComponent(value) : placeholder;
  });
}
