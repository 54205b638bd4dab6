import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { withBrowser } from "./docs/site/browser";
import { checkKeyboard } from "./docs/site/keyboard";
import { deadLinks, farAnswers } from "./docs/site/links";
import { visitPages } from "./docs/site/pages";
import { takeScreenshots } from "./docs/site/screenshots";
import { checkSearch } from "./docs/site/search";
import { buildSite, serveSite } from "./docs/site/site";

/** Builds the site and looks at all of it in a real browser. What it finds wrong is printed, and makes it fail. */
const root = fileURLToPath(new URL("..", import.meta.url));
const folder = await mkdtemp(join(tmpdir(), "docs-"));
const screenshots = await mkdtemp(join(tmpdir(), "docs-screenshots-"));

try {
  await buildSite(root, folder);
  const site = await serveSite(folder);
  const problems: string[] = [];
  const note = (what: string, found: readonly string[]) => {
    console.log(`${found.length === 0 ? "✓" : "✗"} ${what}`);
    for (const one of found) console.log(`    ${one}`);
    problems.push(...found);
  };

  await withBrowser(async (page) => {
    const { pages, problems: seen } = await visitPages(page, site);
    note(`${pages.length} pages open without an error and ask nothing of another host`, seen.errors);
    note("no page is wider than a screen of 390 pixels", seen.overflows);
    note("no internal link is dead", deadLinks(pages));
    note("the questions of a newcomer are answered within three clicks", farAnswers(pages));
    note("the search finds methods, options and error kinds", await checkSearch(page, site));
    note("everything can be reached by keyboard", await checkKeyboard(page, site));
    await takeScreenshots(page, site, screenshots);
  });
  await site.close();
  console.log(`Screenshots to look at: ${screenshots}`);
  if (problems.length > 0) process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true });
}
