import { deadLinks, farAnswers } from "../../scripts/docs/site/links";
import type { SitePage } from "../../scripts/docs/site/pages";

const page = (path: string, ids: readonly string[], textLinks: readonly string[], links = textLinks): SitePage => ({
  path,
  ids: new Set(ids),
  links,
  textLinks,
});

describe("dead links", () => {
  const target = page("documents/Paging.html", ["every-user-of-a-group"], []);

  it("are those to a page that is not there", () => {
    expect(deadLinks([page("index.html", [], ["documents/Pages.html"]), target])).toEqual([
      "index.html: documents/Pages.html",
    ]);
  });

  it("are those to a heading that is not there", () => {
    const first = page(
      "index.html",
      [],
      ["documents/Paging.html#every-user-of-a-group", "documents/Paging.html#faster"],
    );
    expect(deadLinks([first, target])).toEqual(["index.html: documents/Paging.html#faster"]);
  });

  it("are found in menus too, and told once a page", () => {
    const first = page("index.html", [], [], ["gone.html", "gone.html"]);
    expect(deadLinks([first, target])).toEqual(["index.html: gone.html"]);
  });
});

describe("answers", () => {
  const places = [
    page("documents/Paging.html", ["every-user-of-a-group"], []),
    page("documents/Retries_and_deadlines.html", ["what-happens-on-a-429"], []),
    page("documents/Testing_your_application.html", ["a-test-from-end-to-end"], []),
    page("documents/When_the_API_changes.html", ["1-import-it"], []),
  ];
  const paths = places.map(({ path }) => path);

  it("are near when the first page links to them", () => {
    expect(farAnswers([page("index.html", [], paths), ...places])).toEqual([]);
  });

  it("are too far on the fourth page after the first", () => {
    const way = ["index.html", "1.html", "2.html", "3.html"].map((path, index) =>
      page(path, [], path === "3.html" ? paths : [`${index + 1}.html`]),
    );
    expect(farAnswers([...way, ...places])).toHaveLength(4);
    expect(farAnswers([...way, ...places])[1]).toBe(
      "what happens on a 429: documents/Retries_and_deadlines.html#what-happens-on-a-429 is 4 clicks away",
    );
  });

  it("are missing when nothing links to them, or their heading is gone", () => {
    expect(farAnswers([page("index.html", [], []), ...places])).toHaveLength(4);
    const renamed = places.map((place) => page(place.path, [], []));
    expect(farAnswers([page("index.html", [], paths), ...renamed])).toHaveLength(4);
  });
});
