import type { SitePage } from "./pages";

/** The links that lead to no page, or to no place in it. */
export function deadLinks(pages: readonly SitePage[]): string[] {
  const byPath = new Map(pages.map((page) => [page.path, page]));
  return pages.flatMap(({ path, links }) =>
    [...new Set(links)]
      .filter((link) => {
        const [target = "", anchor = ""] = link.split("#");
        const page = byPath.get(decodeURIComponent(target));
        return page === undefined || (anchor !== "" && !page.ids.has(decodeURIComponent(anchor)));
      })
      .map((link) => `${path}: ${link}`),
  );
}

/** What a newcomer asks, and where the answer stands. */
const answers: Readonly<Record<string, string>> = {
  "all users of a group with the names of their groups": "documents/Paging.html#every-user-of-a-group",
  "what happens on a 429": "documents/Retries_and_deadlines.html#what-happens-on-a-429",
  "how to test without credentials": "documents/Testing_your_application.html#a-test-from-end-to-end",
  "what to do when the API changes": "documents/When_the_API_changes.html#1-import-it",
};

/** The answers that are not there, or more than three clicks away from the first page through the links in the text. */
export function farAnswers(pages: readonly SitePage[]): string[] {
  const clicks = new Map([["index.html", 0]]);
  for (const [path, count] of clicks) {
    const links = pages.find((page) => page.path === path)?.textLinks ?? [];
    for (const link of links) {
      const target = decodeURIComponent(link.split("#")[0] ?? "");
      if (!clicks.has(target)) clicks.set(target, count + 1);
    }
  }
  return Object.entries(answers).flatMap(([question, place]) => {
    const [path = "", anchor = ""] = place.split("#");
    const page = pages.find((one) => one.path === path);
    if (page?.ids.has(anchor) !== true) return [`${question}: ${place} is not there`];
    const count = clicks.get(path) ?? Infinity;
    return count > 3 ? [`${question}: ${place} is ${count} clicks away`] : [];
  });
}
