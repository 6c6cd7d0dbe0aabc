// How much a cold function, and a first visit, have to load.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const root = join(import.meta.dirname, "../..");
const files = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)) : []);

export async function run(): Promise<void> {
  const bundles = files(join(root, ".build/functions")).filter((file) => file.endsWith(".mjs"));
  const sizes = bundles.map((file) => ({ name: file.slice(join(root, ".build/functions/").length), kilobytes: statSync(file).size / 1000 })).toSorted((a, b) => b.kilobytes - a.kilobytes);
  for (const { name, kilobytes } of sizes) console.log(`  ${kilobytes.toFixed(0).padStart(5)} KB  ${name}`);
  console.log(`  largest bundle ${sizes[0]?.kilobytes.toFixed(0) ?? "not built"} KB, bound 900 KB`);

  const page = join(root, "web/build/200.html");
  if (!existsSync(page)) return console.log("  the web is not built: npm start builds it");
  const html = readFileSync(page, "utf8");
  const first = [...new Set([...html.matchAll(/(?:href|src|import\()="?'?([^"'\s>)]+\.js)/g)].map((match) => match[1]!))].map((path) => join(root, "web/build", path.replace(/^\.?\//, "")));
  const zipped = first.filter(existsSync).reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0);
  console.log(`  initial JavaScript of the web ${(zipped / 1000).toFixed(1)} KB gzip in ${first.length} files, bound 150 KB`);
}
