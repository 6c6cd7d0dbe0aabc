// Mail in and out of its wire form.
import { randomUUID } from "node:crypto";
import { type AddressObject, type ParsedMail, simpleParser } from "mailparser";

/** A message as the mailbox tells it. */
export type Mail = {
  readonly id: string;
  readonly at: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly attachments: readonly { readonly name: string; readonly size: number; readonly contentType: string }[];
};

export type ReadMail = Omit<Mail, "id" | "at"> & {
  readonly sender: string | undefined;
  readonly bcc: readonly string[];
  readonly headerList: readonly { readonly name: string; readonly value: string }[];
};

export const readMail = async (raw: Buffer): Promise<ReadMail> => {
  const parsed = await simpleParser(raw);
  const headerList = parsed.headerLines.map(({ line }) => {
    const colon = line.indexOf(":");
    return {
      name: line.slice(0, colon),
      value: line
        .slice(colon + 1)
        .replace(/\r?\n[ \t]+/g, " ")
        .trim(),
    };
  });
  return {
    from: parsed.from?.text ?? "",
    sender: parsed.from?.value[0]?.address,
    to: addresses(parsed.to),
    cc: addresses(parsed.cc),
    bcc: addresses(parsed.bcc),
    subject: parsed.subject ?? "",
    text: parsed.text ?? "",
    html: parsed.html || null,
    headers: Object.fromEntries(headerList.map(({ name, value }) => [name.toLowerCase(), value])),
    headerList,
    attachments: visible(parsed).map(({ filename, size, contentType }) => ({ name: filename ?? "unnamed", size, contentType })),
  };
};

export const readAttachment = async (raw: Buffer, at: number): Promise<{ readonly name: string; readonly contentType: string; readonly content: Buffer } | undefined> => {
  const found = visible(await simpleParser(raw))[at];
  return found === undefined ? undefined : { name: found.filename ?? "unnamed", contentType: found.contentType, content: found.content as Buffer };
};

/** Pictures inside the text are part of the text. */
const visible = (parsed: ParsedMail) => parsed.attachments.filter(({ related }) => related !== true);

const addresses = (field: AddressObject | AddressObject[] | undefined): string[] =>
  [field ?? []]
    .flat()
    .flatMap(({ value }) => value.flatMap(({ address, group = [] }) => [address, ...group.map((member) => member.address)].filter((each): each is string => !!each)));

export type SimpleMail = {
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly replyTo: readonly string[];
  readonly subject: string;
  readonly text: string | null;
  readonly html: string | null;
  readonly at: number;
};

/** What SES makes of a SendEmail: a message with a text, an HTML part, or both. */
export const writeMail = ({ from, to, cc, replyTo, subject, text, html, at }: SimpleMail): Buffer => {
  const boundary = `=_${randomUUID()}`;
  const parts = [part("plain", text), part("html", html)].filter((each) => each !== undefined);
  const headers = [
    `From: ${from}`,
    ...(to.length > 0 ? [`To: ${to.join(", ")}`] : []),
    ...(cc.length > 0 ? [`Cc: ${cc.join(", ")}`] : []),
    ...(replyTo.length > 0 ? [`Reply-To: ${replyTo.join(", ")}`] : []),
    `Subject: ${encodedWords(subject)}`,
    `Date: ${new Date(at).toUTCString().replace("GMT", "+0000")}`,
    "MIME-Version: 1.0",
  ];
  if (parts.length === 1) return Buffer.from([...headers, parts[0]].join("\r\n"));
  return Buffer.from(
    [...headers, `Content-Type: multipart/alternative; boundary="${boundary}"`, "", ...parts.flatMap((each) => [`--${boundary}`, each]), `--${boundary}--`, ""].join("\r\n"),
  );
};

const part = (kind: "plain" | "html", content: string | null): string | undefined => {
  if (content === null) return undefined;
  const lines =
    Buffer.from(content)
      .toString("base64")
      .match(/.{1,76}/g) ?? [];
  return [`Content-Type: text/${kind}; charset=UTF-8`, "Content-Transfer-Encoding: base64", "", ...lines].join("\r\n");
};

/** At most 45 bytes each, so that a line stays within 78 characters, and never in the middle of a character. */
const encodedWords = (text: string): string => {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  const words: string[] = [""];
  for (const char of text) {
    if (Buffer.byteLength(words.at(-1)! + char) > 45) words.push("");
    words[words.length - 1] += char;
  }
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString("base64")}?=`).join("\r\n ");
};
