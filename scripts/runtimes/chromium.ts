import { access } from "node:fs/promises";
import { executablePath, withBrowser } from "../docs/browser";
import type { Consumer } from "../package/consumer";
import { bundle } from "./bundle";
import { NotInstalled } from "./notInstalled";
import type { Run, StepResult } from "./report";
import { createStage, type Place } from "./stage";

declare global {
  var runScenario: (place: Place) => Promise<StepResult[]>;
}

/** Runs the scenario in a page, whose origin has a reverse proxy to the fake. */
export async function runInChromium(consumer: Consumer): Promise<readonly Run[]> {
  await access(executablePath).catch((cause: unknown) => {
    throw new NotInstalled(executablePath, cause);
  });
  const stage = await createStage({
    "/": `<!doctype html><title>sigfox-api-users</title><script type="module" src="/page.js"></script>`,
    "/page.js": await bundle(consumer, "page.mjs", ["browser"]),
  });
  try {
    return await withBrowser(async (page) => {
      await page.goto(stage.origin);
      await page.waitForFunction(() => typeof globalThis.runScenario === "function");
      const steps = await page.evaluate((place) => globalThis.runScenario(place), stage.pagePlace);
      return [{ modules: "bundle", version: page.context().browser()?.version() ?? "?", steps }];
    });
  } finally {
    await stage.close();
  }
}
