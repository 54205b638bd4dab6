import { literal, rule } from "./contractFacts";
import { flatten, operationsOf, resolve, type Document, type Parameter, type Response } from "./document";

const delimiters: Readonly<Record<string, string>> = { form: ",", spaceDelimited: " ", pipeDelimited: "|" };

/** The source of the facts that only a server needs: how lists come in a query, and the successful answer of each operation. */
export function serviceFacts(document: Document): string {
  const operations = Object.fromEntries(
    operationsOf(document).map(({ operation, parameters }) => {
      const success = Object.entries(operation.responses).find(([status]) => status.startsWith("2"));
      if (success === undefined) throw new Error(`${operation.operationId} has no successful response`);
      const [status, response] = success;
      const schema = resolve<Response>(document, response).content?.["application/json"]?.schema;
      const lists = parameters.filter((parameter) => parameter.in === "query" && isJoined(document, parameter));
      const facts = {
        ...(lists.length > 0 && {
          delimiters: Object.fromEntries(lists.map(({ name, style = "form" }) => [name, delimiters[style]])),
        }),
        status: Number(status),
        ...(schema !== undefined && { body: rule(document, schema) }),
      };
      return [operation.operationId, facts];
    }),
  );
  return (
    "/** Of each operation: what delimits the lists of its query, and the status and the body of its success. */\n" +
    `export const service = ${literal(operations)} as const;\n`
  );
}

/** Whether a list is sent in a single parameter. By default, a form repeats the parameter instead. */
function isJoined(document: Document, { schema, style = "form", explode = style === "form" }: Parameter): boolean {
  return flatten(document, schema).type === "array" && !explode;
}
