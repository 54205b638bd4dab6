import type { Upstream, UpstreamOperation, UpstreamParameter, UpstreamSchema } from "./upstream";

/** The one operation of that method and path; a test that names another has a mistake in it. */
export function operation(document: Upstream, method: string, path: string): UpstreamOperation {
  const found = document.paths[path]?.[method];
  if (found === undefined) throw new Error(`${method} ${path} is not upstream`);
  return found;
}

export function parameter(document: Upstream, method: string, path: string, name: string): UpstreamParameter {
  const found = operation(document, method, path).parameters.find((one) => one.name === name);
  if (found === undefined) throw new Error(`${name} is no parameter of ${method} ${path}`);
  return found;
}

export function property(document: Upstream, definition: string, name: string): UpstreamSchema {
  const found = document.definitions[definition]?.properties?.[name];
  if (found === undefined) throw new Error(`${definition}.${name} is not upstream`);
  return found;
}

export function properties(document: Upstream, definition: string): Record<string, UpstreamSchema> {
  const found = document.definitions[definition]?.properties;
  if (found === undefined) throw new Error(`${definition} is not upstream`);
  return found;
}

/** Puts another name into the block of `group`, in both operations that have `fields`. */
export function selectable(document: Upstream, group: string): void {
  for (const path of ["/api-users/", "/api-users/{id}"])
    parameter(document, "get", path, "fields").enum = [group, "profiles(name\\,roles(name\\,perms(name)))"];
}
