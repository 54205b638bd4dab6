import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./support/blocks";
import { pointsOfReadme } from "./support/points";

it("shows a line of code for each thing you get", () => {
  const points = readFileSync(join(root, "README.md"), "utf8").match(/^- \*\*/gm) ?? [];
  expect(pointsOfReadme()).toHaveLength(points.length);
  expect(points).toHaveLength(6);
});
