import type * as Library from "openapi-backend";
import { peek } from "../errors/thrown";
import { badRequest, methodNotAllowed, notFound, Refusal, type Answer } from "./answers";
import type { Call, Handlers } from "./handlers";
import { issuesOf } from "./issues";
import type { Incoming } from "./recorder";
import { document, type OperationId } from "./schema";

/** The contract at work: what a request asks for, whether it may be asked, and the handler's answer to it. */
export interface Contract {
  operationOf(incoming: Incoming): OperationId | undefined;
  answer(incoming: Incoming): Promise<Answer>;
}

type Module = Pick<typeof Library, "OpenAPIBackend">;
type AnyCall = Call<OperationId>;

const peer = "openapi-backend";
const advice = `sigfox-api-users/testing needs ${peer}: npm install --save-dev ${peer}@5.20.0`;

/**
 * Reads the contract with openapi-backend, which is loaded only now: it is an optional peer dependency.
 *
 * @throws Error if openapi-backend is not installed
 */
export async function readContract(
  handlers: Handlers,
  load: () => Promise<Module | { readonly default: Module }> = () => import("openapi-backend"),
): Promise<Contract> {
  const library = await load().catch((cause: unknown) => {
    // Told alone where that is all: an error of the client shows the innermost cause, and that would be the runtime's.
    const isMissing = /MODULE_NOT_FOUND/.test(String(peek(cause, "code")));
    throw new Error(advice, isMissing ? {} : { cause });
  });
  // Some bundlers give a CommonJS module as the default export and nothing else.
  const { OpenAPIBackend } = "OpenAPIBackend" in library ? library : library.default;
  const backend = await new OpenAPIBackend({
    definition: document as Library.Document,
    handlers: {
      ...Object.fromEntries(Object.entries(handlers).map(([id, handler]) => [id, adapt(handler as AnyHandler)])),
      notFound: () => notFound(),
      methodNotAllowed: ({ request }: Library.Context) => methodNotAllowed(allowedMethods(backend, request.path)),
      preOperationHandler: ({ operation }: Library.Context, { search }: Place) => {
        refuseRepeated(operation, search);
      },
      validationFail: ({ validation }: Library.Context) => badRequest(...issuesOf(validation.errors ?? [])),
    },
    // The library's check of the definition is for OpenAPI 3.0; the contract is 3.1.
    quick: true,
    strict: true,
    ignoreTrailingSlashes: false,
    coerceTypes: true,
    ajvOpts: { allErrors: true, useDefaults: true },
  }).init();

  return {
    operationOf({ method, url }) {
      const { path } = locate(url);
      return backend.matchOperation({ method, path, headers: {} })?.operationId as OperationId | undefined;
    },
    async answer({ method, url, headers, body }) {
      const { path, search, target } = locate(url);
      if (!isDecodable(path)) return badRequest({ type: "path", field: "path", message: "malformed percent-encoding" });
      try {
        const request = { method, path, query: queryOf(search), headers, body };
        return (await backend.handleRequest(request, { target, search } satisfies Place)) as Answer;
      } catch (error) {
        if (error instanceof Refusal) return error.answer;
        throw error;
      }
    },
  };
}

type Place = Pick<AnyCall, "target" | "search">;
type AnyHandler = (call: AnyCall) => Answer;
type ReadContext = Library.Context<AnyCall["body"], AnyCall["path"], AnyCall["query"]>;

const adapt =
  (handler: AnyHandler) =>
  ({ request }: ReadContext, place: Place) =>
    handler({ path: request.params, query: request.query, body: request.requestBody, ...place });

// As an object, so that the library does not read brackets in a name as a list, which is no part of the contract.
function queryOf(search: string): Record<string, string | string[]> {
  const query = new URLSearchParams(search);
  return Object.fromEntries(
    [...query.keys()].map((name) => {
      const values = query.getAll(name);
      return [name, values.length > 1 ? values : values.join()];
    }),
  );
}

/** The library takes a list in a repeated parameter where the contract wants it in a single one. */
function refuseRepeated({ parameters = [] }: Library.Operation, search: string): void {
  const query = new URLSearchParams(search);
  for (const parameter of parameters)
    if ("explode" in parameter && !parameter.explode && query.getAll(parameter.name).length > 1)
      throw new Refusal(badRequest({ type: "query", field: parameter.name, message: "given more than once" }));
}

function allowedMethods(backend: Library.OpenAPIBackend, path: string): string[] {
  const methods = new Set(backend.getOperations().map(({ method }) => method));
  return [...methods]
    .filter((method) => backend.matchOperation({ method, path, headers: {} }))
    .map((method) => method.toUpperCase());
}

const roots = [...new Set(Object.keys(document.paths).map((path) => path.split("/")[1]))];
const resource = new RegExp(`/(?:${roots.join("|")})(?=/|$)`);

/** The path from the resource on, whatever base is in front of it. */
function locate(url: string) {
  const { origin, pathname, search } = new URL(url);
  const path = pathname.slice(Math.max(pathname.search(resource), 0));
  return { path, search, target: origin + pathname };
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
