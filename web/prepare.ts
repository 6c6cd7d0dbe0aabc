// What types and lint need before a build: SvelteKit's own types, and the messages compiled into functions.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const bin = (name: string) => join(import.meta.dirname, "..", "node_modules", ".bin", name);
for (const [command, ...args] of [
  [bin("svelte-kit"), "sync"],
  [bin("paraglide-js"), "compile", "--project", "./project.inlang", "--outdir", "./src/lib/paraglide", "--emit-ts-declarations", "--silent", "--strategy", "localStorage", "preferredLanguage", "baseLocale"],
] as const) {
  const { status } = spawnSync(command, args, { cwd: import.meta.dirname, stdio: ["ignore", "inherit", "inherit"] });
  if (status !== 0) process.exit(status ?? 1);
}
