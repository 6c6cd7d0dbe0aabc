// What npm cannot bring: a Java runtime for DynamoDB Local, and a browser for the browser tests. As root on Debian or Ubuntu they are
// installed; anywhere else one line says what to install.
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

export type Say = (line: string) => void;

const JAVA = 17;

/** The path of a Java runtime, version 17 or newer. */
export const needJava = async (say: Say = console.error): Promise<string> => {
  const found = java();
  if (found) return found;
  if (canInstall()) await aptInstall("openjdk-17-jre-headless", "a Java runtime for DynamoDB Local", say);
  const installed = java();
  if (installed) return installed;
  throw new Error("DynamoDB Local needs a Java runtime, version 17 or newer: install one (Debian: apt-get install openjdk-17-jre-headless, macOS: brew install openjdk@17).");
};

/** The path of a Chromium that Playwright can drive. */
export const needChromium = async (say: Say = console.error): Promise<string> => {
  const found = chromium();
  if (found) return found;
  if (canInstall()) await aptInstall("chromium", "a browser for the browser tests", say);
  const installed = chromium();
  if (installed) return installed;
  throw new Error("The browser tests need Chromium or Chrome: install one (Debian: apt-get install chromium) or set CHROMIUM to its path.");
};

const java = (): string | undefined => {
  const home = process.env["JAVA_HOME"];
  return [...(home ? [`${home}/bin/java`] : []), "java"].find((path) => {
    const asked = spawnSync(path, ["-version"], { encoding: "utf8" });
    const major = Number(/version "(\d+)/.exec(asked.stderr ?? "")?.[1]);
    return asked.status === 0 && major >= JAVA;
  });
};

const chromium = (): string | undefined =>
  [process.env["CHROMIUM"], "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"].find(
    (path) => path && existsSync(path),
  );

const canInstall = (): boolean => process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");

const aptInstall = async (name: string, purpose: string, say: Say): Promise<void> => {
  say(`Installing ${name} (${purpose}) ...`);
  await apt(["update"]);
  const { code, output } = await apt(["install", "-y", "--no-install-recommends", name]);
  if (code !== 0) say(`apt-get could not install ${name}: ${output.trim().split("\n").at(-1) ?? ""}`);
};

const apt = (args: readonly string[]): Promise<{ code: number; output: string }> =>
  new Promise((done) => {
    const child = spawn("apt-get", ["-q", ...args], { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.on("error", (error) => done({ code: 1, output: error.message }));
    child.on("exit", (code) => done({ code: code ?? 1, output }));
  });
