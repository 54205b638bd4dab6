import type { Page } from "playwright-core";
import { desktop } from "./browser";
import type { Site } from "./site";

const methods = ["list", "get", "create", "update", "delete", "addProfiles", "removeProfile", "renewCredential"];
const options = [
  "auth",
  "baseUrl",
  "fetch",
  "timeout",
  "totalTimeout",
  "retries",
  "retryDelay",
  "headers",
  "middleware",
  "signal",
  "concurrency",
];
const kinds = [
  "badRequest",
  "unauthorized",
  "forbidden",
  "notFound",
  "methodNotAllowed",
  "conflict",
  "rateLimited",
  "server",
  "redirect",
  "unexpected",
  "connection",
  "timeout",
  "aborted",
  "parse",
  "validation",
  "pagination",
];

/** What the search does not find: a method at the client, an option at one of the options, a kind in the guide to errors or at its class. */
export async function checkSearch(page: Page, site: Site): Promise<string[]> {
  await page.setViewportSize(desktop);
  await page.goto(`${site.url}index.html`, { waitUntil: "networkidle" });
  await page.locator("#tsd-search-trigger").click();
  const missing: string[] = [];
  const expectFound = async (word: string, place: RegExp) => {
    const found = await resultsOf(page, word);
    if (!found.some((href) => place.test(href))) missing.push(`${word}: found ${found.join(", ") || "nothing"}`);
  };
  for (const word of methods)
    await expectFound(word, new RegExp(`classes/sigfox-api-users\\.ApiUsersClient\\.html#${word}$`, "i"));
  for (const word of options) await expectFound(word, new RegExp(`Options\\.html#${word}$`, "i"));
  for (const word of kinds) await expectFound(word, /documents\/Errors\.html|\.Sigfox\w*(?:Error|Kind)\.html/);
  await expectFound("429", /documents\/Retries_and_deadlines\.html/);
  return missing;
}

async function resultsOf(page: Page, word: string): Promise<string[]> {
  const input = page.locator("#tsd-search-input");
  const results = page.locator("#tsd-search-results a");
  await input.fill("");
  await results.first().waitFor({ state: "detached" });
  await input.fill(word);
  await results
    .first()
    .waitFor({ timeout: 5_000 })
    .catch(() => undefined);
  return await results.evaluateAll((anchors) => anchors.map((anchor) => (anchor as HTMLAnchorElement).href));
}
