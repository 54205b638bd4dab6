import { sorted, type Change } from "./change";
import { change, compareShapes } from "./compareShapes";
import { queryType, typeName, upperFirst, type FacadeNames } from "./facadeNames";
import { same, type JsonObject } from "./json";
import { operationKey, type Model, type Operation, type Parameter, type Reply } from "./model";
import { vocabularyChanges } from "./vocabulary";

/** What is different between two contracts, in the facade's words, the worst first. */
export function compare(before: Model, after: Model, names: FacadeNames): Change[] {
  const old = new Map(before.operations.map((operation) => [operationKey(operation), operation]));
  const now = new Map(after.operations.map((operation) => [operationKey(operation), operation]));
  return sorted(
    [...new Set([...old.keys(), ...now.keys()])]
      .flatMap((key) => operationChanges(old.get(key), now.get(key), names))
      .concat(aboutChanges(before.about, after.about)),
  );
}

function operationChanges(old: Operation | undefined, now: Operation | undefined, names: FacadeNames): Change[] {
  if (old === undefined || now === undefined) {
    const one = now ?? old;
    if (one === undefined) return [];
    const { operationId, method, path } = one;
    const known = names.method(operationId);
    const touches = known === undefined ? [] : [known];
    const what = `\`${operationId}\` (${method} ${path}) ${now ? "added" : "removed"}`;
    if (now)
      return [
        change("additive", what, touches, known === undefined ? "has no method of `ApiUsersClient` yet" : undefined),
      ];
    return [change("breaking", what, touches, "breaking for everyone who calls it")];
  }
  const method = names.method(now.operationId) ?? names.method(old.operationId) ?? `apiUsers.http`;
  return [
    ...(old.operationId === now.operationId
      ? []
      : [
          change("breaking", `\`${old.operationId}\` is now called \`${now.operationId}\``, [
            method,
            "SigfoxError.operation",
          ]),
        ]),
    ...(old.path === now.path
      ? []
      : [
          change("breaking", `\`${now.operationId}\`: the path is \`${now.path}\`, was \`${old.path}\``, [
            `apiUsers.http`,
          ]),
        ]),
    ...parameterChanges(old, now, method),
    ...bodyChanges(old, now, method),
    ...replyChanges(old, now, method, names),
    ...(same(old.prose, now.prose)
      ? []
      : [change("documentation", `\`${now.operationId}\` is described differently`, [method])]),
  ];
}

function parameterChanges(old: Operation, now: Operation, method: string): Change[] {
  const key = ({ name, in: where }: Parameter) => `${where} ${name}`;
  const before = new Map(old.parameters.map((parameter) => [key(parameter), parameter]));
  const after = new Map(now.parameters.map((parameter) => [key(parameter), parameter]));
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((one) => {
    const [was, is] = [before.get(one), after.get(one)];
    const parameter = is ?? was;
    if (parameter === undefined) return [];
    const label = `\`${now.operationId}\`: ${parameter.in} parameter \`${parameter.name}\``;
    const touches = [parameter.in === "query" ? `${queryType(now.operationId)}.${parameter.name}` : method];
    if (was === undefined)
      return [
        change(
          parameter.required ? "breaking" : "additive",
          `${label} added, ${parameter.required ? "required" : "optional"}`,
          touches,
        ),
      ];
    if (is === undefined) return [change("breaking", `${label} removed`, touches)];
    const changes = compareShapes({ before: was.shape, after: is.shape, direction: "request", label, touches });
    if (was.required !== is.required)
      changes.push(
        change(
          is.required ? "breaking" : "additive",
          `${label} is now ${is.required ? "required" : "optional"}`,
          touches,
        ),
      );
    if (!same(was.serialisation, is.serialisation))
      changes.push(change("breaking", `${label} is written differently in the URL`, touches));
    if (!same(was.prose, is.prose)) changes.push(change("documentation", `${label} is described differently`, touches));
    return [...changes, ...selectionChanges(was, is)];
  });
}

function selectionChanges(was: Parameter, is: Parameter): Change[] {
  const { added, removed } = vocabularyChanges(was.fields ?? {}, is.fields ?? {});
  return [
    ...added.map((name) => change("additive", `\`fields\`: \`${name}\` can be selected`, [`ApiUserFields.${name}`])),
    ...removed.map((name) =>
      change("breaking", `\`fields\`: \`${name}\` cannot be selected any more`, [`ApiUserFields.${name}`]),
    ),
  ];
}

function bodyChanges(old: Operation, now: Operation, method: string): Change[] {
  const label = `\`${now.operationId}\`: the request body`;
  if (old.body === undefined && now.body === undefined) return [];
  if (old.body === undefined)
    return [change(now.body?.required === true ? "breaking" : "additive", `${label} added`, [method])];
  if (now.body === undefined) return [change("breaking", `${label} removed`, [method])];
  const changes = compareShapes({
    before: old.body.shape,
    after: now.body.shape,
    direction: "request",
    label,
    touches: [method],
  });
  if (old.body.required !== now.body.required)
    changes.push(
      change(
        now.body.required ? "breaking" : "additive",
        `${label} is now ${now.body.required ? "required" : "optional"}`,
        [method],
      ),
    );
  if (!same(old.body.prose, now.body.prose))
    changes.push(change("documentation", `${label} is described differently`, [method]));
  return changes;
}

function replyChanges(old: Operation, now: Operation, method: string, names: FacadeNames): Change[] {
  return [...new Set([...Object.keys(old.responses), ...Object.keys(now.responses)])].sort().flatMap((status) => {
    const [was, is] = [old.responses[status], now.responses[status]];
    const success = status.startsWith("2");
    const label = `\`${now.operationId}\`: ${success ? "" : "error "}status ${status}`;
    const touches = success ? [method] : [errorName(status, names)];
    if (was === undefined) return [change(success ? "breaking" : "additive", `${label} added`, touches)];
    if (is === undefined) return [change(success ? "breaking" : "additive", `${label} removed`, touches)];
    return replyContentChanges(
      was,
      is,
      label,
      touches,
      success ? typeName(`${upperFirst(now.operationId)}Result`) : label,
    );
  });
}

function replyContentChanges(
  was: Reply,
  is: Reply,
  label: string,
  touches: readonly string[],
  result: string,
): Change[] {
  const changes: Change[] = [];
  if (was.shape && is.shape)
    changes.push(
      ...compareShapes({ before: was.shape, after: is.shape, direction: "response", label: result, touches }),
    );
  else if (was.shape !== is.shape) {
    const what = `${label} ${is.shape ? "has a body now" : "has no body any more"}`;
    changes.push(change(is.shape ? "additive" : "breaking", what, touches));
  }
  if (!same(was.prose, is.prose) || !same(was.headers, is.headers))
    changes.push(change("documentation", `${label} is described differently`, touches));
  return changes;
}

const errorName = (status: string, names: FacadeNames): string =>
  /^\d+$/.test(status) ? `SigfoxApiError of kind "${names.kind(Number(status))}"` : "SigfoxApiError";

function aboutChanges(before: JsonObject, after: JsonObject): Change[] {
  return ["servers", "security", "info", "tags"].flatMap((key) => {
    if (same(before[key] ?? null, after[key] ?? null)) return [];
    const severe = key === "servers" || key === "security";
    return [
      change(
        severe ? "breaking" : "documentation",
        `\`${key}\` of the contract changed`,
        severe ? ["ApiUsersClientOptions"] : [],
      ),
    ];
  });
}
