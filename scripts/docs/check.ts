import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { check } from "linkinator";
import { launchBrowser } from "./browser";

// Builds the site as `npm run docs` does, follows its links, and opens it in a browser. Whatever is wrong is printed, and fails the check.
const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = await mkdtemp(join(tmpdir(), "docs-"));
const site = "http://docs.test";

try {
  const typedoc = [join(root, "node_modules/typedoc/bin/typedoc"), "--out", folder];
  execFileSync(process.execPath, typedoc, { cwd: root, stdio: "inherit" });
  const problems = [...(await deadLinks()), ...(await browse())];
  for (const problem of problems) console.error(`✗ ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
  else
    console.log(
      "No dead links. Every page opens and fits a phone, and loads nothing from elsewhere. The search works.",
    );
} finally {
  await rm(folder, { recursive: true });
}

/** Links within the site that lead to no page, or to no place in it. */
async function deadLinks(): Promise<string[]> {
  const linksToSkip = ["^https?://(?!localhost)"];
  const { links } = await check({
    path: "index.html",
    serverRoot: folder,
    recurse: true,
    checkFragments: true,
    linksToSkip,
  });
  return links.filter(({ state }) => state === "BROKEN").map(({ parent, url }) => `${parent ?? ""} links to ${url}`);
}

async function browse(): Promise<string[]> {
  const problems: string[] = [];
  const browser = await launchBrowser();
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  const note = (problem: string) => problems.push(`${page.url()}: ${problem}`);
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && note(message.text()));
  page.on("pageerror", ({ message }) => note(message));
  await page.route("**", async (route) => {
    const { origin, pathname } = new URL(route.request().url());
    if (origin === site) return await route.fulfill({ path: join(folder, pathname) });
    note(`asks for ${route.request().url()}`);
    return await route.abort();
  });

  for (const path of await readdir(folder, { recursive: true })) {
    if (!path.endsWith(".html")) continue;
    await page.goto(`${site}/${path}`);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    if (width > 390) note(`is ${width} pixels wide on a phone of 390`);
  }

  await page.goto(`${site}/index.html`);
  await page.keyboard.press("Control+k");
  await page.locator("#tsd-search-input").fill("renewCredential");
  const found = page.locator('#tsd-search-results a[href$="#renewcredential" i]').first();
  await found.waitFor({ timeout: 5_000 });
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/#renewcredential$/i, { timeout: 5_000 });
  await browser.close();
  return problems;
}
