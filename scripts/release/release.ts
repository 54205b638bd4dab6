/** What GitHub Actions tells a run about itself. */
export interface Run {
  /** Where the repository is, such as `https://github.com/owner/name`. */
  readonly repository: string;
  /** The tag that is being released. */
  readonly tag: string;
}

/** @throws Error if this is not a run of GitHub Actions */
export function runOf(environment: Readonly<Record<string, string | undefined>>): Run {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name, GITHUB_REF_NAME: tag } = environment;
  if (!server || !name || !tag) {
    throw new Error(
      "GITHUB_SERVER_URL, GITHUB_REPOSITORY and GITHUB_REF_NAME say where a release comes from: set all three",
    );
  }
  return { repository: `${server}/${name}`, tag };
}

/** The manifest with the addresses of the repository, which provenance is checked against. */
export const withAddresses = (manifest: object, { repository }: Run): object => ({
  ...manifest,
  repository: { type: "git", url: `git+${repository}.git` },
  homepage: `${repository}#readme`,
  bugs: { url: `${repository}/issues` },
});

/** The README as npm's site shows it, which resolves no relative link: every one leads to the released state of its file. */
export const withAbsoluteLinks = (readme: string, { repository, tag }: Run): string =>
  // Code is matched first, so that what looks like a link in it stays as it is.
  readme.replaceAll(
    /^```[^]*?^```|`[^`\n]*`|(!?)\[([^\]]*)\]\((?![a-z]+:|#)([^)\s]+)\)/gm,
    (match, image: string | undefined, text: string, path: string) =>
      image === undefined ? match : `${image}[${text}](${repository}/${image === "" ? "blob" : "raw"}/${tag}/${path})`,
  );

/** @throws Error if the tag is not that of the version, or the changelog does not say what it brings */
export function checkVersion(version: string, changelog: string, { tag }: Run): void {
  if (tag !== `v${version}`) throw new Error(`The tag is ${tag}, but package.json says ${version}`);
  if (!changelog.includes(`\n## ${version}\n`)) throw new Error(`CHANGELOG.md has no section ${version}`);
}

/**
 * The dist-tag that a version gets on npm: `latest`, or the name of a prerelease, such as `beta` of `1.0.0-beta.2`.
 *
 * @throws Error if the prerelease has no name that npm takes for a dist-tag
 */
export function distTagOf(version: string): string {
  const [, prerelease] = /^[^-+]+-([^+]+)/.exec(version) ?? [];
  if (prerelease === undefined) return "latest";
  const [name = ""] = prerelease.split(".");
  // A name that begins so may be a range of versions.
  if (!/^(?!v\d|x$)[a-z]/i.test(name))
    throw new Error(`${version} names no dist-tag: a prerelease is named as in 1.0.0-beta.1`);
  return name;
}
