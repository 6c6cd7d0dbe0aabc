// npm run -s token -- EMAIL: prints a bearer token of a demo user, asked from the running local cloud.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { root } from "#infra/local/build.ts";

const USAGE = `npm run -s token -- EMAIL [--data DIR]

Prints a bearer token of a person who may sign in to the Quittance that runs with the data in DIR (.local).`;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { data: { type: "string", default: join(root, ".local") }, help: { type: "boolean", short: "h", default: false } } });
if (values.help) console.log(USAGE);
else process.exitCode = await printToken(positionals[0], values.data);

async function printToken(email: string | undefined, dataDir: string): Promise<number> {
  if (!email) {
    console.error(USAGE);
    return 2;
  }
  try {
    const { operations } = JSON.parse(readFileSync(join(dataDir, "endpoints.json"), "utf8")) as { operations: string };
    const secret = readFileSync(join(dataDir, "secret"), "utf8");
    const response = await fetch(`${operations}/token?email=${encodeURIComponent(email)}`, { method: "POST", headers: { authorization: `Bearer ${secret}` } });
    const text = await response.text();
    if (response.ok) console.log(text.trim());
    else console.error(text.trim());
    return response.ok ? 0 : 1;
  } catch (problem) {
    const notRunning = problem instanceof TypeError || (problem as NodeJS.ErrnoException).code === "ENOENT";
    console.error(notRunning ? `Quittance is not running with the data in ${dataDir}: start it with npm start.` : String(problem));
    return 1;
  }
}
