import type { Caller } from "./caller";
import { isSuccess, listIn, property, refusedWith, send, textIn, type Reply, type Service } from "./service";

/** A question and how to find out. The answer has no ids, names, secrets or texts of the server. */
export interface Question<Subject> {
  readonly question: string;
  readonly ask: (service: Service, subject: Subject) => Promise<string>;
}

const nobody = "000000000000000000000000";
const own = ({ login }: Caller) => `/api-users/${encodeURIComponent(login)}`;

/** What can be found out by reading alone. */
export const readingQuestions: readonly Question<Caller>[] = [
  { question: "limit=101", ask: async (service) => pageSizeOf(await send(service, "/api-users/?limit=101")) },
  {
    question: "offset=40001",
    ask: async (service) => acceptance(await send(service, "/api-users/?limit=1&offset=40001")),
  },
  { question: "next", ask: describeNext },
  {
    question: "paging of the last page",
    ask: async (service) => pagingOf(await send(service, "/api-users/?limit=1&offset=40000")),
  },
  { question: "groupIds", ask: describeGroupFilter },
  {
    question: "group and profiles without fields",
    ask: async (service, caller) => relationsOf(await send(service, own(caller))),
  },
  {
    question: "group and profiles with fields=group(name),profiles(name)",
    ask: async (service, caller) =>
      relationsOf(await send(service, `${own(caller)}?fields=group(name),profiles(name)`)),
  },
  {
    question: "group.type",
    ask: async (service, caller) => {
      const type = property((await send(service, `${own(caller)}?fields=group(type)`)).json, "group", "type");
      return type === undefined ? "not shown" : Number.isInteger(type) ? "integer" : typeof type;
    },
  },
  {
    question: "unknown name in fields",
    ask: async (service, caller) => acceptance(await send(service, `${own(caller)}?fields=nothing`)),
  },
  {
    question: "unknown query parameter",
    ask: async (service) => acceptance(await send(service, "/api-users/?limit=1&nothing=1")),
  },
  {
    question: "accessToken in get",
    ask: async (service, caller) => shows((await send(service, own(caller))).json),
  },
  {
    question: "accessToken in list",
    ask: async (service) => {
      const users = listIn((await send(service, "/api-users/?limit=100")).json, "data");
      const count = users.filter((user) => textIn(user, "accessToken") !== undefined).length;
      return users.length === 0
        ? "no users to see"
        : count === users.length
          ? "shown"
          : count > 0
            ? "shown for some"
            : "not shown";
    },
  },
  { question: "400", ask: async (service) => describeBody(await send(service, "/api-users/?limit=abc")) },
  {
    question: "401",
    // Nobody's login, so that no account is locked.
    ask: async (service) =>
      describeBody(await send(service, "/api-users/?limit=1", { auth: { username: nobody, password: "wrong" } })),
  },
  { question: "404", ask: async (service) => describeBody(await send(service, `/api-users/${nobody}`)) },
  { question: "doc.json", ask: async (service) => acceptance(await send(service, "/doc.json")) },
];

export const acceptance = (reply: Reply): string =>
  isSuccess(reply) ? `accepted with ${reply.status}` : refusedWith(reply);

export const shows = (user: unknown): string => (textIn(user, "accessToken") === undefined ? "not shown" : "shown");

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
