import { join } from "node:path";
import type { Page } from "playwright-core";
import { desktop, phone } from "./browser";
import type { Site } from "./site";

const main = [
  "index",
  "documents/Getting_started",
  "documents/Paging",
  "documents/Fields",
  "documents/Errors",
  "documents/Retries_and_deadlines",
  "documents/Testing_your_application",
  "documents/Coming_from_the_Python_client",
  "documents/Performance",
  "documents/Onboarding_500_users",
  "documents/The_operations",
  "documents/When_the_API_changes",
  "documents/What_becomes_of_a_call_when_the_server_fails",
  "modules/sigfox-api-users",
  "classes/sigfox-api-users.ApiUsersClient",
  "interfaces/sigfox-api-users.ApiUsersClientOptions",
  "types/sigfox-api-users.ApiUserWith",
];

/** Pictures of the main pages, in light and in dark, on a desktop and on a phone. */
export async function takeScreenshots(page: Page, site: Site, folder: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const [device, size] of Object.entries({ desktop, phone })) {
      await page.setViewportSize(size);
      for (const path of main) {
        await page.goto(`${site.url}${path}.html`);
        const name = `${path.replaceAll("/", "-")}-${device}-${colorScheme}.png`;
        await page.screenshot({ path: join(folder, name), fullPage: true });
      }
    }
  }
}
