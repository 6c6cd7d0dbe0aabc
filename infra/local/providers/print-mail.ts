// A printer and post office for one machine, in Pingen's protocol (version 2): sign in, upload, create a letter, look it up. The PDF is kept to be looked
// at; whether it arrived is told when somebody says so, signed with the webhook's secret.
import { createHmac, randomUUID } from "node:crypto";
import type { AwsHandler, AwsRequest, AwsResponse, Clock } from "#infra/local/engine.ts";
import { memoryShelf, type Shelf } from "#infra/local/providers/shelf.ts";

export type Printed = { readonly id: string; readonly name: string; readonly product: string; readonly address: string; /** Base64. */ readonly pdf: string; readonly at: string; readonly key: string; status: string };
export type PostsWord = "sent" | "delivered" | "undeliverable" | "issues";
export type PrinterOptions = {
  readonly clock: Pick<Clock, "now">;
  readonly url: () => string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly organisation: string;
  readonly webhook?: { readonly url: string; readonly secret: string };
  readonly shelf?: Shelf<Printed>;
};

const PRODUCTS = new Set(["cheap", "fast", "registered", "bulk", "premium"]);
type Attributes = Readonly<Record<string, string | boolean>>;

export function localPrintMail({ clock, url, clientId, clientSecret, organisation, webhook, shelf = memoryShelf() }: PrinterOptions) {
  const tokens = new Set<string>();
  const uploads = new Map<string, { readonly signature: string; body?: Buffer }>();
  const letters = shelf.all();
  const base = `/organisations/${organisation}/deliveries/letters`;

  const signIn = (body: Buffer): AwsResponse => {
    const form = new URLSearchParams(body.toString("utf8"));
    if (form.get("grant_type") !== "client_credentials" || form.get("client_id") !== clientId || form.get("client_secret") !== clientSecret) return json(401, { error: "invalid_client" });
    const token = randomUUID();
    tokens.add(token);
    return json(200, { token_type: "Bearer", access_token: token, expires_in: 43_200 });
  };

  const offerUpload = (): AwsResponse => {
    const [id, signature] = [randomUUID(), randomUUID()];
    uploads.set(id, { signature });
    return json(200, { data: { id, type: "file_uploads", attributes: { url: `${url()}/uploads/${id}`, url_signature: signature, expires_at: new Date(clock.now() + 3_600_000).toISOString() } } });
  };

  const create = ({ body, headers }: AwsRequest): AwsResponse => {
    const key = headers["idempotency-key"] ?? "";
    const known = letters.find((one) => key !== "" && one.key === key);
    if (known) return json(201, shown(known));
    const { attributes } = (JSON.parse(body.toString("utf8")) as { data: { attributes: Attributes } }).data;
    const upload = uploads.get(String(attributes["file_url"]).split("/").at(-1) ?? "");
    const refusal = refusalOf(attributes, upload);
    if (refusal || !upload?.body) return json(422, { errors: [{ code: "validation", title: refusal ?? "file_url" }] });
    const letter: Printed = { id: randomUUID(), name: String(attributes["file_original_name"]), product: String(attributes["delivery_product"]), address: String(attributes["address_position"]), pdf: upload.body.toString("base64"), at: new Date(clock.now()).toISOString(), key, status: "validating" };
    letters.push(letter);
    shelf.put(letter.id, letter);
    return json(201, shown(letter));
  };

  /** Says what the post did with it. */
  const happen = async (id: string, what: PostsWord, reason?: string): Promise<boolean> => {
    const letter = letters.find((one) => one.id === id);
    if (!letter) return false;
    letter.status = what;
    shelf.put(id, letter);
    if (!webhook) return true;
    const included = [{ id: letter.id, type: "letters", attributes: { file_original_name: letter.name, delivery_product: letter.product, status: what } }];
    const data = { id: randomUUID(), type: `webhook_${what}`, attributes: { created_at: new Date(clock.now()).toISOString(), ...(reason ? { reason } : {}) }, relationships: { letter: { data: { id: letter.id, type: "letters" } } } };
    const body = JSON.stringify({ data, included });
    const answer = await fetch(webhook.url, { method: "POST", body, headers: { "content-type": "application/vnd.api+json", signature: createHmac("sha256", webhook.secret).update(body).digest("hex") } });
    if (answer.status >= 500) throw new Error(`nobody took note of the letter: ${answer.status}`);
    return true;
  };

  const handler: AwsHandler = async (request) => {
    const { method, url: asked, headers, body } = request;
    const { pathname } = asked;
    if (pathname === "/auth/access-tokens") return signIn(body);
    const upload = uploads.get(/^\/uploads\/(.+)$/.exec(pathname)?.[1] ?? "");
    if (upload && method === "PUT") return (upload.body = body), { status: 200 };
    if (pathname !== "/file-upload" && !pathname.startsWith("/organisations/")) return undefined;
    if (!tokens.has(headers["authorization"]?.replace("Bearer ", "") ?? "")) return json(401, { errors: [{ code: "unauthenticated" }] });
    if (pathname === "/file-upload") return offerUpload();
    if (pathname === base && method === "POST") return create(request);
    if (pathname === base) return json(200, { data: letters.filter(({ name }) => name.includes(asked.searchParams.get("q") ?? "")).map((letter) => shown(letter).data) });
    const one = letters.find(({ id }) => pathname === `${base}/${id}`);
    return one ? json(200, shown(one)) : json(404, { errors: [{ code: "not_found" }] });
  };
  return { handler, letters, happen };
}

function refusalOf(attributes: Attributes, upload: { readonly signature: string; readonly body?: Buffer } | undefined): string | undefined {
  if (!upload || attributes["file_url_signature"] !== upload.signature) return "file_url_signature";
  if (!upload.body?.subarray(0, 5).equals(Buffer.from("%PDF-"))) return "the file is no PDF";
  if (!["left", "right"].includes(String(attributes["address_position"]))) return "address_position";
  if (attributes["auto_send"] === true && !PRODUCTS.has(String(attributes["delivery_product"]))) return "delivery_product";
  return undefined;
}

const shown = ({ id, name, product, address, status }: Printed) => ({ data: { id, type: "letters", attributes: { file_original_name: name, delivery_product: product, address_position: address, status } } });
const json = (status: number, body: unknown): AwsResponse => ({ status, headers: { "content-type": "application/vnd.api+json" }, body: JSON.stringify(body) });
