import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { problem, problemCodes } from "#functions/runtime/problem.ts";
import settings from "../../web/project.inlang/settings.json" with { type: "json" };

type Messages = Readonly<Record<string, unknown>>;
const source = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const parts = (locale: string): Messages[] =>
  settings["plugin.inlang.messageFormat"].pathPattern.map((pattern) => JSON.parse(source(`web/${pattern.replace("./", "").replace("{locale}", locale)}`)) as Messages);
const [en, fr] = ["en", "fr"].map((locale): Messages => Object.assign({}, ...parts(locale))) as [Messages, Messages];
const inputs = (message: unknown): string[] => [...new Set(JSON.stringify(message).match(/\{\w+\}/g) ?? [])].sort();

test("French says everything that English says, and the other way round", () => {
  expect(Object.keys(fr).sort()).toEqual(Object.keys(en).sort());
});

test("no message is written in two files", () => {
  const keys = parts("en").flatMap((part) => Object.keys(part).filter((key) => key !== "$schema"));
  expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
});

test("a figure that stands in one language stands in the other", () => {
  expect(Object.keys(en).filter((key) => key !== "$schema" && inputs(en[key]).join() !== inputs(fr[key]).join())).toEqual([]);
});

test("French has its no-break space before : ; ! ? % and inside « »", () => {
  const loose = Object.entries(fr).filter(([key, message]) => key !== "$schema" && /[^\s\u00A0:/]( |(?<=\p{L}))[;!?%»](?!\w)| :(?!\/)|« /u.test(JSON.stringify(message)));
  expect(loose.map(([key, message]) => `${key}: ${JSON.stringify(message)}`)).toEqual([]);
});

test("what the API refuses is written in French as French is written", () => {
  const told = [...problemCodes].map((code) => problem(code, "", "fr").detail);
  expect(told.filter((french) => /'| [:;!?»%]|« /.test(french))).toEqual([]);
});

test("nothing on the screens shouts or jokes", () => {
  expect(
    Object.entries({ ...en, ...fr })
      .filter(([key, message]) => key !== "$schema" && /!|\boops\b/i.test(JSON.stringify(message)))
      .map(([key]) => key),
  ).toEqual([]);
});

test("whatever keeps a payment from being posted is said in words", () => {
  const engine = ["veto", "decide", "engine", "at-the-desk"].map((name) => source(`domain/cash-application/matching/${name}.ts`)).join("\n");
  const codes = [...new Set([...engine.matchAll(/(?:veto\(|code: (?:filed \? )?|: )"((?:payer|choice|names|payment|difference|score)\.[a-z-]+)"/g)].map(([, code]) => code!))];
  expect(codes.length).toBeGreaterThan(20);
  const words = source("web/src/lib/format/payment.ts");
  expect(codes.filter((code) => !words.includes(`"${code}"`))).toEqual([]);
});

test("whatever keeps a reminder back, or says why it goes, is said in words", () => {
  const files = readdirSync(new URL("../../domain/dunning", import.meta.url)).filter((name) => name.endsWith(".ts") && !["check.ts", "call.ts", "routes.ts"].includes(name));
  const told = files.map((name) => source(`domain/dunning/${name}`)).join("\n");
  const codes = [...new Set([...told.matchAll(/code: (?:[^"\n]{0,40} \? )?"([a-z-]+)"(?: : "([a-z-]+)")?/g)].flatMap(([, one, other]) => (other ? [one!, other] : [one!])))];
  const [, reasons = ""] = /holdReasonSchema = z\.enum\(\[([^\]]+)\]/.exec(source("domain/dunning/schema.ts")) ?? [];
  const holds = [...reasons.matchAll(/"([a-z-]+)"/g)].map(([, code]) => code!);
  expect([codes.length > 25, holds.length > 10]).toEqual([true, true]);
  const [, words = ""] = /const sentences: [^{]*\{(.*?)\n\};/s.exec(source("web/src/lib/format/reminder.ts")) ?? [];
  expect([...codes, ...holds].filter((code) => !new RegExp(`(?:"${code}"|[ \\n]${code}): `).test(words))).toEqual([]);
});
