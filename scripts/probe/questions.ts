import type { Caller } from "./caller";
import { isSuccess, listIn, property, refusedWith, send, textIn, type Reply, type Service } from "./service";

/** Finds out one thing. The answer has no ids, names, secrets or texts of the server. */
type Ask<Subject> = (service: Service, subject: Subject) => Promise<string>;

/** How to find out the answer of each question. */
export type Questions<Subject> = Readonly<Record<string, Ask<Subject>>>;

const nobody = "000000000000000000000000";
const own = ({ login }: Caller, query = "") => `/api-users/${encodeURIComponent(login)}${query}`;

/** What a request shows. */
const by =
  <Subject>(pathOf: string | ((subject: Subject) => string), describe: (reply: Reply) => string): Ask<Subject> =>
  async (service, subject) =>
    describe(await send(service, typeof pathOf === "string" ? pathOf : pathOf(subject)));

/** What can be found out by reading alone. */
export const readingQuestions: Questions<Caller> = {
  "limit=101": by("/api-users/?limit=101", pageSizeOf),
  "offset=40001": by("/api-users/?limit=1&offset=40001", acceptance),
  next: describeNext,
  "paging of the last page": by("/api-users/?limit=1&offset=40000", pagingOf),
  groupIds: describeGroupFilter,
  "group and profiles without fields": by(own, relationsOf),
  "group and profiles with fields=group(name),profiles(name)": by(
    (caller) => own(caller, "?fields=group(name),profiles(name)"),
    relationsOf,
  ),
  "group.type": by((caller) => own(caller, "?fields=group(type)"), typeOfGroup),
  "unknown name in fields": by((caller) => own(caller, "?fields=nothing"), acceptance),
  "unknown query parameter": by("/api-users/?limit=1&nothing=1", acceptance),
  "accessToken in get": by(own, shows),
  "accessToken in list": by("/api-users/?limit=100", tokensOf),
  "a 400": by("/api-users/?limit=abc", describeBody),
  "a 401": async (service) =>
    // Nobody's login, so that no account is locked.
    describeBody(await send(service, "/api-users/?limit=1", { auth: { username: nobody, password: "wrong" } })),
  "a 404": by(`/api-users/${nobody}`, describeBody),
  "doc.json": by("/doc.json", acceptance),
};

export function acceptance(reply: Reply): string {
  return isSuccess(reply) ? `accepted with ${reply.status}` : refusedWith(reply);
}

export function shows({ json }: Reply): string {
  return textIn(json, "accessToken") === undefined ? "not shown" : "shown";
}

function tokensOf({ json }: Reply): string {
  const users = listIn(json, "data");
  const count = users.filter((user) => textIn(user, "accessToken") !== undefined).length;
  if (users.length === 0) return "no users to see";
  if (count === users.length) return "shown";
  return count > 0 ? "shown for some" : "not shown";
}

function typeOfGroup({ json }: Reply): string {
  const type = property(json, "group", "type");
  if (type === undefined) return "not shown";
  return Number.isInteger(type) ? "integer" : typeof type;
}

function pageSizeOf(reply: Reply): string {
  if (!isSuccess(reply)) return refusedWith(reply);
  const { length } = listIn(reply.json, "data");
  if (length > 100) return `honoured: ${length} users in a page`;
  if (textIn(reply.json, "paging", "next") !== undefined) return `cut to ${length}`;
  return "accepted, but there are too few users to tell";
}

async function describeNext(service: Service, { groupId }: Caller): Promise<string> {
  const filters = {
    limit: "1",
    fields: "group(name)",
    authorizations: "true",
    ...(groupId !== undefined && { groupIds: groupId }),
  };
  const reply = await send(service, `/api-users/?${new URLSearchParams(filters).toString()}`);
  if (!isSuccess(reply)) return refusedWith(reply);
  const next = textIn(reply.json, "paging", "next");
  if (next === undefined) return "not given: there are too few users to tell";
  const url = new URL(next, service.baseUrl);
  const place = !URL.canParse(next)
    ? "relative"
    : url.host === new URL(service.baseUrl).host
      ? "absolute"
      : "absolute, on another host";
  const [kept, lost] = [true, false].map((isKept) =>
    Object.entries(filters)
      .filter(([name, value]) => (url.searchParams.get(name) === value) === isKept)
      .map(([name]) => name)
      .join(", "),
  );
  return `${place}; keeps ${kept || "nothing"}${lost ? `; loses ${lost}` : ""}`;
}

function pagingOf(reply: Reply): string {
  if (!isSuccess(reply)) return refusedWith(reply);
  const paging = property(reply.json, "paging");
  const next = property(paging, "next");
  if (typeof paging !== "object") return paging === undefined ? "missing" : `a ${typeof paging}`;
  if (paging === null) return "null";
  if (next === undefined) return "without next";
  if (next === null || next === "") return `next is ${JSON.stringify(next)}`;
  return "there is a next page";
}

async function describeGroupFilter(service: Service, { groupId }: Caller): Promise<string> {
  if (groupId === undefined) return "not asked: the own group is not shown";
  const reply = await send(service, `/api-users/?limit=100&groupIds=${encodeURIComponent(groupId)}`);
  if (!isSuccess(reply)) return refusedWith(reply);
  const groups = listIn(reply.json, "data").map((user) => textIn(user, "group", "id"));
  const others = groups.filter((id) => id !== undefined && id !== groupId).length;
  return others > 0 ? "includes other groups, such as those beneath" : `only this group, among ${groups.length} users`;
}

/** The names of properties that the contract has; others are only counted, since an id may be one. */
const relationNames = ["id", "name", "type", "level", "bssId", "customerBssId", "actions", "resources", "roles"];
const errorNames = ["message", "errors", "allowedMethods"];

function relationsOf(reply: Reply): string {
  if (!isSuccess(reply)) return refusedWith(reply);
  const [profile] = listIn(reply.json, "profiles");
  const group = property(reply.json, "group");
  return `group ${namesIn(group, relationNames)}; profiles ${profile === undefined ? "none" : namesIn(profile, relationNames)}`;
}

function namesIn(value: unknown, known: readonly string[]): string {
  if (Array.isArray(value)) return "an array";
  if (typeof value !== "object" || value === null) return value === undefined ? "not shown" : `a ${typeof value}`;
  const names = Object.keys(value);
  const unknown = names.filter((name) => !known.includes(name)).length;
  const shown = [...known.filter((name) => names.includes(name)), ...(unknown > 0 ? [`${unknown} unknown`] : [])];
  return `{ ${shown.join(", ")} }`;
}

export function describeBody({ status, text, json }: Reply): string {
  if (text === "") return `${status} without a body`;
  if (json !== undefined) return `${status} with JSON ${namesIn(json, errorNames)}`;
  return `${status} with ${/^\s*</.test(text) ? "HTML" : "text"}`;
}
