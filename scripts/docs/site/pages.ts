import type { Page } from "playwright-core";
import { desktop, phone } from "./browser";
import type { Site } from "./site";

/** What a page of the site holds. */
export interface SitePage {
  readonly path: string;
  readonly ids: ReadonlySet<string>;
  /** Where its links lead, relative to the site; those to other sites are left out. */
  readonly links: readonly string[];
  /** Those of them that stand in the text, not in a menu. */
  readonly textLinks: readonly string[];
}

interface Visits {
  readonly pages: readonly SitePage[];
  readonly problems: { readonly errors: readonly string[]; readonly overflows: readonly string[] };
}

/** Opens every page on a desktop and on a phone. */
export async function visitPages(page: Page, site: Site): Promise<Visits> {
  const pages: SitePage[] = [];
  const errors: string[] = [];
  const overflows: string[] = [];
  let path = "";
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) errors.push(`${path}: ${message.text()}`);
  });
  page.on("pageerror", (error) => errors.push(`${path}: ${error.message}`));
  page.on("requestfailed", (request) => errors.push(`${path}: ${request.url()} failed`));
  page.on("response", (response) => {
    if (response.status() >= 400) errors.push(`${path}: ${response.url()} is a ${response.status()}`);
  });
  page.on("request", (request) => {
    if (/^https?:/.test(request.url()) && !request.url().startsWith(site.url))
      errors.push(`${path}: asks for ${request.url()}`);
  });
  for (path of site.paths) {
    await page.setViewportSize(desktop);
    await page.goto(site.url + path, { waitUntil: "networkidle" });
    pages.push(await contentOf(page, site, path));
    await page.setViewportSize(phone);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    if (width > phone.width) overflows.push(`${path} is ${width} pixels wide`);
  }
  return { pages, problems: { errors, overflows } };
}

async function contentOf(page: Page, site: Site, path: string): Promise<SitePage> {
  const ids = await page.locator("[id]").evaluateAll((elements) => elements.map(({ id }) => id));
  const linksIn = async (selector: string) => {
    const all = await page
      .locator(`${selector} a[href], ${selector} area[href]`)
      .evaluateAll((anchors) => anchors.map((anchor) => (anchor as HTMLAnchorElement).href));
    return all.filter((link) => link.startsWith(site.url)).map((link) => link.slice(site.url.length) || "index.html");
  };
  return { path, ids: new Set(ids), links: await linksIn("body"), textLinks: await linksIn(".col-content") };
}
