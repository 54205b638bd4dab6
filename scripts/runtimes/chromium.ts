import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import manifest from "../../package.json";
import { executablePath, withBrowser } from "../docs/browser";
import type { Consumer } from "../package/consumer";
import { bundle } from "./bundle";
import { NotInstalled } from "./notInstalled";
import type { FakeUse, Run, StepResult } from "./report";
import { createStage, type Place } from "./stage";

declare global {
  var runScenario: (place: Place) => Promise<StepResult[]>;
  var useFake: () => Promise<FakeUse>;
}

const root = fileURLToPath(new URL("../..", import.meta.url));
const html = (script: string) =>
  `<!doctype html><title>sigfox-api-users</title><script type="module" src="${script}"></script>`;

/** Runs the scenario and the fake in a page, whose origin has a reverse proxy to the fake. */
export async function runInChromium(consumer: Consumer): Promise<readonly Run[]> {
  await access(executablePath).catch((cause: unknown) => {
    throw new NotInstalled(executablePath, cause);
  });
  const stage = await createStage({
    "/": html("/page.js"),
    "/page.js": await bundle(consumer, "page.mjs", ["browser"]),
    "/msw": html("/msw.js"),
    "/msw.js": await bundleOfGuide(consumer),
    "/mockServiceWorker.js": await readFile(join(root, "node_modules/msw/lib/mockServiceWorker.js"), "utf8"),
  });
  try {
    return await withBrowser(async (page) => {
      await page.goto(stage.origin);
      await page.waitForFunction(() => typeof globalThis.runScenario === "function");
      const steps = await page.evaluate((place) => globalThis.runScenario(place), stage.pagePlace);
      const fake = {
        ...(await page.evaluate(() => globalThis.useFake())),
        msw: await useMsw(page, `${stage.origin}/msw`),
      };
      return [{ modules: "bundle", version: page.context().browser()?.version() ?? "?", steps, fake }];
    });
  } finally {
    await stage.close();
  }
}

/** What the testing guide shows for MSW in a browser, as it stands there. */
async function bundleOfGuide(consumer: Consumer): Promise<string> {
  await consumer.install(`msw@${manifest.devDependencies.msw}`);
  const guide = await readFile(join(root, "guides/testing.md"), "utf8");
  const [code] = [...guide.matchAll(/^```ts\n([^`]*"msw\/browser"[\s\S]*?)^```$/gm)].map(([, block = ""]) => block);
  if (code === undefined) throw new Error("The testing guide has no example for MSW in a browser");
  await consumer.write("msw.ts", code);
  return await bundle(consumer, "msw.ts", ["browser"]);
}

async function useMsw(page: Page, url: string): Promise<string> {
  const printed = page.waitForEvent("console", {
    predicate: (message) => /^\d+$/.test(message.text()),
    timeout: 10_000,
  });
  await page.goto(url);
  return await printed.then(
    (message) => (message.text() === "150" ? "yes" : `${message.text()} users`),
    (error: unknown) => `no: ${String(error)}`,
  );
}
