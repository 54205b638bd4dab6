import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { check } from "linkinator";
import type { Page } from "playwright-core";
import { withBrowser } from "./browser";

// Builds the site as `npm run docs` does, follows its links, and opens it in a browser. Whatever is wrong is printed, and fails the check.
const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = await mkdtemp(join(tmpdir(), "docs-"));
const site = "http://docs.test/";

try {
  execFileSync(process.execPath, ["node_modules/typedoc/bin/typedoc", "--out", folder], {
    cwd: root,
    stdio: "inherit",
  });
  const problems = [...(await deadLinks()), ...(await withBrowser(browse))];
  for (const problem of problems) console.error(`✗ ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
  else
    console.log("No dead links. Every page opens, fits a phone and loads nothing from other hosts. The search works.");
} finally {
  await rm(folder, { recursive: true });
}

/** Links within the site that lead to no page, or to no place in it. */
async function deadLinks(): Promise<string[]> {
  const { links } = await check({
    path: "index.html",
    serverRoot: folder,
    recurse: true,
    checkFragments: true,
    linksToSkip: ["^https?://(?!localhost)"],
  });
  return links.filter(({ state }) => state === "BROKEN").map(({ parent, url }) => `${parent ?? ""} links to ${url}`);
}

async function browse(page: Page): Promise<string[]> {
  const problems: string[] = [];
  const note = (problem: string): void => {
    problems.push(`${page.url()}: ${problem}`);
  };
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) note(message.text());
  });
  page.on("pageerror", ({ message }) => note(message));
  await page.route("**", async (route) => {
    const url = route.request().url();
    if (url.startsWith(site)) return await route.fulfill({ path: join(folder, new URL(url).pathname) });
    note(`asks for ${url}`);
    return await route.abort();
  });

  for (const path of await readdir(folder, { recursive: true })) {
    if (!path.endsWith(".html")) continue;
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(site + path);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    if (width > 390) note(`is ${width} pixels wide on a phone of 390`);
  }

  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(`${site}index.html`);
  await page.keyboard.press("Control+k");
  for (const [word, place] of [
    ["429", "documents/Retries_and_deadlines.html"],
    ["concurrency", "ListOptions.html#concurrency"],
    ["renewCredential", "#renewcredential"],
  ] as const) {
    await page.locator("#tsd-search-input").fill(word);
    const found = page.locator(`#tsd-search-results a[href*="${place}" i]`).first();
    await found.waitFor({ timeout: 5_000 }).catch(() => note(`the search for ${word} does not find ${place}`));
  }
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/#renewcredential$/i, { timeout: 5_000 }).catch(() => note("Enter opens no result"));
  return problems;
}
