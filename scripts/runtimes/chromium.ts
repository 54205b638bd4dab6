import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import manifest from "../../package.json";
import { launchBrowser } from "../docs/browser";
import { bundle } from "../package/bundle";
import type { Consumer } from "../package/consumer";
import { esModule, passed, print, steps } from "./program";
import type { Row } from "./runtimes";
import { createStage } from "./stage";

/** Runs the scenario in a page, whose origin has a reverse proxy to the fake; and what the testing guide shows for MSW in a browser. */
export async function runInChromium(consumer: Consumer, root: string): Promise<Row[]> {
  await consumer.install(`msw@${manifest.devDependencies.msw}`);
  await using stage = await createStage(
    await readFile(join(root, "node_modules/msw/lib/mockServiceWorker.js"), "utf8"),
  );
  await using browser = await launchBrowser();
  const page = await browser.newPage();
  const run = async (module: string): Promise<string> => {
    await page.goto(stage.origin);
    return await printedBy(page, await bundle(module, consumer.folder, { conditions: ["browser"] }));
  };
  const place = { ...stage.place, baseUrl: "/v2", auth: undefined, countingUrl: undefined };
  const printed = await run(esModule + print(steps(place)));
  const users = await run(await guideToMsw(root));
  if (users !== "150") throw new Error(`MSW in a browser shows ${users} users instead of 150`);
  return [{ version: browser.version(), modules: "bundle", steps: passed(printed) }];
}

/** What the testing guide shows, as it stands there. */
async function guideToMsw(root: string): Promise<string> {
  const guide = await readFile(join(root, "guides/testing.md"), "utf8");
  const [, code] = /^```ts\n([^`]*"msw\/browser"[\s\S]*?)^```$/m.exec(guide) ?? [];
  if (code === undefined) throw new Error("The testing guide has no example for MSW in a browser");
  return code;
}

/** The JSON that a module prints in a page. */
async function printedBy(page: Page, content: string): Promise<string> {
  const isJson = (text: string): boolean => /^(?:\d|\[\{)/.test(text);
  const printed = page.waitForEvent("console", (message) => isJson(message.text()));
  await page.addScriptTag({ type: "module", content });
  return (await printed).text();
}
