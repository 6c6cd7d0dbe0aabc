// Chromium as the tests drive it: headless, without its own errands in the background; and a person signed in through the real page, with
// everything that a browser complains about written down.
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: CHROMIUM, args: quiet });

export type Face = { readonly language: "fr" | "en"; readonly width: "desk" | "phone"; readonly theme: "light" | "dark" };
export const desk: Face = { language: "en", width: "desk", theme: "light" };
export type Visitor = { readonly context: BrowserContext; readonly page: Page; readonly complaints: string[] };

export async function signedIn(browser: Browser, app: string, { email, password }: { email: string; password: string }, face: Face = desk, patience = 60_000): Promise<Visitor> {
  const context = await browser.newContext({
    viewport: face.width === "desk" ? { width: 1440, height: 900 } : { width: 390, height: 844 },
    locale: face.language === "fr" ? "fr-FR" : "en-GB",
    timezoneId: "Europe/Paris",
    colorScheme: face.theme,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(`${message.text()} ${message.location().url}`));
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.addInitScript(() => document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => console.error(`CSP ${violatedDirective} ${blockedURI}`)));
  await page.goto(app);
  await page.locator("input[type=email]").fill(email);
  await page.locator("input[type=password]").fill(password);
  await page.locator("button[type=submit]").click();
  await page.locator("h1").waitFor();
  await page.waitForURL((url) => url.origin === new URL(app).origin && url.pathname === "/");
  await page.locator(".app").waitFor();
  return { context, page, complaints };
}
