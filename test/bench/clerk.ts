// A clerk's morning: a bank's day of 400 receipts on the demo company, and all that is proposed confirmed by keyboard alone, in a real browser. Told: the
// time and the key presses, how long a press waits for the next payment to stand there, and how many rows the list holds in the document.
//
//   npm run bench clerk                 starts a local cloud of its own (minutes)
//   npm run bench clerk=100             with so many receipts
//   CLERK_DATA=.local CLERK_DAY=2026-03-31 npm run bench clerk     as another day's statement, on the Quittance that runs with this data folder; CLERK_WEB=http://… where its web is served elsewhere
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { accounts } from "#infra/local/demo/bank.ts";
import { openBrowser, signedIn } from "#test/e2e/browser.ts";
import { clerkDay, type OpenDocument } from "#test/world/clerk-day.ts";
import { eventually, startCloud } from "#test/world/local-cloud.ts";

type Api = (method: string, path: string, body?: unknown) => Promise<unknown>;
type Desk = { readonly app: string; readonly web: string; readonly api: Api; readonly person: { readonly email: string; readonly password: string }; readonly close: () => Promise<void> };
type Listed = { readonly items: readonly { readonly status: string; readonly version: number }[]; readonly nextCursor?: string };

export async function run(receipts = 400): Promise<void> {
  const desk = process.env["CLERK_DATA"] ? attached(process.env["CLERK_DATA"]) : await started();
  const browser = await openBrowser();
  try {
    const bookedOn = process.env["CLERK_DAY"] ?? ((await desk.api("GET", "/aged-balance?groupBy=none&currency=EUR")) as { asOf: string }).asOf;
    const day = clerkDay(await openDocuments(desk.api), { receipts, bookedOn, account: accounts.FR, seed: Number(process.env["CLERK_SEED"] ?? 7) });
    const { url, headers } = (await desk.api("POST", "/imports", { source: "bank-france", fileName: day.fileName })) as { url: string; headers: Record<string, string> };
    const sent = performance.now();
    const put = await fetch(url, { method: "PUT", headers, body: day.bytes });
    if (!put.ok) throw new Error(`the statement was not taken: ${put.status}`);
    const statuses = async (cursor = ""): Promise<string[]> => {
      const { items, nextCursor } = (await desk.api("GET", `/payments?day=${bookedOn}&entity=ent_ardelane-sa&limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`)) as Listed;
      return [...items.map(({ status }) => status), ...(nextCursor ? await statuses(nextCursor) : [])];
    };
    const matched = await eventually(() => statuses(), (all) => all.length >= receipts && !all.includes("waiting"), 1_200_000);
    const count = (status: string, all: readonly string[] = matched) => all.filter((one) => one === status).length;
    console.log(`${receipts} receipts matched ${((performance.now() - sent) / 1000).toFixed(1)} s after the file was sent: ${count("applied")} without a person, ${count("proposed")} proposed, ${count("unmatched")} open (${Object.entries(day.kinds).map(([kind, n]) => `${n} ${kind}`).join(", ")})`);
    const { page, complaints } = await signedIn(browser, desk.app, desk.person, undefined, 180_000);
    if (desk.web !== desk.app) await elsewhere(page, desk.web);
    await page.goto(`${desk.web}/payments?day=${bookedOn}&entity=ent_ardelane-sa`);
    const told = await confirmAll(page);
    await eventually(async () => count("proposed", await statuses()), (left) => left === 0, 300_000);
    const after = await statuses();
    console.log(`confirmed ${told.confirmed} proposals in ${(told.ms / 1000).toFixed(1)} s with ${told.presses} key presses: ${(told.ms / told.confirmed).toFixed(0)} ms each, of these ${median(told.waits).toFixed(0)} ms (median), ${share(told.waits, 0.95).toFixed(0)} ms (95 %) and ${Math.max(...told.waits).toFixed(0)} ms (longest) until the next one stood there`);
    console.log(`the list held at most ${told.rows} of ${receipts} rows in the document; after it ${count("proposed", after)} are proposed, ${count("applied", after)} applied, ${count("unmatched", after)} open; the browser complained ${complaints.length} times`);
    if (complaints.length > 0) console.log(complaints.slice(0, 5).join("\n"));
  } finally {
    await browser.close();
    await desk.close();
  }
}

/** Enter confirms; Shift and Enter look at what else is clear of the payer, and one more Enter confirms that. Nothing is clicked. */
async function confirmAll(page: Page): Promise<{ confirmed: number; presses: number; ms: number; waits: number[]; rows: number }> {
  const first = page.locator(".queue [aria-selected=true]");
  await first.waitFor({ timeout: 240_000 });
  const proposed = () => page.evaluate(() => Number(document.querySelector(".head.proposed .count")?.textContent?.replaceAll(/\D/g, "") ?? 0));
  const begun = await proposed();
  const waits: number[] = [];
  let [presses, rows] = [0, 0];
  const from = performance.now();
  for (let left = begun; left > 0; ) {
    const payer = await page.evaluate(() => document.querySelector("footer .btn:nth-of-type(2) .kbd")?.textContent?.includes("⇧") === true);
    const at = performance.now();
    await page.keyboard.press(payer ? "Shift+Enter" : "Enter");
    presses += payer ? 2 : 1;
    if (payer) {
      await page.locator("dialog[open] .btn.pri:focus").waitFor();
      await page.keyboard.press("Enter");
      presses++;
    }
    const before = left;
    await page.waitForFunction((was) => Number(document.querySelector(".head.proposed .count")?.textContent?.replaceAll(/\D/g, "") ?? 0) < was, before, { timeout: 60_000, polling: "raf" });
    waits.push(performance.now() - at);
    rows = Math.max(rows, await page.locator(".queue [role=option]").count());
    left = await proposed();
  }
  return { confirmed: begun, presses, ms: performance.now() - from, waits, rows };
}

async function openDocuments(api: Api): Promise<OpenDocument[]> {
  const found: OpenDocument[] = [];
  let cursor: string | undefined;
  do {
    const page = (await api("GET", `/invoices?entity=ent_ardelane-sa&status=open&limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`)) as { items: OpenDocument[]; nextCursor?: string };
    found.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return found;
}

async function started(): Promise<Desk> {
  const cloud = await startCloud({ customers: 200 });
  const person = cloud.endpoints.users.find(({ role }) => role === "cash-applier")!;
  return { app: cloud.endpoints.app, web: cloud.endpoints.app, person, api: async (method, path, body) => (await cloud.api(person.email, method, path, body as never)).body, close: () => cloud.stop() };
}

function attached(folder: string): Desk {
  const { app, operations } = JSON.parse(readFileSync(join(folder, "endpoints.json"), "utf8")) as { app: string; operations: string };
  const person = { email: "julien.abadie@ardelane.example", password: "quittance-demo" };
  const token = async () => (await fetch(`${operations}/token?email=${person.email}`, { method: "POST", headers: { authorization: `Bearer ${readFileSync(join(folder, "secret"), "utf8")}` } })).text();
  const api: Api = async (method, path, body) => {
    const headers = { authorization: `Bearer ${(await token()).trim()}`, "content-type": "application/json" };
    for (let tries = 1; ; tries++) {
      const answer = await fetch(`${app}/api/v1${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
      if (answer.ok) return answer.json();
      // A machine that others use too may be too slow for the time that a function has.
      if (answer.status < 500 || tries === 10) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    }
  };
  return { app, web: process.env["CLERK_WEB"] ?? app, api, person, close: async () => undefined };
}

/** A development server has no sign-in of its own: the session goes along. */
async function elsewhere(page: Page, web: string): Promise<void> {
  const kept = await page.evaluate(() => JSON.stringify(Object.entries(sessionStorage)));
  await page.addInitScript(({ kept: entries, origin }) => { if (location.origin === origin) for (const [key, value] of JSON.parse(entries) as [string, string][]) sessionStorage.setItem(key, value); }, { kept, origin: new URL(web).origin });
}

const share = (values: readonly number[], of: number): number => values.toSorted((a, b) => a - b)[Math.floor(values.length * of)] ?? 0;
const median = (values: readonly number[]): number => share(values, 0.5);
