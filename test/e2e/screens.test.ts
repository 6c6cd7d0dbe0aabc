// The product as people meet it: the demo company on a whole local cloud, in a real browser, signed in through the real page.
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { desk, type Face, openBrowser, signedIn, type Visitor } from "#test/e2e/browser.ts";
import { fecName, fecOf } from "#test/e2e/fec-sample.ts";
import { eventually, startCloud, type TestCloud } from "#test/world/local-cloud.ts";

let cloud: TestCloud;
let browser: Browser;
let claire: Visitor;
const person = (role: string) => cloud.endpoints.users.find((user) => user.role === role)!;
const visit = (role: string, face?: Face) => signedIn(browser, cloud.endpoints.app, person(role), face);
const go = async (page: Page, path: string) => {
  await page.goto(`${cloud.endpoints.app}${path}`);
  await page.locator("main h1").first().waitFor();
};
/** By a link of the app, as people go: without loading the app again. */
const follow = async (page: Page, path: string) => {
  await page.evaluate((href) => {
    const link = Object.assign(document.createElement("a"), { href, textContent: href });
    document.querySelector("main")!.append(link);
    link.click();
    link.remove();
  }, path);
  await page.waitForURL((url) => `${url.pathname}${url.search}` === path);
  await page.locator("main h1").first().waitFor();
};
/** Nothing is still on its way: what a person would call a loaded page. */
const settled = async (page: Page) => {
  await page.waitForLoadState("load");
  await eventually(() => page.locator(".skel").count(), (count) => count === 0);
};

beforeAll(async () => {
  // A company of thirty customers has every screen that one of two hundred has, and is there in a fraction of the time.
  cloud = await startCloud({ customers: 30 });
  browser = await openBrowser();
  claire = await visit("credit-manager");
}, 600_000);
afterAll(async () => {
  await browser?.close();
  await cloud?.stop();
});

test("the home tells what is open, what is overdue and how old it is, to the whole unit", async () => {
  const { page } = claire;
  await go(page, "/");
  const figures = await eventually(() => page.locator(".figure").allInnerTexts(), (texts) => texts.length >= 3);
  for (const figure of figures) expect(figure).toMatch(/^[−]?[€£$]?[\d,\u00A0]+/);
  expect(await page.locator(".agebar").first().isVisible()).toBe(true);
  const { body } = await cloud.api(person("credit-manager").email, "GET", "/aged-balance?groupBy=none&currency=EUR");
  const { total } = body as { total: { overdue: { amount: string } } };
  const overdue = Math.round(Number(total.overdue.amount)).toLocaleString("en-GB");
  expect(figures.join(" ")).toContain(overdue);
});

test("a customer is found by name, and opens with its items and their sum", async () => {
  const { page } = claire;
  await go(page, "/customers");
  const first = page.locator("[role=row][tabindex='0']");
  await first.waitFor();
  await first.focus();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/customers\/cus_/);
  await page.locator("[role=grid] [role=row][data-n]").first().waitFor();
  expect(await page.locator(".total").count()).toBeGreaterThan(0);
});

test("every customer's balance on screen is what the ledger says", async () => {
  const { page } = claire;
  const { body } = await cloud.api(person("credit-manager").email, "GET", "/customers?sort=-open&limit=1");
  const [largest] = (body as { items: { id: string; name: string; balances: { open: { amount: string } }[] }[] }).items;
  await go(page, `/customers/${largest!.id}`);
  await settled(page);
  expect(await page.locator("h1").innerText()).toContain(largest!.name);
  const shown = Number(largest!.balances[0]!.open.amount).toLocaleString("en-GB", { minimumFractionDigits: 2 });
  await eventually(async () => (await page.locator("main").innerText()).replaceAll("\u00A0", " "), (text) => text.includes(shown));
});

test("a dropped file reaches a page that somebody else has open, without a reload", async () => {
  const sophie = await visit("accountant");
  const name = "Ostrelle Marée";
  await go(claire.page, `/customers?q=${encodeURIComponent("Ostrelle Mar")}`);
  await settled(claire.page);
  expect(await claire.page.getByText(name).count()).toBe(0);
  await claire.page.evaluate(() => ((window as unknown as { stayed: boolean }).stayed = true));

  await go(sophie.page, "/data");
  await sophie.page.locator("input[type=file]").first().setInputFiles({ name: fecName, mimeType: "text/plain", buffer: fecOf(["C-90017", name], "FA-26-90017") });
  await claire.page.getByText(name).first().waitFor({ timeout: 120_000 });
  expect(await claire.page.evaluate(() => (window as unknown as { stayed?: boolean }).stayed)).toBe(true);

  await sophie.page.getByText(fecName).first().click();
  await sophie.page.waitForURL(/\/data\/imports\/run_/);
  await settled(sophie.page);
  expect(sophie.complaints).toEqual([]);
  await sophie.context.close();
});

test("the day is typed as people write it, moved by the arrows, and stands in the address; what is no date is said to be none", async () => {
  const { page } = claire;
  await go(page, "/");
  await settled(page);
  const field = page.getByRole("textbox", { name: "As of" });
  await field.fill("31/03/2026");
  await field.press("Enter");
  await page.waitForURL(/asOf=2026-03-31/);
  await field.press("ArrowDown");
  await page.waitForURL(/asOf=2026-03-30/);
  expect(await field.inputValue()).toBe("30 Mar 2026");
  await field.fill("31/02/2026");
  await field.press("Enter");
  await page.getByText("Not a date").waitFor();
  expect(page.url()).toContain("asOf=2026-03-30");
  await page.getByRole("button", { name: "Today", exact: true }).click();
  await page.waitForURL((url) => !url.searchParams.has("asOf"));
});

test("among a thousand items and more few are in the document, the keys lead on to those that are not there yet, and an item opens beside the list", async () => {
  const { page } = claire;
  await go(page, "/invoices?status=all");
  await page.locator("[role=row][data-n='0']").focus();
  const rows = Number(await page.locator("[role=grid]").getAttribute("aria-rowcount")) - 1;
  expect(rows).toBeGreaterThan(1000);
  expect(await page.locator("[role=grid] [role=row]").count()).toBeLessThan(80);
  // The end is as far as rows have come; pressed again, it goes on with those that came meanwhile.
  await eventually(async () => (await page.keyboard.press("End"), page.locator("[data-n='399']").count()), (count) => count === 1);
  expect(await page.locator("[role=grid] [role=row]").count()).toBeLessThan(80);
  await page.keyboard.press("Enter");
  await page.waitForURL(/item=itm_/);
  const panel = page.getByRole("complementary", { name: "Item" });
  await panel.locator(".total").waitFor();
  const first = page.url();
  await page.keyboard.press("k");
  await page.waitForURL((url) => url.href !== first && url.searchParams.has("item"));
  await page.keyboard.press("Escape");
  await eventually(() => panel.count(), (count) => count === 0);
});

test("one account is one account: what is counted is said in the singular", async () => {
  const { page } = claire;
  const { body } = await cloud.api(person("credit-manager").email, "GET", "/customers?limit=1");
  const { code } = (body as { items: { code: string }[] }).items[0]!;
  await go(page, `/customers?q=${code}`);
  await page.getByText("1 account", { exact: true }).waitFor();
});

test("a proposal is confirmed with one key and comes back with another; the next one stands there at once, and the bank's words show what it rests on", async () => {
  const { page, context, complaints } = await visit("cash-applier");
  await go(page, "/payments");
  await eventually(() => page.locator(".head.proposed").count(), (count) => count === 1);
  const selected = page.locator(".queue [aria-selected=true]");
  await page.locator("article .total").first().waitFor();
  expect(await page.locator("article .words").innerText()).not.toBe("");
  const first = await selected.getAttribute("id");
  await page.keyboard.press("Enter");
  await page.getByRole("status").getByText("Applied:").waitFor();
  expect(await selected.getAttribute("id")).not.toBe(first);
  await page.keyboard.press("z");
  await page.getByRole("status").getByText("is back among the proposals").waitFor();
  expect(await selected.getAttribute("id")).toBe(first);
  expect(complaints).toEqual([]);
  await context.close();
});

test("on a phone a payment is put together by hand: each document can be touched, and the sum follows", async () => {
  const { page, context, complaints } = await visit("cash-applier", { language: "fr", width: "phone", theme: "light" });
  await go(page, "/payments");
  await page.locator(".queue [role=option]").first().click();
  await page.getByRole("button", { name: "Modifier" }).click();
  await page.locator(".sums input.cleared").first().waitFor();
  const chosen = await page.locator(".sums input.cleared").count();
  await page.locator(".found .cand.on").first().click();
  await eventually(() => page.locator(".sums input.cleared").count(), (count) => count === chosen - 1);
  await page.locator(".found .cand:not(.on)").first().click();
  await eventually(() => page.locator(".sums input.cleared").count(), (count) => count === chosen);
  expect(complaints).toEqual([]);
  await context.close();
});

test("what is no customer's payment is set aside with its reason, by keyboard, and comes back when that was wrong", async () => {
  const { page, context, complaints } = await visit("cash-applier");
  await go(page, "/payments/waiting");
  const rows = page.locator("[role=row][data-n]");
  const before = await eventually(() => rows.count(), (count) => count > 0);
  await rows.first().focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/payment=pay_/);
  const there = page.url();
  await page.getByRole("button", { name: "Set aside" }).waitFor();
  await page.keyboard.press("x");
  await page.locator("article footer input:focus").waitFor();
  await page.keyboard.type("rent of our own house");
  await page.keyboard.press("Enter");
  await page.getByRole("status").getByText("Set aside").waitFor();
  await eventually(async () => (await page.goto(there), page.locator("article").innerText()), (text) => text.includes("rent of our own house"));
  await page.getByRole("button", { name: "Put back on the list" }).click();
  await page.getByRole("status").getByText("Back on the list").waitFor();
  await go(page, "/payments/waiting");
  await eventually(() => rows.count(), (count) => count === before);
  expect(complaints).toEqual([]);
  await context.close();
});

test("what a payer wrote is pasted and stays until its payment is found; what is applied goes to the ERP as a batch with its file", async () => {
  const { page, context, complaints } = await visit("cash-applier");
  await go(page, "/payments/advices");
  await settled(page);
  await page.keyboard.press("n");
  await page.locator("dialog[open] textarea").fill("FA-26-77001  1200,00\nFA-26-77002  655,50\nClient: OSTRELLE MAREE\nTotal: 1855,50");
  await page.keyboard.press("Control+Enter");
  const panel = page.getByRole("complementary", { name: "Remittance advice" });
  await panel.locator(".total").waitFor();
  expect(await panel.innerText()).toContain("OSTRELLE MAREE");
  expect(await panel.locator(".total").innerText()).toContain("1,855.50");
  await go(page, "/payments/export");
  await settled(page);
  await page.keyboard.press("n");
  await page.getByRole("status").getByText(/^(Batch \d+ is made|Nothing new)/).waitFor();
  const batch = page.locator("[role=row][data-n='0']");
  await batch.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("complementary", { name: /^Batch/ }).getByRole("button", { name: "Download" }).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test("what the bank took is set aside by keyboard and comes back, a receipt that it took is taken back; books are closed after a look at what is left over, and opened again with a reason", async () => {
  const { page, context, complaints } = await visit("credit-manager");
  const debit = (words: string) => page.locator("[role=row][data-n]").filter({ hasText: words });
  await go(page, "/payments/debits");
  await debit("ENERGY").focus();
  await page.keyboard.press("Enter");
  await page.getByText("No receipt of this amount").waitFor();
  await page.keyboard.press("x");
  await page.keyboard.type("energy of our own house");
  await page.keyboard.press("Enter");
  await page.getByRole("status").getByText("Set aside:").waitFor();
  await page.keyboard.press("z");
  await page.getByRole("status").getByText("Back among the debits").waitFor();
  await debit("Payment returned").focus();
  await page.keyboard.press("Enter");
  await page.getByText("Receipt of").first().waitFor();
  await page.keyboard.press("t");
  await page.getByRole("status").getByText("Taken back:").waitFor();
  await follow(page, "/payments/closing");
  await page.locator("[role=row][data-n='0']").focus();
  await page.keyboard.press("Enter");
  const books = page.getByRole("complementary");
  await books.getByText("Everything that came until").waitFor();
  await books.getByRole("button", { name: "Close until" }).click();
  await page.getByRole("status").getByText(": closed until").waitFor();
  await books.getByRole("button", { name: "Reopen" }).click();
  await page.keyboard.type("an invoice came late");
  await page.keyboard.press("Enter");
  await page.getByRole("status").getByText(": open again").waitFor();
  await books.getByText("an invoice came late").waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test("the account and the limits of a write-off code are changed by who may, and stand in the list", async () => {
  const { page, context, complaints } = await visit("administrator");
  await go(page, "/payments/write-offs?code=cents");
  const code = page.getByRole("complementary");
  await code.getByLabel("ERP account").fill("6581");
  await code.getByLabel("Up to (Cash applier)").fill("7,50");
  await code.getByRole("button", { name: "Save" }).click();
  await page.getByRole("status").getByText("Code cents is saved").waitFor();
  await eventually(() => page.locator("[role=row][data-n='0']").innerText(), (text) => text.includes("6581") && text.includes("Cash applier €7.50"));
  expect(complaints).toEqual([]);
  await context.close();
});

test("the next run says who gets what and who does not, and by keyboard alone a customer opens with every item and what becomes of it", async () => {
  const { page } = claire;
  await go(page, "/reminders");
  const row = page.locator("[role=row][data-n='0']");
  await row.waitFor({ timeout: 60_000 });
  const name = await row.locator("[role=gridcell]").first().innerText();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  const panel = page.getByRole("complementary", { name: "Customer in the next run" });
  await panel.getByRole("heading", { name: "Items" }).waitFor();
  expect(await panel.locator("h2").innerText()).toBe(name);
  expect(await panel.locator("li .mono").count()).toBeGreaterThan(0);
});

test("a step of the ladder moves by the arrow keys, is kept as a draft with what is wrong with it, and comes back by one key", async () => {
  const { page, context, complaints } = await visit("credit-manager");
  await go(page, "/reminders/policies/pol_standard-fr");
  await page.locator("[data-step]").first().waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  for (let day = 0; day < 16; day++) await page.keyboard.press("ArrowRight");
  await page.getByText("Day 18 is not after the step before (day 21).").first().waitFor();
  for (let day = 0; day < 16; day++) await page.keyboard.press("z");
  await eventually(() => page.getByText("is not after the step before").count(), (count) => count === 0);
  expect(complaints).toEqual([]);
  await context.close();
});

test("a statement written by hand shows who gets it before it goes, and is taken back by one key", async () => {
  const { page } = claire;
  const { body } = await cloud.api(person("credit-manager").email, "GET", "/customers?sort=overdue&overdue=true&limit=1");
  await go(page, `/reminders/write?customers=${(body as { items: { id: string }[] }).items[0]!.id}`);
  await page.locator("[role=row][data-n='0']").waitFor();
  await page.keyboard.press("Control+Enter");
  await page.getByRole("button", { name: /Take back/ }).waitFor();
  await page.keyboard.press("z");
  await page.getByText("1 message is taken back.").waitFor();
});

test("a promise is noted with one press and its confirmation, stands with the customer, and is cancelled with a reason", async () => {
  const { page, context, complaints } = await visit("collector");
  const { body } = await cloud.api(person("collector").email, "GET", "/customers?sort=-overdue&overdue=true&limit=1");
  await go(page, `/customers/${(body as { items: { id: string }[] }).items[0]!.id}?tab=reminders`);
  const promises = page.getByRole("region", { name: "Promises" });
  await promises.getByRole("button", { name: /Note a promise/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Note the promise" }).click();
  await promises.getByText("Running").first().waitFor();
  await promises.getByRole("button", { name: "Cancel it" }).first().click();
  await page.getByRole("dialog").getByLabel("Why").fill("the customer called back");
  await page.getByRole("dialog").getByRole("button", { name: "Cancel it" }).click();
  await promises.getByText("Cancelled").first().waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test("an event is noted around a customer and dealt with; a case for a lawyer is proposed by one person, released by another who fetches its file, and taken back", async () => {
  const { page, context, complaints } = await visit("collector");
  const { body } = await cloud.api(person("collector").email, "GET", "/customers?sort=-overdue&overdue=true&limit=2");
  const [, customer] = (body as { items: { id: string }[] }).items;
  await go(page, `/customers/${customer!.id}?tab=reminders`);
  const events = page.getByRole("region", { name: "What happened" });
  await events.getByRole("button", { name: /Note an event/ }).waitFor();
  await page.keyboard.press("e");
  await page.getByRole("dialog").getByRole("combobox", { name: "What" }).selectOption("complaint");
  await page.getByRole("dialog").getByRole("button", { name: "Note it" }).click();
  await events.getByRole("button", { name: "Dealt with" }).first().click();
  await events.getByText(/noted by .*, dealt with on/).first().waitFor();
  const cases = page.getByRole("region", { name: "Agency or lawyer" });
  await cases.getByRole("button", { name: "Propose to hand over" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Maître Roche");
  await page.getByRole("dialog").getByLabel("E-mail address").fill("cabinet@roche.example");
  await page.getByRole("dialog").getByRole("button", { name: "Propose", exact: true }).click();
  await cases.getByText("A credit manager releases it.").waitFor();
  await context.close();
  await go(claire.page, "/reminders/hand-offs");
  await claire.page.locator("[role=row][data-n='0']").waitFor();
  await claire.page.keyboard.press("j");
  await claire.page.keyboard.press("Enter");
  await claire.page.getByRole("button", { name: /^Release/ }).waitFor();
  await claire.page.keyboard.press("a");
  await claire.page.getByRole("button", { name: "Fetch the file" }).click();
  await claire.page.getByRole("link", { name: /The file is ready/ }).waitFor();
  await claire.page.getByRole("button", { name: "Take back" }).click();
  await claire.page.getByRole("dialog").getByLabel("Why").fill("the customer paid");
  await claire.page.getByRole("dialog").getByRole("button", { name: "Take back" }).click();
  await claire.page.getByRole("status").getByText("Taken back: the link is closed").waitFor();
  expect(complaints).toEqual([]);
});

test("a file of events says by line and column what it could not take", async () => {
  const { page } = claire;
  await go(page, "/reminders/events");
  await page.locator("textarea").fill("customer;kind;on\nnobody;complaint;2026-01-05\nnobody;new-moon;2026-01-05\n");
  await page.keyboard.press("Control+Enter");
  const result = page.getByRole("region", { name: "What became of the file" });
  await result.getByText("2 rows not taken").waitFor();
  expect(await result.locator("tbody tr").allInnerTexts()).toEqual([expect.stringMatching(/^2\s+customer\s+There is no such customer/), expect.stringMatching(/^3\s+kind\s+This is none of the kinds/)]);
});

test("a rule of a policy is read as a sentence, and one that could never apply is told before anybody publishes it", async () => {
  const { page, context, complaints } = await visit("credit-manager");
  await go(page, "/reminders/policies/pol_standard-fr");
  await page.getByRole("button", { name: "The whole policy" }).click();
  const form = page.getByRole("region", { name: "When something happens around a customer" });
  await form.getByRole("button", { name: "Add a rule" }).click();
  const rule = form.locator(".rule").last();
  await rule.getByLabel("then").selectOption("later");
  await rule.getByLabel("by how many days").fill("5");
  await rule.getByLabel("from level").fill("9");
  await rule.getByLabel("from level").press("Tab");
  await rule.getByText("then from level 9 the step comes 5 days later.").waitFor();
  await rule.getByText("it would never change anything").waitFor();
  for (let n = 0; n < 4; n++) await page.getByRole("button", { name: "Undo" }).first().click();
  await eventually(() => page.getByText("it would never change anything").count(), (count) => count === 0);
  expect(complaints).toEqual([]);
  await context.close();
});

test("narrowed to one entity, home and the lists follow, and the way back is open", async () => {
  const { page } = claire;
  await go(page, "/");
  await page.getByRole("combobox", { name: "Entity" }).selectOption({ label: "Ardelane UK Ltd" });
  await page.waitForURL(/entity=ent_/);
  await settled(page);
  await page.getByRole("table", { name: "By collector" }).waitFor();
  await page.getByRole("navigation", { name: "Main menu" }).first().getByRole("link", { name: "Customers" }).click();
  await page.waitForURL(/\/customers\?entity=ent_/);
  await page.getByRole("combobox", { name: "Entity" }).selectOption("");
  await page.waitForURL((url) => !url.searchParams.has("entity"));
});

test("an absence is planned with its load in sight; whoever covers acts for the absent person, is told so on every page, and comes back", async () => {
  const { page } = claire;
  await go(page, "/people/cover?plan=true");
  const form = page.getByRole("complementary", { name: "Plan an absence" });
  await form.getByLabel("Person").selectOption({ label: "Inès Marchetti" });
  const today = new Date().toLocaleDateString("en-GB", { timeZone: "Europe/Paris" });
  for (const name of ["First day away", "Last day away"]) {
    await form.getByRole("textbox", { name }).fill(today);
    await form.getByRole("textbox", { name }).press("Enter");
  }
  await form.getByLabel("Calls").selectOption({ label: "Claire Vasseur" });
  await form.getByText("calls for 1 day").waitFor();
  await form.getByText("Approvals, disputes and messages: nobody covers this").waitFor();
  await form.getByRole("button", { name: "Plan it" }).click();
  await page.getByRole("button", { name: /^Inès Marchetti is away .* Away\.$/ }).waitFor();

  await page.getByRole("combobox", { name: "Act for" }).selectOption({ label: "Inès Marchetti" });
  await page.getByRole("navigation", { name: "Main menu" }).first().getByRole("link", { name: "Customers" }).click();
  const banner = page.getByRole("complementary", { name: "You act for Inès Marchetti" });
  await banner.waitFor();
  await banner.getByRole("button", { name: "Back to my own work" }).click();
  await eventually(() => banner.count(), (count) => count === 0);
  await go(page, "/people/cover");
  await page.getByRole("button", { name: /^Inès Marchetti is away .* Away\.$/ }).click();
  await page.getByRole("button", { name: "End now" }).click();
  await eventually(() => page.getByRole("combobox", { name: "Act for" }).count(), (count) => count === 0);
});

test("what a role may not see is absent from the spine, and said plainly to whoever has the address", async () => {
  const julie = await visit("salesperson");
  expect(await julie.page.getByRole("navigation", { name: "Main menu" }).first().getByRole("link", { name: "Data" }).count()).toBe(0);
  await go(julie.page, "/data");
  await julie.page.getByRole("heading", { name: "This page is not for your role" }).waitFor();
  await go(julie.page, "/customers/cus_nobody");
  await julie.page.getByRole("heading", { name: "There is no such customer" }).waitFor();
  await go(julie.page, "/nowhere");
  await julie.page.getByRole("heading", { name: "There is no such page" }).waitFor();
  await julie.context.close();
});

test("without a network what is shown stays, what fails says so, and it is asked again by itself", async () => {
  const { page, context } = claire;
  await go(page, "/customers");
  await settled(page);
  await context.setOffline(true);
  await page.getByRole("button", { name: "Overdue only" }).click();
  await page.getByRole("alert").filter({ hasText: "You are offline" }).waitFor();
  expect(await page.locator("[role=row][data-n]").count()).toBeGreaterThan(0);
  await context.setOffline(false);
  await eventually(() => page.getByRole("alert").filter({ hasText: "offline" }).count(), (count) => count === 0);
});

test("the keys are told by a question mark, and Ctrl K finds a customer", async () => {
  const { page } = claire;
  await go(page, "/");
  await settled(page);
  await page.keyboard.press("?");
  await page.locator("dialog[open]").waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  const { body } = await cloud.api(person("credit-manager").email, "GET", "/customers?sort=-open&limit=1");
  const { name } = (body as { items: { name: string }[] }).items[0]!;
  await page.locator("dialog[open] input").fill(name);
  await page.locator("dialog[open]").getByText(name).first().waitFor();
  await page.keyboard.press("Escape");
});

test("whoever signs out is out, and is told so calmly", async () => {
  const nadia = await visit("administrator");
  await go(nadia.page, "/settings");
  await nadia.page.getByRole("button", { name: "Sign out" }).click();
  await nadia.page.getByRole("heading", { name: /signed out/i }).waitFor();
  await nadia.page.goto(`${cloud.endpoints.app}/customers`);
  await nadia.page.locator("input[type=password]").waitFor();
  await nadia.context.close();
});

test("a person is invited with a role in words, disabled after a warning, and found; the only administrator cannot be sent away", async () => {
  const { page, context, complaints } = await visit("administrator");
  await go(page, "/people");
  await page.getByRole("button", { name: "Invite" }).click();
  const dialog = page.locator("dialog[open]");
  await dialog.getByLabel("E-mail").fill("paul.arnaud@ardelane.example");
  await dialog.getByLabel("Name", { exact: true }).fill("Paul Arnaud");
  await dialog.getByRole("combobox", { name: /^Role/ }).selectOption("cash-applier");
  await dialog.getByText("Never sees scores and margins, wherever they stand.").waitFor();
  await dialog.getByRole("button", { name: "Ardelane UK Ltd" }).click();
  await dialog.getByText("All customers · Ardelane UK Ltd").waitFor();
  await dialog.getByRole("button", { name: "Invite" }).click();
  const panel = page.getByRole("complementary", { name: "Person" });
  await panel.getByText("Only in the books of Ardelane UK Ltd.").waitFor();
  await panel.getByRole("button", { name: "Disable" }).click();
  await page.locator("dialog[open]").getByText("signed out everywhere at once").waitFor();
  await page.locator("dialog[open]").getByRole("button", { name: "Disable" }).click();
  await panel.getByRole("button", { name: "Enable" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("row", { name: /Nadia Ferrand/ }).click();
  await page.getByText("This is you: another administrator could disable you.").waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test("a role is copied, gets one right more, which is marked as the difference; a program's token is shown once; and why not is answered in a sentence", async () => {
  const { page, context, complaints } = await visit("administrator");
  await go(page, "/people/roles?role=cash-applier");
  await page.getByRole("button", { name: "Copy" }).click();
  await page.locator("dialog[open]").getByRole("button", { name: "Copy" }).click();
  await page.waitForURL(/role=cash-applier-copy/);
  const right = page.getByRole("group", { name: "People", exact: true }).getByRole("checkbox").first();
  await right.click();
  expect(await right.getAttribute("aria-label")).toContain("added to the copy");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("rights added 1, taken away 0").waitFor();

  await go(page, "/people/clients");
  await page.getByRole("button", { name: "New API client" }).click();
  await page.locator("dialog[open]").getByLabel("Name").fill("Nightly export");
  await page.locator("dialog[open]").getByRole("button", { name: "Make the token" }).click();
  const token = await page.getByLabel("Token", { exact: true }).inputValue();
  expect(token).toMatch(/^qtk_/);
  await page.getByRole("button", { name: "Done, I have kept it" }).click();
  await page.getByText(`…${token.slice(-4)}`).waitFor();
  expect(await page.locator("main").innerText()).not.toContain(token);

  const ines = ((await cloud.api(person("administrator").email, "GET", "/users")).body as { items: { id: string; role: string }[] }).items.find(({ role }) => role === "collector")!.id;
  await go(page, `/people/why?user=${ines}&action=payment.apply`);
  await page.getByText(/may not: the role lacks the right/).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

const faces: Face[] = [desk, { language: "fr", width: "desk", theme: "dark" }, { language: "fr", width: "phone", theme: "light" }, { language: "en", width: "phone", theme: "dark" }];
describe.each(faces)("in $language on a $width, $theme", (face) => {
  test("no screen is hard to read or to reach, and the browser complains of nothing", async () => {
    const visitor = await visit("administrator", face);
    const { page } = visitor;
    const { body } = await cloud.api(person("administrator").email, "GET", "/imports?limit=1");
    const run = (body as { items: { id: string }[] }).items[0]!.id;
    const customer = ((await cloud.api(person("administrator").email, "GET", "/customers?limit=1&sort=-open")).body as { items: { id: string }[] }).items[0]!.id;
    const item = ((await cloud.api(person("administrator").email, "GET", `/invoices?customer=${customer}&limit=1`)).body as { items: { id: string }[] }).items[0]!.id;
    const nadia = ((await cloud.api(person("administrator").email, "GET", "/me")).body as { user: { id: string } }).user.id;
    const faults: string[] = [];
    for (const path of ["/", "/customers", `/customers/${customer}`, `/customers/${customer}?tab=statement`, `/customers/${customer}?tab=profile`, `/customers/${customer}?tab=history`, `/customers/${customer}?item=${item}`, "/invoices", "/payments", "/payments/waiting", "/payments/advices", "/payments/export", "/payments/payers", "/payments/rules", "/payments/debits", "/payments/closing?books=ent_ardelane-sa", "/payments/write-offs?code=cents", `/customers/${customer}?tab=reminders`, "/reminders", "/reminders/runs", "/reminders/write", "/reminders/messages", "/reminders/policies", "/reminders/policies/pol_standard-fr", "/reminders/templates", "/reminders/rates", "/reminders/hand-offs", "/reminders/events", "/data", `/data/imports/${run}`, "/people/cover?plan=true", "/people/portfolios", "/people/audit", "/people", "/people/roles", `/people/why?user=${nadia}&action=payment.apply`, "/people/clients", "/settings", "/nowhere"]) {
      await follow(page, path);
      await settled(page);
      const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21aa"]).analyze();
      faults.push(...violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id, nodes }) => `${path}: ${id} ${nodes[0]?.html.slice(0, 140)}`));
      const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (tooWide > 0) faults.push(`${path}: ${tooWide} px wider than the screen`);
      expect(await page.locator("html").getAttribute("lang")).toBe(face.language);
    }
    expect(faults).toEqual([]);
    expect(visitor.complaints).toEqual([]);
    await visitor.context.close();
  });
});
