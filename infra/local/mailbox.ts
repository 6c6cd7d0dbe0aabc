// The mailbox of the local cloud at /mail: what would have left the machine. A page for people, JSON for tests, and the ways a recipient's
// server may answer. Messages are shown in a sandbox, for their HTML is nobody's we know.
import { randomBytes } from "node:crypto";
import type { AwsRequest, AwsResponse } from "./engine.ts";
import { readAttachment } from "./mail/mime.ts";
import { mailPage } from "./mail/page.ts";
import type { SesEngine, Simulated } from "./ses.ts";

const SIMULATED: readonly Simulated[] = ["bounce", "complaint", "delay"];
/** No script, no form, no network: pictures only if they came with the message. */
const SANDBOX = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/** Answers what is at or below the path of the mailbox. */
export const mailbox = (ses: SesEngine, base = "/mail") => {
  return async (request: AwsRequest): Promise<AwsResponse | undefined> => {
    const { pathname } = request.url;
    if (pathname !== base && !pathname.startsWith(`${base}/`)) return undefined;
    const [area, id, part, at] = pathname
      .slice(base.length + 1)
      .split("/")
      .map(decodeURIComponent);
    if (request.method === "POST") return area === "messages" && id !== undefined ? simulate(ses, request, base, id, part) : missing();
    if (request.method !== "GET" && request.method !== "HEAD") return json(405, { error: "The mailbox answers GET and POST." });
    if (area === undefined || area === "") return page(ses, base, request.url.searchParams.get("message") ?? undefined);
    if (area !== "messages") return missing();
    if (id === undefined || id === "") return json(200, ses.messages());
    return one(ses, id, part, at);
  };
};

const one = async (ses: SesEngine, id: string, part: string | undefined, at: string | undefined): Promise<AwsResponse> => {
  const kept = ses.message(id);
  const raw = ses.raw(id);
  if (kept === undefined || raw === undefined) return missing();
  if (part === undefined) return json(200, kept.mail);
  if (part === "raw") return { status: 200, headers: { "content-type": "message/rfc822", "content-disposition": `attachment; filename="${id}.eml"` }, body: raw };
  if (part === "html") return { status: 200, headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": SANDBOX }, body: kept.mail.html ?? "" };
  const attachment = part === "attachments" ? await readAttachment(raw, Number(at)) : undefined;
  if (attachment === undefined) return missing();
  const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(attachment.name)}`;
  return { status: 200, headers: { "content-type": attachment.contentType, "content-disposition": disposition, "content-security-policy": SANDBOX }, body: attachment.content };
};

const simulate = (ses: SesEngine, request: AwsRequest, base: string, id: string, what: string | undefined): AwsResponse => {
  const kind = SIMULATED.find((each) => each === what);
  if (kind === undefined) return missing();
  if (request.headers["sec-fetch-site"] === "cross-site") return json(403, { error: "Another site may not press buttons here." });
  if (!ses.simulate(id, kind, recipientIn(request))) return missing();
  if (!request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) return json(200, { id, simulated: kind });
  return { status: 303, headers: { location: `${base}?message=${encodeURIComponent(id)}` } };
};

/** A body may name one recipient of several: `{"recipient": "anne@example.fr"}`. */
const recipientIn = ({ body, headers }: AwsRequest): string | undefined => {
  if (body.length === 0 || !headers["content-type"]?.includes("json")) return undefined;
  try {
    const { recipient } = JSON.parse(body.toString()) as { recipient?: unknown };
    return typeof recipient === "string" ? recipient : undefined;
  } catch {
    return undefined;
  }
};

const page = (ses: SesEngine, base: string, wanted: string | undefined): AwsResponse => {
  const messages = ses.messages().toReversed();
  const selected = wanted === undefined ? messages[0]?.id : wanted;
  const nonce = randomBytes(16).toString("base64");
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; connect-src 'self'; frame-src 'self'; form-action 'self'; frame-ancestors 'self'; base-uri 'none'`;
  const headers = { "content-type": "text/html; charset=utf-8", "content-security-policy": policy, "cache-control": "no-store" };
  return { status: 200, headers, body: mailPage({ base, messages, selected: selected === undefined ? undefined : ses.message(selected), nonce }) };
};

const missing = () => json(404, { error: "There is no such message." });
const json = (status: number, body: unknown): AwsResponse => ({
  status,
  headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" },
  body: JSON.stringify(body),
});
