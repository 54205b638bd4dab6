import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, relative } from "node:path";
import { promisify } from "node:util";

/** The documentation site on a port of the loopback. */
export interface Site {
  /** Ends in a slash. */
  readonly url: string;
  /** The paths of its pages, relative to `url`. */
  readonly paths: readonly string[];
  close(): Promise<void>;
}

/** Builds the site as `npm run docs` does, into another folder. */
export async function buildSite(root: string, folder: string): Promise<void> {
  const typedoc = join(root, "node_modules/typedoc/bin/typedoc");
  await promisify(execFile)(process.execPath, [typedoc, "--out", folder], { cwd: root });
}

const types: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
};

export async function serveSite(folder: string): Promise<Site> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname.slice(1)) || "index.html";
    if (!files.includes(path)) {
      // A browser asks for an icon by itself.
      response.writeHead(path === "favicon.ico" ? 204 : 404).end();
      return;
    }
    void readFile(join(folder, path)).then((content) => {
      response.writeHead(200, { "content-type": types[extname(path)] ?? "application/octet-stream" }).end(content);
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    paths: files.filter((path) => path.endsWith(".html")).sort(),
    close() {
      const closed = new Promise<void>((resolve) => server.once("close", resolve));
      server.close();
      server.closeAllConnections();
      return closed;
    },
  };
}
