import { isObject, same } from "../openapi/json";
import { matchOperations, type Matched } from "../openapi/matchOperations";
import { isSuccess, type Model, type Operation, type Parameter, type Reply } from "../openapi/model";
import { change, sorted, type Change } from "./change";
import { compareShapes, deprecation } from "./compareShapes";
import { errorName, methodName, queryType, typeName, upperFirst, type Facade } from "./facade";
import { vocabularyChanges } from "./fieldsVocabulary";

/** What is different between two contracts, in the facade's words, the worst first. */
export function compareModels(before: Model, after: Model, facade: Facade): Change[] {
  const { matched, gone, added } = matchOperations(before.operations, after.operations);
  return sorted([
    ...modelChanges(before, after),
    ...securityChanges(matched),
    ...matched.flatMap(({ ours, their }) => operationChanges(ours, their, facade)),
    ...gone.map((operation) => removal(operation, facade)),
    ...added.map((operation) => addition(operation, facade)),
  ]);
}

const title = ({ operationId, method, path }: Operation) => `\`${operationId}\` (${method} ${path})`;

function removal(operation: Operation, facade: Facade): Change {
  const name = methodName(facade, operation.operationId);
  const touches = name === undefined ? [] : [name];
  return change("breaking", `${title(operation)} removed`, touches, "breaking for everyone who calls it");
}

function addition(operation: Operation, facade: Facade): Change {
  const name = methodName(facade, operation.operationId);
  const what = `${title(operation)} added${operation.deprecated ? ", deprecated" : ""}`;
  return name === undefined
    ? change("additive", what, [], "has no method of `ApiUsersClient` yet")
    : change("additive", what, [name]);
}

function modelChanges(before: Model, after: Model): Change[] {
  const [was, is] = [before.servers, after.servers].map((servers) => servers.join(" or ") || "nowhere");
  return [
    ...(was === is
      ? []
      : [change("breaking", `the API is at ${is ?? ""}, was at ${was ?? ""}`, ["ApiUsersClientOptions.baseUrl"])]),
    ...(same(before.version, after.version)
      ? []
      : [
          change(
            "documentation",
            `the API's version is ${after.version.join(".")}, was ${before.version.join(".")}`,
            [],
          ),
        ]),
    ...Object.keys({ ...before.prose, ...after.prose })
      .filter((key) => !same(withoutVersion(before.prose[key]), withoutVersion(after.prose[key])))
      .map((key) => change("documentation", `\`${key}\` of the contract changed`, [])),
  ];
}

const withoutVersion = (value: unknown) => (isObject(value) ? { ...value, version: undefined } : value);

function operationChanges(old: Operation, now: Operation, facade: Facade): Change[] {
  const id = `\`${now.operationId}\``;
  const method = methodName(facade, now.operationId) ?? methodName(facade, old.operationId) ?? "apiUsers.http";
  return [
    ...(old.operationId === now.operationId
      ? []
      : [change("breaking", `\`${old.operationId}\` is now called ${id}`, [method, "SigfoxError.operation"])]),
    ...(old.path === now.path
      ? []
      : [change("breaking", `${id}: the path is \`${now.path}\`, was \`${old.path}\``, ["apiUsers.http", method])]),
    ...(old.method === now.method
      ? []
      : [change("breaking", `${id}: the HTTP method is ${now.method}, was ${old.method}`, ["apiUsers.http", method])]),
    ...(old.deprecated === now.deprecated ? [] : [deprecation(now.deprecated, id, [method])]),
    ...parameterChanges(old, now, method),
    ...bodyChanges(old, now, method),
    ...replyChanges(old, now, method),
    ...Object.keys({ ...old.unread, ...now.unread })
      .filter((key) => !same(old.unread[key], now.unread[key]))
      .map((key) => change("compatible", `${id}: ${key} changed`, [method], "cannot be judged, look at it")),
    ...(same(old.prose, now.prose) ? [] : [change("documentation", `${id} is described differently`, [method])]),
  ];
}

const inWords = (security: readonly string[] | undefined) =>
  security === undefined || security.length === 0 ? "no credentials" : security.join(" or ");

/** One more way to authenticate is no loss. What is the same for all operations is said once. */
function securityChanges(matched: readonly Matched[]): Change[] {
  const said = matched.map(({ ours, their }) => `${inWords(their.security)}, took ${inWords(ours.security)}`);
  const isShared = new Set(said).size === 1;
  return matched.flatMap(({ ours, their }, index) => {
    if (inWords(ours.security) === inWords(their.security)) return [];
    const isKept = ours.security?.every((way) => their.security?.includes(way)) ?? false;
    const what = `${isShared ? "the API" : `\`${their.operationId}\``} takes ${said[index] ?? ""}`;
    return [change(isKept ? "additive" : "breaking", what, ["ApiUsersClientOptions.auth"])];
  });
}

function mediaChanges(
  label: string,
  was: readonly string[],
  is: readonly string[],
  touches: readonly string[],
): Change[] {
  return [
    ...is.filter((type) => !was.includes(type)).map((type) => change("additive", `${label} can be ${type}`, touches)),
    ...was
      .filter((type) => !is.includes(type))
      .map((type) => change("breaking", `${label} cannot be ${type} any more`, touches)),
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
    if (was === undefined) {
      const how = parameter.required ? "required" : "optional";
      return [change(parameter.required ? "breaking" : "additive", `${label} added, ${how}`, touches)];
    }
    if (is === undefined) return [change("breaking", `${label} removed`, touches)];
    const changes = compareShapes({ before: was.shape, after: is.shape, direction: "request", label, touches });
    if (was.required !== is.required) {
      const what = `${label} is now ${is.required ? "required" : "optional"}`;
      changes.push(change(is.required ? "breaking" : "additive", what, touches));
    }
    if (was.deprecated !== is.deprecated) changes.push(deprecation(is.deprecated, label, touches));
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
  const touches = [method];
  if (old.body === undefined && now.body === undefined) return [];
  if (old.body === undefined)
    return [change(now.body?.required === true ? "breaking" : "additive", `${label} added`, touches)];
  if (now.body === undefined) return [change("breaking", `${label} removed`, touches)];
  const { shape: before, media, required } = old.body;
  const changes = [
    ...compareShapes({ before, after: now.body.shape, direction: "request", label, touches }),
    ...mediaChanges(label, media, now.body.media, touches),
  ];
  if (required !== now.body.required) {
    const what = `${label} is now ${now.body.required ? "required" : "optional"}`;
    changes.push(change(now.body.required ? "breaking" : "additive", what, touches));
  }
  if (!same(old.body.prose, now.body.prose))
    changes.push(change("documentation", `${label} is described differently`, touches));
  return changes;
}

function replyChanges(old: Operation, now: Operation, method: string): Change[] {
  return [...new Set([...Object.keys(old.responses), ...Object.keys(now.responses)])].sort().flatMap((status) => {
    const [was, is] = [old.responses[status], now.responses[status]];
    const success = isSuccess(status);
    const label = `\`${now.operationId}\`: ${success ? "" : "error "}status ${status}`;
    const touches = success ? [method] : [errorName(status)];
    if (was === undefined) return [change("additive", `${label} added`, touches)];
    if (is === undefined) return [change(success ? "breaking" : "compatible", `${label} removed`, touches)];
    const result = success ? typeName(`${upperFirst(now.operationId)}Result`) : label;
    return replyContentChanges(was, is, label, touches, result);
  });
}

function replyContentChanges(
  was: Reply,
  is: Reply,
  label: string,
  touches: readonly string[],
  result: string,
): Change[] {
  const changes = headerChanges(was, is, label, touches);
  if (was.shape && is.shape)
    changes.push(
      ...compareShapes({ before: was.shape, after: is.shape, direction: "response", label: result, touches }),
      ...mediaChanges(`the body of ${label}`, was.media, is.media, touches),
    );
  else if (was.shape !== is.shape) {
    const what = `${label} ${is.shape ? "has a body now" : "has no body any more"}`;
    changes.push(change(is.shape ? "additive" : "breaking", what, touches));
  }
  if (!same(was.prose, is.prose) && (was.shape === undefined) === (is.shape === undefined))
    changes.push(change("documentation", `${label} is described differently`, touches));
  return changes;
}

function headerChanges(was: Reply, is: Reply, label: string, touches: readonly string[]): Change[] {
  return Object.keys({ ...was.headers, ...is.headers }).flatMap((name) => {
    const [before, after] = [was.headers[name], is.headers[name]];
    const header = `${label}: header \`${name}\``;
    if (before === undefined) return [change("additive", `${header} added`, touches)];
    if (after === undefined) return [change("breaking", `${header} removed`, touches)];
    return compareShapes({ before, after, direction: "response", label: header, touches });
  });
}
