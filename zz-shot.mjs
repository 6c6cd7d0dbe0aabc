import { chromium } from "playwright-core";
const [base, out, ...paths] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--headless","--no-sandbox","--disable-gpu","--disable-quic","--no-first-run","--disable-background-networking","--disable-component-update","--disable-sync"] });
const W = Number(process.env.W ?? 1440), H = Number(process.env.H ?? 900), L = process.env.LANG2 ?? "en", T = process.env.THEME ?? "light";
const ctx = await browser.newContext({ viewport: { width: W, height: H }, locale: L === "fr" ? "fr-FR" : "en-GB", colorScheme: T });
const page = await ctx.newPage();
page.on("console", (m) => ["error", "warning"].includes(m.type()) && console.log("console", m.type(), m.text().slice(0, 300)));
page.on("pageerror", (e) => console.log("pageerror", e.message.slice(0, 300)));
page.on("response", (r) => r.status() >= 400 && console.log(r.status(), r.request().method(), r.url().slice(0, 160)));
await page.goto(base + "/");
await page.waitForSelector("input[type=password]", { timeout: 60000 });
if (process.env.SIGNIN) await page.screenshot({ path: `${out}-signin.png` });
await page.fill("input[type=email], input[name=login], input[name=email], input[name=username]", "admin@ardelane.example");
await page.fill("input[type=password]", "quittance-demo");
await page.click("button[type=submit]");
await page.waitForSelector(".app", { timeout: 60000 });
let n = 0;
for (const p of paths) {
  await page.goto(base + p);
  await page.waitForSelector(".app", { timeout: 60000 });
  await page.waitForTimeout(Number(process.env.WAIT ?? 6000));
  await page.screenshot({ path: `${out}-${n++}.png` });
}
await browser.close();
