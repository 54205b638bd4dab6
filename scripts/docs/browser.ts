import { chromium, type Browser } from "playwright-core";

/** Debian's Chromium, unless `CHROMIUM` names another one. */
export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
