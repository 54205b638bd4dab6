/** Debian's Chromium, unless `CHROMIUM` names another one. */
export const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

/** Starts it without a window, and without connections of its own. */
export const args = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
