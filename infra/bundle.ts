// Bundles every function in one call of esbuild (one call for fifteen takes a third of fifteen calls), and lays out the DuckDB layer.
//
// Same sources, same bytes: nothing dated goes in, so a function whose code did not change is not deployed again, and a file that did not
// change is not written again. Source maps lie beside the assets, not in them: they are five times the code.
import { build, type OutputFile, type Plugin } from "esbuild";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { functionNames, functions, type FunctionName, type FunctionSettings } from "#infra/functions.ts";

const root = join(import.meta.dirname, "..");
const builds = join(root, ".build");

/** The folder that becomes the function's code. */
export const functionFolder = (name: FunctionName): string => join(builds, "functions", name);

/** A function that is listed but not written stops the build. */
export async function bundleFunctions({ names = functionNames }: { names?: readonly string[] } = {}): Promise<void> {
  const missing = names.filter((name) => !existsSync(source(name)));
  if (missing.length > 0) throw new Error(`There is no handler at ${missing.map((name) => `functions/${name}.ts`).join(", ")}, but infra/functions.ts lists it.`);
  const { outputFiles } = await build({
    entryPoints: Object.fromEntries(names.flatMap((name) => [[`${name}/index`, source(name)], ...laterOf(name).map((module) => [`${name}/${basename(module)}`, source(module)])])),
    outdir: join(builds, "functions"),
    outExtension: { ".js": ".mjs" },
    absWorkingDir: root,
    bundle: true,
    write: false,
    platform: "node",
    target: "node24",
    format: "esm",
    minify: true,
    // No code may tell classes apart by name: kept names cost 45 KB a bundle.
    legalComments: "none",
    // The `main` of many packages is CommonJS, which cannot be shaken: with `module` first the DynamoDB client is 334 KB instead of 535.
    mainFields: ["module", "main"],
    sourcemap: "external",
    sourcesContent: false,
    alias: {
      "@aws-sdk/credential-provider-node": join(root, "infra", "parts", "lambda-credentials.ts"),
      jsonschema: join(root, "infra", "parts", "unchecked-models.ts"),
    },
    // Native, so it comes in a layer. Cedar's WebAssembly does too: the code asks for it by `require`, which esbuild leaves alone.
    external: ["@duckdb/*"],
    plugins: [policiesInside, laterBeside, documentsShaken],
    // Some CommonJS inside calls `require` for Node's own modules, which an ES module does not have.
    banner: { js: 'import{createRequire as nodeRequire}from"node:module";const require=nodeRequire(import.meta.url);' },
    logLevel: "error",
  });
  for (const file of outputFiles) save(file);
  for (const name of names) if (settingsOf(name)?.letters) layFonts(name as FunctionName);
}

/** The face of letters (OFL) lies beside the code of whoever writes them (functions/dunning/documents/pdf/faces.ts): a layer is not found by an ES module. */
function layFonts(name: FunctionName): void {
  for (const weight of ["400Regular", "600SemiBold"]) {
    const file = `InstrumentSans_${weight}.ttf`;
    save({ path: join(functionFolder(name), "fonts", file), contents: readFileSync(join(root, "node_modules/@expo-google-fonts/instrument-sans", weight, file)) });
  }
}

/** The policies are files beside their module; a bundle carries them, parsed by the Cedar that will decide by them. */
export const policiesInside: Plugin = {
  name: "policies-inside",
  setup: ({ onLoad }) =>
    onLoad({ filter: /functions[\\/]runtime[\\/]policies\.ts$/ }, async ({ path }) => {
      const { policySources } = (await import(pathToFileURL(path).href)) as { policySources: readonly { id: string; text: string }[] };
      const parsed = policySources.map((policy) => ({ ...policy, parsed: parsedPolicy(policy.text) }));
      return { contents: `export const policySources = ${JSON.stringify(parsed)};` };
    }),
};

/** What a function imports while it runs (`await import("#functions/…")`) is loaded then, from a file of its own: a stopped message needs no PDF. */
const laterBeside: Plugin = {
  name: "later-beside",
  setup: ({ onResolve }) => onResolve({ filter: /^#functions\// }, ({ kind, path }) => (kind === "dynamic-import" ? { path: `./${basename(path, ".ts")}.mjs`, external: true } : undefined)),
};

/** ElectroDB asks for all of DynamoDB's commands, and gets the ten that it sends (parts/electrodb.ts): 60 KB less a bundle. */
const documentsShaken: Plugin = {
  name: "documents-shaken",
  setup: ({ onResolve, resolve }) => {
    const part = (name: string) => ({ path: join(root, "infra", "parts", name) });
    onResolve({ filter: /^electrodb$/ }, ({ importer }) => (importer === part("electrodb.ts").path ? undefined : part("electrodb.ts")));
    onResolve({ filter: /^@aws-sdk\/lib-dynamodb$/ }, async ({ path, pluginData, ...asked }) => {
      if (pluginData === "plainly") return undefined;
      if (/node_modules[\\/]electrodb/.test(asked.importer)) return part("document-commands.ts");
      const { importer, kind, resolveDir } = asked;
      return { path: (await resolve(path, { importer, kind, resolveDir, pluginData: "plainly" })).path, sideEffects: false };
    });
  },
};

const settingsOf = (name: string): FunctionSettings | undefined => (functions as Readonly<Record<string, FunctionSettings>>)[name];
const laterOf = (name: string): readonly string[] => settingsOf(name)?.later ?? [];

function parsedPolicy(text: string): object {
  const answer = createRequire(import.meta.url)("@cedar-policy/cedar-wasm/nodejs").policyToJson(text) as { type: string; json?: object; errors?: readonly { message: string }[] };
  if (!answer.json) throw new Error(`A policy cannot be parsed: ${answer.errors?.map(({ message }) => message).join("; ")}\n${text}`);
  return answer.json;
}

/** Native, for the machine that builds. */
export const layDuckdb = (): Laid => lay("duckdb", "@duckdb", "@duckdb/node-api", `${process.platform}-${process.arch}`);

/** Cedar for Node; its builds for browsers stay out. */
export const layCedar = (): Laid => lay("cedar", "@cedar-policy/cedar-wasm", "@cedar-policy/cedar-wasm", "wasm", /\/(esm|web)$/);

export type Laid = { readonly folder: string; readonly version: string };

/** Node looks for packages of a layer in nodejs/node_modules. */
function lay(name: string, packages: string, versioned: string, target: string, without?: RegExp): Laid {
  const modules = join(root, "node_modules");
  const { version } = JSON.parse(readFileSync(join(modules, versioned, "package.json"), "utf8")) as { version: string };
  const folder = join(builds, "layers", name);
  const marker = join(folder, "nodejs", "version");
  const built = `${version} ${target}`;
  if (existsSync(marker) && readFileSync(marker, "utf8") === built) return { folder, version };
  // Laid out aside and moved, so that two syntheses at once do not see each other's half.
  const aside = `${folder}-${process.pid}`;
  cpSync(join(modules, packages), join(aside, "nodejs", "node_modules", packages), { recursive: true, dereference: true, filter: (path) => !without?.test(path) });
  writeFileSync(join(aside, "nodejs", "version"), built);
  rmSync(folder, { recursive: true, force: true });
  renameSync(aside, folder);
  return { folder, version };
}

const source = (name: string): string => join(root, "functions", `${name}.ts`);

function save({ path, contents }: Pick<OutputFile, "path" | "contents">): void {
  const file = path.endsWith(".map") ? join(builds, "maps", relative(join(builds, "functions"), path)) : path;
  if (existsSync(file) && readFileSync(file).equals(contents)) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, contents);
}
