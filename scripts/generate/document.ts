/** As much of an OpenAPI document as the scripts look at. */
export interface Document {
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly [key: string]: unknown;
}

export interface PathItem {
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly [method: string]: unknown;
}

export interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly requestBody?: RequestBody | Reference;
  readonly responses: Readonly<Record<string, Response | Reference>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: "query" | "path" | "header" | "cookie";
  readonly required?: boolean;
  readonly style?: string;
  readonly explode?: boolean;
  readonly schema: Schema | Reference;
  readonly "x-fields"?: FieldsTree;
}

export interface RequestBody {
  readonly content: Readonly<Record<string, { readonly schema: Schema | Reference }>>;
}

export interface Response {
  readonly content?: Readonly<Record<string, { readonly schema: Schema | Reference }>>;
}

export interface Reference {
  readonly $ref: string;
}

export interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema | Reference>>;
  readonly items?: Schema | Reference;
  readonly allOf?: readonly (Schema | Reference)[];
  readonly required?: readonly string[];
  readonly [keyword: string]: unknown;
}

export interface FieldsTree {
  readonly [name: string]: true | FieldsTree;
}

export const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"] as const;

/** The object that a reference stands for, or the object itself. */
export function resolve<T extends object>(document: Document, value: T | Reference): T {
  if (!("$ref" in value)) return value;
  const target = value.$ref
    .replace(/^#\//, "")
    .split("/")
    .reduce<unknown>(
      (at, key) => (at as Record<string, unknown> | undefined)?.[key.replaceAll("~1", "/").replaceAll("~0", "~")],
      document,
    );
  if (target === undefined) throw new Error(`${value.$ref} points at nothing`);
  return resolve(document, target as T | Reference);
}

/** A schema with its reference followed and its `allOf` members merged into it. */
export function flatten(document: Document, schema: Schema | Reference): Schema {
  const { allOf, ...own } = resolve<Schema>(document, schema);
  if (allOf === undefined) return own;
  return [...allOf.map((member) => flatten(document, member)), own].reduce((merged, member) => ({
    ...merged,
    ...member,
    ...(merged.properties && member.properties && { properties: { ...merged.properties, ...member.properties } }),
    ...(merged.required && member.required && { required: [...new Set([...merged.required, ...member.required])] }),
  }));
}

/** Every operation of the document, with the parameters of its path and of its own. */
export function operationsOf(document: Document) {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    methods
      .filter((method) => item[method] !== undefined)
      .map((method) => {
        const operation = item[method] as Operation;
        const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((one) =>
          resolve<Parameter>(document, one),
        );
        return { path, method: method.toUpperCase(), operation, parameters };
      }),
  );
}
