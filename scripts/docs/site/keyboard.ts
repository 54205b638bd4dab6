import type { Page } from "playwright-core";
import { desktop } from "./browser";
import type { Site } from "./site";

/** What cannot be reached, or not be seen to have been reached, by somebody who has no mouse. */
export async function checkKeyboard(page: Page, site: Site): Promise<string[]> {
  await page.setViewportSize(desktop);
  await page.goto(`${site.url}index.html`, { waitUntil: "networkidle" });
  const problems = await tabThrough(page);

  await page.keyboard.press("Control+k");
  const input = page.locator("#tsd-search-input");
  if (!(await input.evaluate((element) => element === document.activeElement))) problems.push("Ctrl+K opens no search");
  await input.pressSequentially("renewCredential");
  await page.locator("#tsd-search-results a").first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/#renewcredential$/i, { timeout: 5_000 }).catch(() => {
    problems.push(`the first result of a search does not open with Enter: ${page.url()}`);
  });
  return problems;
}

/** Tabs through the first page once, and compares what had the focus with what should have it. */
async function tabThrough(page: Page): Promise<string[]> {
  const wanted = await page
    .locator("#tsd-search-trigger, .col-content a[href], .site-menu summary")
    .evaluateAll((elements) =>
      elements.map((element, index) => {
        element.setAttribute("data-tab", `${index}`);
        return element.textContent.trim() || element.id;
      }),
    );
  const reached = new Set<string>();
  const invisible = new Set<string>();
  for (let presses = 0; presses < 3 * wanted.length + 50; presses++) {
    await page.keyboard.press("Tab");
    const { tab, outline } = await page.evaluate(() => {
      const focused = document.activeElement ?? document.body;
      const { outlineStyle } = getComputedStyle(focused);
      return { tab: focused.getAttribute("data-tab"), outline: outlineStyle };
    });
    if (tab === null) continue;
    reached.add(tab);
    if (outline === "none") invisible.add(tab);
  }
  const name = (tab: string) => wanted[Number(tab)] ?? tab;
  return [
    ...wanted
      .map((_, index) => `${index}`)
      .filter((tab) => !reached.has(tab))
      .map((tab) => `not reached: ${name(tab)}`),
    ...[...invisible].map((tab) => `its focus cannot be seen: ${name(tab)}`),
  ];
}
