// The house rules that a machine can see. Each is a sentence; a file that breaks one is named with its line.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { expect, test } from "vitest";
import { catalogue } from "#events/catalogue.ts";

const root = join(import.meta.dirname, "..");
// What is tracked or about to be: an ignored build product is nobody's style.
const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: root, encoding: "utf8" }).split("\n").filter(Boolean);
const texts = new Map<string, string>();
const read = (file: string): string => {
  if (!texts.has(file)) texts.set(file, readFileSync(join(root, file), "utf8"));
  return texts.get(file)!;
};
const code = files.filter((file) => /\.(ts|mjs|svelte)$/.test(file));
const self = "test/tidy.test.ts";
const contexts = ["ledger", "ingestion", "cash-application", "dunning", "disputes", "credit", "collaboration", "workspace", "insight", "access", "portal", "open-data", "connectors"];

/** Lines of the files that match, as "file:line text". */
const lines = (among: readonly string[], pattern: RegExp): string[] =>
  among.filter((file) => file !== self).flatMap((file) => read(file).split("\n").flatMap((line, n) => (pattern.test(line) ? [`${file}:${n + 1} ${line.trim().slice(0, 120)}`] : [])));

const inDomain = code.filter((file) => file.startsWith("domain/"));
const inFunctions = code.filter((file) => file.startsWith("functions/"));
const inTests = code.filter((file) => file.startsWith("test/"));
const imports = (file: string): string[] => [...read(file).matchAll(/(?:^|\n)\s*(?:import|export)\s(?!type\b)[^;]*?from\s+"([^"]+)"/g)].map((match) => match[1]!);
const allImports = (file: string): string[] => [...read(file).matchAll(/(?:^|\n)\s*(?:import|export)\s[^;]*?from\s+"([^"]+)"/g)].map((match) => match[1]!);
const contextOf = (path: string): string | undefined => contexts.find((context) => path.split("/")[1] === context);

test("no file is named for a heap of things", () => {
  expect(files.filter((file) => /(^|\/)(utils?|helpers?|common|shared|misc|types|constants)(\.[a-z]+)*(\/|$)/i.test(file))).toEqual([]);
});

test("file names are kebab-case, so that no two differ by case alone", () => {
  const allowed = /^(\+?[a-z0-9]+([-.][a-z0-9]+)*(\.[a-z0-9]+)*|\[[a-zA-Z.]+\]|\([a-z]+\)|[A-Z]+(\.md)?|\.[a-z.]+)$/;
  const parts = files.filter((file) => !file.startsWith(".")).flatMap((file) => file.split("/").filter((part) => !allowed.test(part)).map((part) => `${file} (${part})`));
  expect(parts).toEqual([]);
});

test("the domain has no clock, no chance, no network, no console, no Node", () => {
  expect(lines(inDomain, /\bDate\.now\(|new Date\(\)|Math\.random|\bconsole\.|\bprocess\.|\bfetch\(|from "node:|crypto\.|setTimeout|performance\.now/)).toEqual([]);
});

/** Libraries that compute and do nothing else, each behind one file of ours. */
const pureLibraries: Readonly<Record<string, string>> = { saxes: "domain/text/xml.ts", fflate: "domain/text/workbook.ts" };

/** What a context opens to the others: the ledger is posted on by whoever decides about money, in one place and under one set of rules. */
const doors = new Set(["#domain/ledger/allocate.ts", "#domain/insight/open-items-list.ts"]);

test("the domain imports its kernel, itself, other contexts' schemas as types, zod in schemas and routes alone, and Liquid where letters are filled", () => {
  const wrong = inDomain.flatMap((file) => {
    const mine = contextOf(file);
    return imports(file)
      .filter((path) => {
        if (path === "zod") return !["schema.ts", "routes.ts"].includes(basename(file));
        if (path in pureLibraries) return pureLibraries[path] !== file;
        if (path === "liquidjs") return file !== "domain/dunning/messages/liquid.ts";
        if (!path.startsWith("#domain/")) return true;
        const theirs = contextOf(path.slice(1));
        return theirs !== undefined && theirs !== mine && dirname(file) !== "domain" && !doors.has(path) && !/\/(schema|routes)\.ts$/.test(path);
      })
      .map((path) => `${file} imports ${path}`);
  });
  expect(wrong).toEqual([]);
});

test("events import the kernel, schemas and zod", () => {
  const wrong = code.filter((file) => file.startsWith("events/")).flatMap((file) => imports(file).filter((path) => path !== "zod" && !path.startsWith("#events/") && !/^#domain\/([a-z-]+\.ts|.*\/schema\.ts)$/.test(path)).map((path) => `${file} imports ${path}`));
  expect(wrong).toEqual([]);
});

test("a context's functions never call another context's: contexts speak through events", () => {
  const wrong = inFunctions.flatMap((file) => {
    const mine = contextOf(file);
    return allImports(file).filter((path) => path.startsWith("#functions/") && contextOf(path.slice(1)) !== undefined && contextOf(path.slice(1)) !== mine).map((path) => `${file} imports ${path}`);
  });
  expect(wrong).toEqual([]);
});

test("functions know nothing of infra, and infra no application code but names, schemas and the kernel", () => {
  const functionsWrong = inFunctions.flatMap((file) => allImports(file).filter((path) => /^#(infra|test|lib)\//.test(path)).map((path) => `${file} imports ${path}`));
  const infraWrong = code.filter((file) => file.startsWith("infra/")).flatMap((file) => imports(file).filter((path) => /^#(functions|test|lib)\//.test(path)).map((path) => `${file} imports ${path}`));
  expect([...functionsWrong, ...infraWrong]).toEqual([]);
});

test("the web takes types from the domain, and what runs there is free of zod", () => {
  const wrong = code.filter((file) => file.startsWith("web/src/")).flatMap((file) => imports(file).filter((path) => path === "zod" || /^#(functions|infra|test|events)\//.test(path) || /^#domain\/.*(schema|routes|api)\.ts$/.test(path)).map((path) => `${file} imports ${path}`));
  expect(wrong).toEqual([]);
});

test("zod is imported as a whole, or it is five times as large", () => {
  expect(lines(code, /import \{[^}]*\} from "zod"/).filter((line) => !line.includes("import type"))).toEqual([]);
});

test("a fact is named in events/ and nowhere else", () => {
  const names = Object.values(catalogue).map(({ name }) => name).join("|");
  expect(lines(code.filter((file) => /^(functions|infra)\//.test(file)), new RegExp(`["'\`](${names})["'\`]`))).toEqual([]);
});

test("the clock of the application is read in one place", () => {
  expect(lines(inFunctions.filter((file) => file !== "functions/runtime/clock.ts"), /\bDate\.now\(|new Date\(\)/)).toEqual([]);
});

test("no test is skipped, focused, mocked or asleep", () => {
  expect(lines(inTests, /\b(test|it|describe)\.(skip|only|todo|fails)\b|\bvi\.(mock|spyOn|fn)\b|toMatchSnapshot|toMatchInlineSnapshot/)).toEqual([]);
  expect(lines(inTests, /await (new Promise\([^)]*setTimeout\([a-z]+, \d{4,}\)|(sleep|delay|setTimeout)\(\d)/)).toEqual([]);
});

test("nothing is unfinished, silenced or a loose type", () => {
  // In capitals: "todo" is Spanish, and letters are written in it.
  expect(lines(code, /\b(TODO|FIXME|XXX)\b|@ts-ignore|@ts-nocheck|[Nn]ot implemented/)).toEqual([]);
  expect(lines([...inDomain, ...inFunctions], /\bas any\b|: any\b(?!\()/)).toEqual([]);
});

test("no file outgrows a reader", () => {
  const long = code.filter((file) => !file.startsWith("test/") && read(file).split("\n").length > 300).map((file) => `${file}: ${read(file).split("\n").length} lines`);
  expect(long).toEqual([]);
});

test("the project names no machine and no registry", () => {
  expect(lines(files.filter((file) => /\.(ts|mjs|svelte|json|md|css|html|sh)$|^\.ci|^\.npmrc/.test(file)), /"resolved": ?"https?:|registry\.npmjs|(^|[\s"'`(=])\/(work|home|root)\/[a-z]/)).toEqual([]);
});

test("what can be generated is not committed", () => {
  expect(files.filter((file) => /(^|\/)(node_modules|cdk\.out|\.build|\.svelte-kit|paraglide|build|dist)\//.test(file))).toEqual([]);
});

test("dependencies are pinned to the digit", () => {
  const { dependencies, devDependencies } = JSON.parse(read("package.json")) as Record<string, Record<string, string>>;
  expect(Object.entries({ ...dependencies, ...devDependencies }).filter(([, version]) => !/^(npm:[a-z]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
});
