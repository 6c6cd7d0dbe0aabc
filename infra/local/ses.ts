// SES for one machine: takes what the SDK sends, keeps it for the mailbox page, and says on the event bus what became of it. Nothing leaves the
// machine. Everything is delivered, unless somebody lets it bounce in the mailbox; an address that bounced or complained is suppressed from
// then on, as an account's suppression list does. The recipients of SES's own mailbox simulator behave as they do on AWS.
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { type Database, inTransaction, openDatabase } from "./database.ts";
import type { AwsRequest, AwsResponse, Clock, Engine, Log } from "./engine.ts";
import type { NewEvent } from "./event-bus.ts";
import { mailEvent, type Happening, type MailEventKind, type SentMail } from "./mail/event.ts";
import { readMail, writeMail, type Mail, type ReadMail } from "./mail/mime.ts";
import { members, refused, refuseUnknownParameters, SesProblem, succeeded, tags } from "./mail/query.ts";
import { MailSettings } from "./mail/settings.ts";
import { Outbox, OUTBOX_TABLE } from "./outbox.ts";
import { element } from "./s3/xml.ts";

export type SesOptions = { readonly dataDir: string; readonly clock: Clock; readonly log: Log; readonly publish: (event: NewEvent) => void | Promise<void> };
export type Simulated = "bounce" | "complaint" | "delay";
export type KeptMail = { readonly mail: Mail; readonly recipients: readonly string[]; readonly state: readonly string[] };

const MAX_BYTES = 10 * 1024 ** 2;
const MAX_RECIPIENTS = 50;
const TABLES = `
  CREATE TABLE IF NOT EXISTS message (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, raw BLOB NOT NULL, mail TEXT NOT NULL, sent TEXT NOT NULL,
    configuration_set TEXT, state TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS suppressed (address TEXT PRIMARY KEY, reason TEXT NOT NULL);
  ${OUTBOX_TABLE}`;
const KINDS: Record<Simulated, MailEventKind> = { bounce: "Bounce", complaint: "Complaint", delay: "DeliveryDelay" };
const SIMULATORS: Record<string, Simulated> = { "bounce@simulator.amazonses.com": "bounce", "complaint@simulator.amazonses.com": "complaint" };

export const openSes = (options: SesOptions): SesEngine => new SesEngine(options);

export class SesEngine implements Engine {
  readonly name = "SES";
  readonly settings = new MailSettings();
  readonly #options: SesOptions;
  readonly #db: Database;
  readonly #outbox: Outbox<NewEvent>;

  constructor(options: SesOptions) {
    this.#options = options;
    this.#db = openDatabase(join(options.dataDir, "mail", "mail.sqlite"), TABLES);
    this.#outbox = new Outbox<NewEvent>({ name: "mail events", db: this.#db, clock: options.clock, deliver: async (event) => options.publish(event) });
  }

  /** The query protocol; undefined for what is no form with an action of SES. */
  readonly handler = async ({ method, headers, body }: AwsRequest): Promise<AwsResponse | undefined> => {
    if (method !== "POST" || !headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) return undefined;
    const form = new URLSearchParams(body.toString("utf8"));
    const action = form.get("Action") ?? "";
    if (form.get("Version") !== "2010-12-01") return undefined;
    try {
      return await this.#operate(action, form);
    } catch (error) {
      if (!(error instanceof SesProblem)) throw error;
      this.#options.log({ source: "ses", level: "warn", text: `${action} refused: ${error.message}` });
      return refused(error);
    }
  };

  /** Oldest first. */
  messages(): Mail[] {
    return (this.#db.prepare("SELECT mail FROM message ORDER BY seq").all() as { mail: string }[]).map(({ mail }) => JSON.parse(mail) as Mail);
  }

  message(id: string): KeptMail | undefined {
    const row = this.#db.prepare("SELECT mail, sent, state FROM message WHERE id = ?").get(id) as { mail: string; sent: string; state: string } | undefined;
    if (row === undefined) return undefined;
    return { mail: JSON.parse(row.mail) as Mail, recipients: (JSON.parse(row.sent) as SentMail).recipients, state: JSON.parse(row.state) as string[] };
  }

  raw(id: string): Buffer | undefined {
    const row = this.#db.prepare("SELECT raw FROM message WHERE id = ?").get(id) as { raw: Uint8Array } | undefined;
    return row === undefined ? undefined : Buffer.from(row.raw);
  }

  /** Says of a message what a recipient's server would say; of all its recipients, unless one is named. False if there is no such message. */
  simulate(id: string, what: Simulated, recipient?: string): boolean {
    const row = this.#db.prepare("SELECT sent, configuration_set AS name FROM message WHERE id = ?").get(id) as { sent: string; name: string | null } | undefined;
    if (row === undefined) return false;
    const sent = JSON.parse(row.sent) as SentMail;
    const recipients = recipient === undefined ? sent.recipients : sent.recipients.filter((each) => each.toLowerCase() === recipient.toLowerCase());
    if (recipients.length === 0) return false;
    inTransaction(this.#db, () => this.#happens(sent, row.name ?? undefined, { kind: KINDS[what], recipients, at: this.#options.clock.now() }));
    this.#outbox.flush();
    return true;
  }

  async health(): Promise<string> {
    const { n } = this.#db.prepare("SELECT count(*) AS n FROM message").get() as { n: number };
    return `${n} messages`;
  }

  async close(): Promise<void> {
    await this.#outbox.close();
    this.#db.close();
  }

  async #operate(action: string, form: URLSearchParams): Promise<AwsResponse> {
    if (action === "SendRawEmail") return this.#sendRaw(form);
    if (action === "SendEmail") return this.#send(form);
    throw new SesProblem("InvalidAction", `The local SES does not serve ${action}.`);
  }

  async #sendRaw(form: URLSearchParams) {
    refuseUnknownParameters(form, ["RawMessage", "Source", "Destinations", "Tags", "ConfigurationSetName", "FromArn", "SourceArn", "ReturnPathArn"]);
    const raw = Buffer.from(form.get("RawMessage.Data") ?? "", "base64");
    return this.#accept("SendRawEmail", raw, form, members(form, "Destinations"));
  }

  async #send(form: URLSearchParams) {
    refuseUnknownParameters(form, ["Source", "Destination", "Message", "ReplyToAddresses", "ReturnPath", "Tags", "ConfigurationSetName", "SourceArn", "ReturnPathArn"]);
    const [to, cc, bcc] = (["To", "Cc", "Bcc"] as const).map((kind) => members(form, `Destination.${kind}Addresses`)) as [string[], string[], string[]];
    const [subject, text, html] = [form.get("Message.Subject.Data"), form.get("Message.Body.Text.Data"), form.get("Message.Body.Html.Data")];
    if (subject === null || (text === null && html === null)) throw new SesProblem("InvalidParameterValue", "Empty required header 'Subject' or empty body.");
    const raw = writeMail({ from: form.get("Source") ?? "", to, cc, replyTo: members(form, "ReplyToAddresses"), subject, text, html, at: this.#options.clock.now() });
    return this.#accept("SendEmail", raw, form, [...to, ...cc, ...bcc]);
  }

  async #accept(action: string, raw: Buffer, form: URLSearchParams, destinations: readonly string[]) {
    if (raw.length > MAX_BYTES) throw new SesProblem("InvalidParameterValue", `Message length is more than ${MAX_BYTES} bytes long: '${raw.length}'.`);
    const read = await readMail(raw);
    const source = form.get("Source") ?? read.sender;
    if (read.sender === undefined || source === undefined) throw new SesProblem("InvalidParameterValue", "Missing required header 'From'.");
    const recipients = (destinations.length > 0 ? destinations : [...read.to, ...read.cc, ...read.bcc]).map(bare);
    if (recipients.length === 0) throw new SesProblem("InvalidParameterValue", "Missing required header 'To'.");
    if (recipients.length > MAX_RECIPIENTS) throw new SesProblem("InvalidParameterValue", `Recipient count exceeds ${MAX_RECIPIENTS}.`);
    this.settings.checkSender(read.sender);
    const named = form.get("ConfigurationSetName") ?? read.headers["x-ses-configuration-set"];
    const configurationSet = this.settings.configurationSetFor(read.sender, named);
    const id = this.#keep({ read, raw, source: bare(source), recipients, configurationSet, tags: { ...headerTags(read), ...tags(form) } });
    return succeeded(action, element("MessageId", id));
  }

  /** The message and all that is said about it are one transaction. */
  #keep({ read, raw, source, recipients, configurationSet, tags: given }: Accepted): string {
    const now = this.#options.clock.now();
    const id = `${now.toString(16).padStart(16, "0")}-${randomUUID()}-000000`;
    const at = new Date(now).toISOString();
    const { from, to, cc, subject, text, html, headers, attachments, headerList } = read;
    const mail: Mail = { id, at, from, to, cc, subject, text, html, headers, attachments };
    const sent: SentMail = { id, at, source, recipients, headers: headerList, from, to, cc, subject, configurationSet: configurationSet ?? "", tags: given };
    inTransaction(this.#db, () => {
      this.#db
        .prepare("INSERT INTO message (id, raw, mail, sent, configuration_set, state) VALUES (?, ?, ?, ?, ?, '[]')")
        .run(id, raw, JSON.stringify(mail), JSON.stringify(sent), configurationSet ?? null);
      for (const happening of this.#fate(recipients, now)) this.#happens(sent, configurationSet, happening);
    });
    this.#outbox.flush();
    return id;
  }

  #fate(recipients: readonly string[], at: number): Happening[] {
    const suppressed = recipients.filter((address) => this.#db.prepare("SELECT 1 FROM suppressed WHERE address = ?").get(address.toLowerCase()) !== undefined);
    const simulated = (what: Simulated) => recipients.filter((address) => SIMULATORS[address.toLowerCase()] === what);
    const delivered = recipients.filter((address) => !suppressed.includes(address) && SIMULATORS[address.toLowerCase()] !== "bounce");
    const all: Happening[] = [
      { kind: "Send", recipients, at },
      { kind: "Bounce", recipients: suppressed, at, suppressed: true },
      { kind: "Bounce", recipients: simulated("bounce"), at },
      { kind: "Delivery", recipients: delivered, at },
      { kind: "Complaint", recipients: simulated("complaint"), at },
    ];
    return all.filter((happening) => happening.recipients.length > 0);
  }

  #happens(sent: SentMail, configurationSet: string | undefined, happening: Happening) {
    const { kind, recipients, suppressed = false } = happening;
    const said = suppressed ? "Suppressed" : kind;
    this.#db.prepare("UPDATE message SET state = json_insert(state, '$[#]', ?) WHERE id = ?").run(said, sent.id);
    if (kind === "Bounce" || kind === "Complaint")
      for (const address of recipients)
        if (!(address.toLowerCase() in SIMULATORS)) this.#db.prepare("INSERT OR IGNORE INTO suppressed (address, reason) VALUES (?, ?)").run(address.toLowerCase(), kind);
    if (this.settings.wants(configurationSet, kind)) this.#outbox.add(mailEvent(sent, happening));
  }
}

type Accepted = {
  readonly read: ReadMail;
  readonly raw: Buffer;
  readonly source: string;
  readonly recipients: readonly string[];
  readonly configurationSet: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
};

/** `"Anne Petit" <anne@example.fr>` → `anne@example.fr` */
const bare = (address: string) => /<([^<>]+)>\s*$/.exec(address)?.[1] ?? address.trim();

const headerTags = ({ headers }: ReadMail) =>
  Object.fromEntries((headers["x-ses-message-tags"] ?? "").split(",").flatMap((tag) => (tag.includes("=") ? [tag.trim().split(/=(.*)/s, 2) as [string, string]] : [])));
