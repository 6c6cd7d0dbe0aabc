// Those who carry messages and money for us, on this machine: they speak the protocols of the real ones on a port of their own, and the application is told
// of them as it would be told of the real ones, by the installation's secret. What they would do in days (print, post, deliver) follows the local clock.
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openDatabase } from "#infra/local/database.ts";
import type { AwsHandler, Clock, DueWork, Engine } from "#infra/local/engine.ts";
import { listen, sendResponse, toAwsRequest } from "#infra/local/http.ts";
import { localPrintMail, type Printed } from "#infra/local/providers/print-mail.ts";
import { SHELVES, shelfIn } from "#infra/local/providers/shelf.ts";
import { localSms, type SmsMessage } from "#infra/local/providers/sms.ts";
import { localStripe } from "#infra/local/providers/stripe.ts";

export type StandIns = Engine & {
  readonly sms: ReturnType<typeof localSms>;
  readonly printer: ReturnType<typeof localPrintMail>;
  /** What an installer would put into the secret of the providers. */
  readonly settings: Readonly<Record<string, unknown>>;
};
export type StandInOptions = { readonly dataDir: string; readonly port: number; readonly app: string; readonly clock: Clock };

const HOUR = 3_600_000;
/** A text message arrives at once, a letter is posted the next day, and a registered one is signed for two days later. */
const FATES = { sms: 2_000, posted: 20 * HOUR, signed: 68 * HOUR };

export async function openStandIns({ dataDir, port, app, clock }: StandInOptions): Promise<StandIns> {
  const db = openDatabase(join(dataDir, "providers", "providers.sqlite"), SHELVES);
  const keys = keysIn(join(dataDir, "providers", "keys.json"));
  const handlers: AwsHandler[] = [];
  const server = await listen(async (raw, response) => {
    const request = await toAwsRequest(raw);
    for (const handler of handlers) {
      const answer = await handler(request, raw);
      if (answer) return sendResponse(response, answer);
    }
    sendResponse(response, { status: 404, headers: { "content-type": "text/plain" }, body: "No provider answers here.\n" });
  }, port, true);
  const url = `http://127.0.0.1:${server.port}`;
  const hook = (name: string, secret: string) => ({ url: `${app}/api/v1/webhooks/${name}`, secret });
  const sms = localSms({ clock, account: "AClocal", token: keys.sms, shelf: shelfIn<SmsMessage>(db, "sms") });
  const printer = localPrintMail({ clock, url: () => url, clientId: "local", clientSecret: keys.printer, organisation: "local", webhook: hook("print-mail", keys.printerHook), shelf: shelfIn<Printed>(db, "letters") });
  const stripe = localStripe({ clock, url: () => url, apiKey: keys.stripe, webhook: hook("stripe", keys.stripeHook), shelf: shelfIn(db, "stripe") });
  handlers.push(sms.handler, printer.handler, stripe.handler);
  clock.register(postman(sms, printer));
  return {
    name: "Stand-ins (Stripe, SMS, print-mail)", sms, printer,
    settings: {
      stripe: { apiKey: keys.stripe, webhookSecret: keys.stripeHook, endpoint: url },
      sms: { base: url, account: "AClocal", token: keys.sms, from: "Quittance" },
      printMail: { identity: url, api: url, organisation: "local", clientId: "local", clientSecret: keys.printer, webhookSecret: keys.printerHook },
    },
    health: async () => `${sms.messages.length} short messages, ${printer.letters.length} letters, ${stripe.sessions.size} payment pages`,
    close: async () => {
      await server.close();
      db.close();
    },
  };
}

type Keys = Readonly<Record<"sms" | "printer" | "printerHook" | "stripe" | "stripeHook", string>>;

function keysIn(file: string): Keys {
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as Keys;
  const secret = (prefix = ""): string => `${prefix}${randomBytes(24).toString("base64url")}`;
  const keys: Keys = { sms: secret(), printer: secret(), printerHook: secret(), stripe: secret("sk_test_"), stripeHook: secret("whsec_") };
  writeFileSync(file, JSON.stringify(keys), { mode: 0o600 });
  return keys;
}

/** What becomes of what was handed in, each at its time, unless somebody has said otherwise before. */
function postman(sms: ReturnType<typeof localSms>, printer: ReturnType<typeof localPrintMail>): DueWork {
  const waiting = (): { at: number; happen: () => Promise<unknown> }[] => [
    ...sms.messages.filter(({ status }) => status === "queued").map(({ sid, at }) => ({ at: Date.parse(at) + FATES.sms, happen: () => sms.happen(sid, "delivered") })),
    ...printer.letters.filter(({ status }) => status === "validating").map(({ id, at }) => ({ at: Date.parse(at) + FATES.posted, happen: () => printer.happen(id, "sent") })),
    ...printer.letters.filter(({ status, product }) => status === "sent" && product === "registered").map(({ id, at }) => ({ at: Date.parse(at) + FATES.signed, happen: () => printer.happen(id, "delivered") })),
  ];
  return {
    name: "postman",
    nextDueAt: () => waiting().reduce<number | undefined>((first, { at }) => (first === undefined || at < first ? at : first), undefined),
    runDue: async (now) => {
      for (const { at, happen } of waiting()) if (at <= now) await happen();
    },
  };
}
