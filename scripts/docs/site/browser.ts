import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "playwright-core";
import { args, executablePath } from "../../chromium";

/** Gives a page of a browser that has never been used before. */
export async function withBrowser(use: (page: Page) => Promise<void>): Promise<void> {
  const profile = await mkdtemp(join(tmpdir(), "docs-browser-"));
  const context = await chromium.launchPersistentContext(profile, { executablePath, args });
  try {
    await use(context.pages()[0] ?? (await context.newPage()));
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  }
}

export const desktop = { width: 1280, height: 900 };
export const phone = { width: 390, height: 844 };
