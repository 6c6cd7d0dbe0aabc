// The built web. Tests and a first look at the infrastructure need none: then a page that says so stands in.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

export type WebBuild = { readonly folder: string; readonly page: string };

export function webBuild(): WebBuild {
  const built = join(root, "web", "build");
  const folder = existsSync(join(built, "index.html")) ? built : notBuilt();
  return { folder, page: readFileSync(join(folder, "index.html"), "utf8") };
}

function notBuilt(): string {
  const folder = join(root, ".build", "web-not-built");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "index.html"), '<!doctype html><html lang="en"><title>Quittance</title><p>The web is not built yet.</p></html>\n');
  return folder;
}
