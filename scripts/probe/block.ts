import type { Answers } from "./ask";

export interface Heading {
  readonly version: string;
  readonly date: string;
  readonly baseUrl: string;
  readonly write: boolean;
}

const officialUrl = "https://api.sigfox.com/v2";

/** The answers as a block for an issue. */
export function blockOf({ version, date, baseUrl, write }: Heading, answers: Answers): string {
  // Another URL may be one of a company's own.
  const where = baseUrl.replace(/\/+$/, "") === officialUrl ? officialUrl : "another base URL";
  return [
    "```text",
    `sigfox-api-users ${version}, ${date}, ${where}, ${write ? "--write" : "read-only"}`,
    ...Object.entries(answers).map(([question, answer]) => `${question}: ${answer}`),
    "```",
  ].join("\n");
}
