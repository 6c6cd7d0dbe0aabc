// Letters, printed and posted by Pingen (its API of version 2): a token for the account, an upload, then the letter with the product it travels as.
// It takes an idempotency key, so a letter whose answer was lost is asked for again and is the same letter. What becomes of it comes back signed.
import { createHmac, timingSafeEqual } from "node:crypto";
import * as z from "zod";
import { Undeliverable, type Channel, type Found, type Handed, type Receipt } from "#functions/dunning/channels/port.ts";

export type PrintParcel = { readonly tenant: string; readonly pdf: Uint8Array; readonly name: string; readonly address: "left" | "right"; readonly colour: boolean };
export type PrintOptions = { readonly identity: string; readonly api: string; readonly organisation: string; readonly clientId: string; readonly clientSecret: string; readonly now: () => string };

const tokenAnswer = z.object({ access_token: z.string(), expires_in: z.number() });
const uploadAnswer = z.object({ data: z.object({ attributes: z.object({ url: z.string(), url_signature: z.string() }) }) });
const letterAnswer = z.object({ data: z.object({ id: z.string(), attributes: z.object({ status: z.string().optional() }).optional() }) });
const listAnswer = z.object({ data: z.array(z.object({ id: z.string(), attributes: z.object({ file_original_name: z.string() }) })) });

export function printMailChannel(options: PrintOptions, name: "letter" | "registered-letter"): Channel<PrintParcel> {
  const ask = asking(options);
  const letters = `/organisations/${options.organisation}/deliveries/letters`;
  return {
    name,
    async send({ tenant, pdf, name: title, address, colour }, key): Promise<Handed> {
      const { url, url_signature } = uploadAnswer.parse(await ask("GET", "/file-upload")).data.attributes;
      const put = await fetch(url, { method: "PUT", body: Buffer.from(pdf), signal: AbortSignal.timeout(30_000) });
      if (!put.ok) throw new Error(`the printer's store answered ${put.status}`);
      const attributes = {
        file_original_name: fileName(key, tenant, title), file_url: url, file_url_signature: url_signature, address_position: address, auto_send: true,
        delivery_product: name === "registered-letter" ? "registered" : "cheap", print_mode: "simplex", print_spectrum: colour ? "color" : "grayscale",
      };
      return { provider: "print-mail", reference: letterAnswer.parse(await ask("POST", letters, { data: { type: "letters", attributes } }, `${tenant}~${key}`)).data.id };
    },
    async find(key, _claimedAt, { tenant }): Promise<Found> {
      const found = listAnswer.parse(await ask("GET", `${letters}?q=${encodeURIComponent(key)}`)).data.find(({ attributes }) => attributes.file_original_name.startsWith(`${key}~${tenant}~`));
      return found ? { status: "handed-over", reference: found.id } : { status: "never", certain: true };
    },
  };
}

/** Two tenants may have a message of the same id: the file's name carries both, so that a letter is found again in the provider's list, and on its screens by people. */
const fileName = (key: string, tenant: string, title: string): string => `${key}~${tenant}~${title.replace(/[^A-Za-z0-9]+/g, "-").slice(0, 40)}.pdf`;

function asking({ identity, api, clientId, clientSecret, now }: PrintOptions) {
  let token: { readonly text: string; readonly until: number } | undefined;
  const signIn = async (): Promise<string> => {
    if (token && Date.parse(now()) < token.until) return token.text;
    const form = new URLSearchParams({ grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret });
    const response = await fetch(`${identity}/auth/access-tokens`, { method: "POST", body: form, signal: AbortSignal.timeout(10_000) });
    if (!response.ok) throw new Error(`the printer's sign-in answered ${response.status}`);
    const { access_token, expires_in } = tokenAnswer.parse(await response.json());
    token = { text: access_token, until: Date.parse(now()) + (expires_in - 60) * 1000 };
    return access_token;
  };
  return async (method: "GET" | "POST", path: string, body?: unknown, key?: string): Promise<unknown> => {
    const headers = { authorization: `Bearer ${await signIn()}`, accept: "application/vnd.api+json", "content-type": "application/vnd.api+json", ...(key ? { "idempotency-key": key } : {}) };
    const response = await fetch(`${api}${path}`, { method, headers, signal: AbortSignal.timeout(20_000), ...(body ? { body: JSON.stringify(body) } : {}) });
    if (response.ok) return response.json();
    const told = (await response.text()).slice(0, 500);
    if (response.status === 422) throw new Undeliverable(told);
    throw new Error(`the printer answered ${response.status}: ${told}`);
  };
}

const webhook = z.object({
  data: z.object({ id: z.string(), type: z.string(), attributes: z.object({ reason: z.string().optional(), created_at: z.string() }), relationships: z.object({ letter: z.object({ data: z.object({ id: z.string() }) }) }) }),
  included: z.array(z.object({ id: z.string(), type: z.string(), attributes: z.record(z.string(), z.unknown()).default({}) })).default([]),
});

/**
 * What the printer tells of a letter, if it signed it. The letter is known by its file's name. Nobody signs for an ordinary letter: handed to the post is the
 * last that is ever heard of it, and counts as delivered unless it comes back.
 */
export function receiptOfPrintMail({ secret }: { readonly secret: string }, body: string, signature: string): Receipt | undefined {
  const expected = Buffer.from(createHmac("sha256", secret).update(body).digest("hex"));
  const given = Buffer.from(signature);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return undefined;
  const { data, included } = webhook.parse(JSON.parse(body));
  const kind = ({ webhook_sent: "handed-over", webhook_delivered: "delivered", webhook_undeliverable: "bounced", webhook_issues: "bounced" } as const)[data.type];
  const letter = included.find(({ type }) => type === "letters");
  const [, messageId, tenant] = /^(msg_[^~]+)~([^~]+)~/.exec(String(letter?.attributes["file_original_name"] ?? "")) ?? [];
  if (!kind || !messageId || !tenant) return undefined;
  const posted = kind === "handed-over" && letter?.attributes["delivery_product"] !== undefined && letter.attributes["delivery_product"] !== "registered";
  return { kind: posted ? "delivered" : kind, messageId, tenant, provider: "print-mail", reference: data.relationships.letter.data.id, recipients: [], permanent: kind === "bounced", detail: data.attributes.reason ?? data.type, at: new Date(data.attributes.created_at).toISOString(), id: data.id };
}
