import { STATUS_CODES } from "node:http";
import { asObject, mapValues, namesOf, put, same, text, type JsonObject } from "../openapi/json";
import type { Matched } from "../openapi/matchOperations";
import {
  isSuccess,
  readModel,
  readParameter,
  usualStyle,
  type Model,
  type Parameter,
  type Reply,
} from "../openapi/model";
import type { Shape } from "../openapi/shape";
import { describedHere, isBoundOfOffset, requiredInBody } from "./inferences";
import { unlisted } from "./proseLists";
import { stated, type Schemas } from "./schemas";

/** Brings one operation of the contract up to date, with its parameters, body and responses. */
export class OperationMerge {
  readonly #schemas: Schemas;
  readonly #upstream: Model;
  readonly #matched: Matched;

  constructor(schemas: Schemas, upstream: Model, matched: Matched) {
    this.#schemas = schemas;
    this.#upstream = upstream;
    this.#matched = matched;
  }

  /** Pairs the schemas that both descriptions have. */
  pair(): void {
    const { ours, their } = this.#matched;
    for (const own of ours.parameters) {
      const parameter = findParameter(their.parameters, own);
      if (parameter === undefined) continue;
      const where = `${own.name} of ${their.operationId}`;
      for (const value of unlisted(proseOf(own), proseOf(parameter), own.shape.keywords["enum"]))
        this.#schemas.note(`the description of ${where} ${value}`);
      for (const [keyword, value] of Object.entries(own.shape.keywords))
        if (parameter.shape.keywords[keyword] === undefined && isBoundOfOffset(where, keyword))
          this.#schemas.note(`offset has no ${keyword} any more, the contract keeps ${JSON.stringify(value)}`);
      this.#schemas.pair(own.shape, parameter.shape, "request", where, own.node);
    }
    if (ours.body && their.body) {
      const { shape } = their.body;
      const needed = requiredInBody(ours).filter((name) => shape.properties?.[name] !== undefined);
      const upstream = { ...shape, required: [...new Set([...shape.required, ...needed])] };
      const holder = jsonOf(ours.body.node);
      this.#schemas.pair(ours.body.shape, upstream, "request", `the body of ${their.operationId}`, holder);
    }
    for (const [status, { shape }] of Object.entries(their.responses)) {
      const own = ours.responses[status];
      if (shape === undefined || own?.shape === undefined) continue;
      const direction = isSuccess(status) ? "response" : "error";
      this.#schemas.pair(own.shape, shape, direction, `${status} of ${their.operationId}`, jsonOf(own.node));
    }
  }

  /** Writes everything but the schemas that were paired. */
  edit(): void {
    const { ours, their } = this.#matched;
    put(ours.node, "deprecated", their.deprecated || undefined);
    for (const parameter of their.parameters) this.#parameter(parameter);
    this.#body();
    for (const status of namesOf(ours.responses, their.responses)) this.#reply(status);
    for (const [what, value] of Object.entries(their.unread))
      if (!same(value, ours.unread[what]))
        this.#schemas.note(`${their.operationId}: ${what} is not in the contract, write it by hand if it matters`);
  }

  #parameter(their: Parameter): void {
    const { ours } = this.#matched;
    const own = findParameter(ours.parameters, their);
    if (own === undefined) {
      ((ours.node["parameters"] ??= []) as JsonObject[]).push(this.#newParameter(their));
      return;
    }
    const { node, serialisation } = own;
    if (own.required !== their.required) put(node, "required", their.required || undefined);
    if (own.deprecated !== their.deprecated) put(node, "deprecated", their.deprecated || undefined);
    if (!same(own.fields ?? {}, their.fields ?? {})) put(node, "x-fields", their.fields);
    if (same(serialisation, their.serialisation)) return;
    // A style that is written out stays written out.
    put(node, "style", their.serialisation.style ?? (node["style"] === undefined ? undefined : usualStyle(own.in)));
    put(node, "explode", their.serialisation.explode);
  }

  /** A reference to a parameter that the contract has for others already, or a parameter of its own. */
  #newParameter(their: Parameter): JsonObject {
    const { name, required, deprecated, serialisation, shape, fields, prose } = their;
    for (const key of namesOf(asObject(asObject(this.#schemas.contract["components"])["parameters"]))) {
      const $ref = `#/components/parameters/${key}`;
      const own = readParameter(this.#schemas.contract, { $ref });
      if (findParameter([own], their) && same(facts(own), facts(their))) return { $ref };
    }
    const description = text(prose["description"]);
    return {
      ...{ name, in: their.in },
      ...(required && { required }),
      ...(deprecated && { deprecated }),
      ...(description !== undefined && { description }),
      ...serialisation,
      schema: this.#schemas.schema(shape, name),
      ...(fields && { "x-fields": fields }),
    };
  }

  #body(): void {
    const { ours, their } = this.#matched;
    const { body } = their;
    if (body === undefined) put(ours.node, "requestBody", undefined);
    else if (ours.body === undefined)
      ours.node["requestBody"] = { required: body.required, content: this.#content(body.shape, "the request body") };
    else if (ours.body.required !== body.required) ours.body.node["required"] = body.required;
    this.#noteMedia(ours.body?.media, body?.media, `the body of ${their.operationId}`);
  }

  #reply(status: string): void {
    const { ours, their } = this.#matched;
    const [own, reply] = [ours.responses[status], their.responses[status]];
    const responses = asObject(ours.node["responses"]);
    const where = `${status} of ${their.operationId}`;
    if (reply?.shape !== undefined && isSuccess(status)) this.#noteMedia(own?.media, reply.media, where);
    if (reply === undefined) put(responses, status, undefined);
    else if (own === undefined) responses[status] = this.#newReply(status, reply);
    else {
      if (reply.shape !== undefined) own.node["content"] ??= this.#content(reply.shape, where);
      else if (own.shape !== undefined) this.#endOfBody(own, reply, status, where);
      this.#headers(own, reply, status, where);
    }
  }

  /** The bodies of errors that are shared, and those that upstream does not describe, are described by the contract alone. */
  #endOfBody({ node }: Reply, { media }: Reply, status: string, where: string): void {
    const success = isSuccess(status);
    const isDescribed = this.#upstream.operations.some(({ responses }) => responses[status]?.shape !== undefined);
    if (media.length > 0) {
      if (success)
        this.#schemas.note(
          `${where} is ${media.join(" or ")} now: breaking, the client reads JSON; the contract keeps it`,
        );
    } else if (describedHere.includes(status)) return;
    else if (success || !isDescribed) put(node, "content", undefined);
    else this.#schemas.note(`${where} has no body any more, the contract keeps it`);
  }

  #headers(own: Reply, { headers }: Reply, status: string, where: string): void {
    const all = { ...asObject(own.node["headers"]) };
    for (const [name, shape] of Object.entries(headers)) {
      const known = own.headers[name];
      if (known !== undefined && known.type !== shape.type)
        this.#schemas.note(
          `header ${name} of ${where} is ${shape.type ?? "untyped"}, the contract says ${known.type ?? "nothing"}`,
        );
      all[name] ??= this.#header(shape);
    }
    if (!describedHere.includes(status))
      for (const name of namesOf(own.headers)) if (!headers[name]) put(all, name, undefined);
    put(own.node, "headers", namesOf(all).length > 0 ? all : undefined);
  }

  /** A response; for an error, the contract's own for that status, which is made if there is none. */
  #newReply(status: string, { shape, headers, prose }: Reply): JsonObject {
    const reason = STATUS_CODES[status] ?? (status === "default" ? "Any other status" : `Status ${status}`);
    const node = {
      description: text(prose["description"]) ?? `${reason}.`,
      ...(namesOf(headers).length > 0 && { headers: mapValues(headers, (one) => this.#header(one)) }),
      ...(shape && { content: this.#content(shape, `status ${status}`) }),
    };
    if (isSuccess(status)) return node;
    const { operations } = readModel(this.#schemas.contract);
    const replies = operations.map((one) => asObject(asObject(one.node["responses"])[status])["$ref"]);
    const known = replies.find((ref) => ref !== undefined);
    if (known !== undefined) return { $ref: known };
    const name = reason.replaceAll(/\W+/g, "");
    const components = asObject(this.#schemas.contract["components"]);
    ((components["responses"] ??= {}) as JsonObject)[name] = node;
    return { $ref: `#/components/responses/${name}` };
  }

  #content(shape: Shape, where: string): JsonObject {
    return { "application/json": { schema: this.#schemas.schema(shape, where) } };
  }

  #header({ description, ...shape }: Shape): JsonObject {
    return {
      ...(description !== undefined && { description }),
      schema: this.#schemas.schema(shape, "a header"),
    };
  }

  /** The client speaks JSON: what else upstream speaks is no loss, but worth knowing. */
  #noteMedia(ours: readonly string[] = [], theirs: readonly string[] = [], where: string): void {
    for (const type of theirs)
      if (type !== "application/json" && !ours.includes(type))
        this.#schemas.note(`${where} can also be ${type}, which the contract does not say`);
  }
}

export const findParameter = (all: readonly Parameter[], wanted: Parameter): Parameter | undefined =>
  all.find((one) => one.name === wanted.name && one.in === wanted.in);

/** What is true of a parameter beside its prose. */
export const facts = ({ required, deprecated, serialisation, fields = {}, shape }: Parameter): JsonObject => ({
  ...{ required, deprecated, serialisation, fields, type: shape.type, stated: stated(shape) },
});

/** What is said of a parameter, and of its values. */
const proseOf = ({ shape, prose }: Parameter): string =>
  [text(prose["description"]), shape.description].filter(Boolean).join("\n");

const jsonOf = (holder: JsonObject): JsonObject => asObject(asObject(holder["content"])["application/json"]);
