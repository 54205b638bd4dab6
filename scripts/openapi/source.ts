import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { SpecError } from "./SpecError";

/** Where SIGFOX_API_LOGIN and SIGFOX_API_PASSWORD may be set. */
type Environment = Readonly<Record<string, string | undefined>>;

/** The text of a file, of what a URL gives, or of a `revision:path` of git. */
export async function readSource(source: string, environment: Environment = {}): Promise<string> {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(source)) return await readUrl(source, environment);
  const failed = (words: string) => (error: unknown) => {
    const why = reason(error);
    throw new SpecError(`${words} ${source}${why === "128" ? "" : ` (${why})`}`);
  };
  if (existsSync(source) || !source.includes(":")) return await readFile(source, "utf8").catch(failed("cannot read"));
  return (await promisify(execFile)("git", ["show", source]).catch(failed("git has no"))).stdout;
}

/** Credentials go to the named host alone, and over HTTPS alone: no redirect is followed. */
async function readUrl(source: string, environment: Environment): Promise<string> {
  const url = checkedUrl(source);
  const headers: Record<string, string> = { accept: "application/json, application/yaml, text/yaml, */*" };
  const authorization = url.protocol === "https:" ? basic(environment) : undefined;
  if (authorization !== undefined) headers["authorization"] = authorization;
  const init = { headers, redirect: "manual", signal: AbortSignal.timeout(30_000) } as const;
  const response = await fetch(url, init).catch((error: unknown) => {
    throw new SpecError(`${shown(url)} cannot be reached (${reason(error)})`);
  });
  const location = response.headers.get("location");
  if (location !== null && URL.canParse(location, url))
    throw new SpecError(`${shown(url)} redirects to ${shown(new URL(location, url))}: name that instead`);
  if (!response.ok) throw new SpecError(`${shown(url)} answers ${response.status} ${response.statusText}`.trim());
  return await response.text().catch(() => {
    throw new SpecError(`${shown(url)} broke off in the middle`);
  });
}

function checkedUrl(source: string): URL {
  if (!URL.canParse(source)) throw new SpecError("the URL cannot be read");
  const url = new URL(source);
  if (url.username !== "" || url.password !== "")
    throw new SpecError("the URL holds credentials: set SIGFOX_API_LOGIN and SIGFOX_API_PASSWORD instead");
  const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && loopback))
    throw new SpecError(`${shown(url)} is not https`);
  return url;
}

function basic({ SIGFOX_API_LOGIN: login, SIGFOX_API_PASSWORD: password }: Environment): string | undefined {
  if (!login || !password) return undefined;
  if (login.includes(":")) throw new SpecError("SIGFOX_API_LOGIN must not contain a colon");
  return `Basic ${Buffer.from(`${login}:${password}`, "utf8").toString("base64")}`;
}

/** The code of an error, or of what caused it, such as `ENOENT`. */
function reason(error: unknown): string {
  const { code, cause, name } = error as { code?: unknown; cause?: unknown; name?: unknown };
  if (typeof code === "string" || typeof code === "number") return String(code);
  return typeof cause === "object" && cause !== null ? reason(cause) : String(name);
}

/** A query may hold a token. */
const shown = (url: URL) => `${url.origin}${url.pathname}`;
