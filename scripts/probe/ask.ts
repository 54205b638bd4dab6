import { ApiUsersClient } from "../../src/index";
import { readCaller, type Caller } from "./caller";
import { readingQuestions, type Questions } from "./questions";
import { isSuccess, property, sendOnce, type Service } from "./service";
import { deleteIfThere, deleteThrowAways } from "./throwAway";
import { createThrowaway, writingQuestions } from "./writingQuestions";

/** The signal ends the questions; throw-away users are deleted all the same. */
export interface ProbeOptions extends Omit<Service, "refusals" | "created"> {
  /** What the service speaks, such as `h2`. */
  readonly protocolOf: (baseUrl: string) => Promise<string>;
  /** Whether throw-away users may be created. */
  readonly write: boolean;
  /** How many reads may be sent to see a 429. */
  readonly burst: number;
}

/** What was found out, by question. */
export type Answers = Readonly<Record<string, string>>;

export interface Outcome {
  readonly answers: Answers;
  /** Why throw-away users may be left. */
  readonly notDeleted?: unknown;
}

/**
 * Asks the service what its description leaves open.
 *
 * @throws Error if the service does not accept the credentials
 */
export async function probe(options: ProbeOptions): Promise<Outcome> {
  const { auth, fetch, write } = options;
  const baseUrl = options.baseUrl.replace(/\/+$/, "");
  // It refuses credentials and base URLs that are none, and a password that would go over the network unencrypted.
  const apiUsers = new ApiUsersClient({ auth, baseUrl, fetch });
  const service: Service = { ...options, baseUrl, refusals: [], created: [] };
  const caller = await readCaller(service);

  const reading: Questions<Caller> = { ...readingQuestions, protocol: () => options.protocolOf(baseUrl) };
  const read = await askAll(reading, service, caller);
  const written = write ? await askByWriting(apiUsers, service, caller) : { answers: {} };
  const refusals = await answerOf(() => describeRefusals(service, caller, options.burst));
  return { ...written, answers: { ...read, ...written.answers, "Retry-After of a 429": refusals } };
}

async function askAll<Subject>(questions: Questions<Subject>, service: Service, subject: Subject): Promise<Answers> {
  const answers: Record<string, string> = {};
  for (const [question, ask] of Object.entries(questions)) {
    if (service.signal.aborted) break;
    answers[question] = await answerOf(() => ask(service, subject));
  }
  return answers;
}

/** One question that fails is no reason to leave out the others. */
async function answerOf(ask: () => Promise<string>): Promise<string> {
  try {
    return await ask();
  } catch (error) {
    return `not answered: ${reasonOf(error)}`;
  }
}

/** Not the text of an error, which may name what was asked for. */
function reasonOf(error: unknown): string {
  const code = property(error, "cause", "code");
  if (typeof code === "string") return code;
  return error instanceof Error ? error.name : "unknown error";
}

/** Deletes what an earlier run has left, asks, and deletes what this one has made, whatever happens in between. */
async function askByWriting(apiUsers: ApiUsersClient, service: Service, caller: Caller): Promise<Outcome> {
  const { groupId, login } = caller;
  if (groupId === undefined) return { answers: { [creating]: "not asked: the own group is not shown" } };
  const clean = () => deleteThrowAways(apiUsers, groupId, login);
  let answers: Answers = {};
  try {
    await clean();
    if (!service.signal.aborted) answers = await askWithThrowaway(service, caller);
  } catch (error) {
    answers = { [creating]: `not answered: ${reasonOf(error)}` };
  }
  try {
    for (const id of service.created) await deleteIfThere(apiUsers, id);
    // By name, too: a user may have been created by a request whose response was lost.
    await clean();
    return { answers };
  } catch (error) {
    return { answers, notDeleted: error };
  }
}

const creating = "creating a user";

async function askWithThrowaway(service: Service, caller: Caller): Promise<Answers> {
  const { throwaway, answer } = await createThrowaway(service, caller);
  return { [creating]: answer, ...(throwaway && (await askAll(writingQuestions, service, throwaway))) };
}

/** What the 429s so far have said; a burst of reads may bring about one. */
async function describeRefusals(service: Service, { login }: Caller, burst: number): Promise<string> {
  const { refusals } = service;
  let sent = 0;
  const lane = async () => {
    while (sent < burst && refusals.length === 0 && !service.signal.aborted) {
      sent += 1;
      if (!isSuccess(await sendOnce(service, `/api-users/${encodeURIComponent(login)}`))) return;
    }
  };
  await Promise.all(Array.from({ length: 10 }, lane));
  const [first] = refusals;
  const after = sent > 0 ? ` after about ${sent} reads` : "";
  if (first === undefined) return sent > 0 ? `no 429${after}` : "no 429 seen; --burst 200 may bring about one";
  return first === null ? `none${after}` : `${/^[\d.]+$/.test(first) ? `${first} seconds` : "not a number"}${after}`;
}
