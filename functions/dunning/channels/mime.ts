// A mail in its wire form: text and HTML as alternatives, the code's picture beside the HTML, files attached. Everything comes from the arguments, so the
// bytes that were kept as evidence before sending are the bytes that were sent. Bodies are base64: no server on the way has reason to touch them.
import { hash } from "node:crypto";

export type Mailbox = { readonly name?: string; readonly address: string };
export type Attachment = { readonly name: string; readonly contentType: string; readonly content: Uint8Array };
export type OutgoingMail = {
  readonly from: Mailbox;
  readonly to: readonly Mailbox[];
  readonly cc?: readonly Mailbox[];
  readonly replyTo?: Mailbox;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly date: string;
  /** What it continues: the Message-IDs of earlier messages, so that mail programs show one conversation. */
  readonly references?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Shown within the HTML as `cid:…`. */
  readonly pictures?: readonly (Attachment & { readonly id: string })[];
  readonly attachments?: readonly Attachment[];
};

/** SES takes no larger mail by default, and mailboxes refuse long before: beyond this, documents go as links. */
export const MOST_BYTES = 7 * 1024 ** 2;

export function mimeOf(mail: OutgoingMail): Buffer {
  const seed = hash("sha256", `${mail.date}|${mail.subject}|${mail.text}`, "hex").slice(0, 24);
  const html = related([leaf("text/html; charset=utf-8", utf8(mail.html)), ...(mail.pictures ?? []).map(pictureLeaf)], `${seed}r`);
  const body = multipart("alternative", [leaf("text/plain; charset=utf-8", utf8(mail.text)), html], `${seed}a`);
  const files = (mail.attachments ?? []).map(fileLeaf);
  return Buffer.from(`${headersOf(mail).join("\r\n")}\r\n${files.length > 0 ? multipart("mixed", [body, ...files], `${seed}m`) : body}`, "latin1");
}

function headersOf({ from, to, cc = [], replyTo, subject, date, references = [], headers = {} }: OutgoingMail): string[] {
  return [
    `From: ${mailbox(from)}`,
    `To: ${to.map(mailbox).join(",\r\n ")}`,
    ...(cc.length > 0 ? [`Cc: ${cc.map(mailbox).join(",\r\n ")}`] : []),
    ...(replyTo ? [`Reply-To: ${mailbox(replyTo)}`] : []),
    `Subject: ${encoded(subject)}`,
    `Date: ${new Date(date).toUTCString().replace("GMT", "+0000")}`,
    ...(references.length > 0 ? [`In-Reply-To: ${oneLine(references.at(-1)!)}`, `References: ${references.map(oneLine).join("\r\n ")}`] : []),
    // Tells other robots not to answer, and ours that the answer of a robot is one.
    "Auto-Submitted: auto-generated",
    ...Object.entries(headers).map(([name, value]) => `${oneLine(name)}: ${oneLine(value)}`),
    "MIME-Version: 1.0",
  ];
}

const leaf = (type: string, content: Uint8Array, more: readonly string[] = []): string =>
  [`Content-Type: ${type}`, "Content-Transfer-Encoding: base64", ...more, "", lines(content), ""].join("\r\n");

const pictureLeaf = ({ id, name, contentType, content }: Attachment & { readonly id: string }): string =>
  leaf(`${contentType}; name="${ascii(name)}"`, content, [`Content-ID: <${oneLine(id)}>`, `Content-Disposition: inline; filename="${ascii(name)}"`]);

const fileLeaf = ({ name, contentType, content }: Attachment): string =>
  leaf(`${contentType}; name="${ascii(name)}"`, content, [`Content-Disposition: attachment; filename="${ascii(name)}"; filename*=UTF-8''${encodeURIComponent(name)}`]);

const multipart = (kind: string, parts: readonly string[], boundary: string): string =>
  [`Content-Type: multipart/${kind}; boundary="${boundary}"`, "", ...parts.map((part) => `--${boundary}\r\n${part}`), `--${boundary}--`, ""].join("\r\n");

const related = (parts: readonly string[], boundary: string): string => (parts.length === 1 ? parts[0]! : multipart("related", parts, boundary));

const utf8 = (text: string): Buffer => Buffer.from(text, "utf8");

function lines(content: Uint8Array): string {
  const text = Buffer.from(content).toString("base64");
  const rows: string[] = [];
  for (let at = 0; at < text.length; at += 76) rows.push(text.slice(at, at + 76));
  return rows.join("\r\n");
}

/** A line break in a name or subject would be a header of somebody else's. */
const oneLine = (text: string): string => text.replace(/[\r\n\0]+/g, " ").trim();
const ascii = (name: string): string => oneLine(name).normalize("NFD").replace(/[^\x20-\x7e]|["\\]/g, "");

const mailbox = ({ name, address }: Mailbox): string => {
  const bare = oneLine(address).replace(/[<>,;"\s]/g, "");
  if (name === undefined || name.trim() === "") return bare;
  return `${/^[A-Za-z0-9 ]+$/.test(name) ? name : /^[\x20-\x7e]*$/.test(name) ? `"${oneLine(name).replace(/["\\]/g, "")}"` : encoded(name)} <${bare}>`;
};

/** RFC 2047: at most 45 bytes a word, never in the middle of a character. */
function encoded(text: string): string {
  const clean = oneLine(text);
  if (/^[\x20-\x7e]*$/.test(clean) && clean.length < 60) return clean;
  const words: string[] = [""];
  for (const char of clean) {
    if (Buffer.byteLength(words.at(-1)! + char) > 45) words.push("");
    words[words.length - 1] += char;
  }
  return words.map((word) => `=?UTF-8?B?${utf8(word).toString("base64")}?=`).join("\r\n ");
}
