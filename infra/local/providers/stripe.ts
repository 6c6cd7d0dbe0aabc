// Stripe for one machine: takes Checkout sessions as Stripe's SDK sends them, shows a page with one button, and tells that it was pressed as Stripe does,
// signed. Nobody is charged anything. The same idempotency key is the same session.
import { createHmac, randomUUID } from "node:crypto";
import type { AwsHandler, AwsRequest, AwsResponse, Clock } from "#infra/local/engine.ts";
import { memoryShelf, type Shelf } from "#infra/local/providers/shelf.ts";

export type StripeOptions = { readonly clock: Pick<Clock, "now">; readonly url: () => string; readonly apiKey: string; readonly webhook?: { readonly url: string; readonly secret: string }; readonly shelf?: Shelf<KeptSession> };
type Session = { readonly id: string; readonly key: string; readonly form: ReadonlyMap<string, string>; paid: boolean };
type KeptSession = Omit<Session, "form"> & { readonly form: readonly (readonly [string, string])[] };

export function localStripe({ clock, url, apiKey, webhook, shelf = memoryShelf() }: StripeOptions): { readonly handler: AwsHandler; readonly sessions: ReadonlyMap<string, Session> } {
  const sessions = new Map<string, Session>(shelf.all().map((kept) => [kept.id, { ...kept, form: new Map(kept.form) }]));
  const byKey = new Map<string, Session>([...sessions.values()].map((session) => [session.key, session]));
  const keep = (session: Session): void => shelf.put(session.id, { ...session, form: [...session.form] });

  const create = ({ headers, body }: AwsRequest): AwsResponse => {
    if (headers["authorization"] !== `Bearer ${apiKey}`) return refuse(401, "Invalid API Key provided");
    const form = new Map(new URLSearchParams(body.toString("utf8")));
    const [amount, currency] = [Number(form.get("line_items[0][price_data][unit_amount]")), form.get("line_items[0][price_data][currency]")];
    if (form.get("mode") !== "payment" || !Number.isSafeInteger(amount) || amount <= 0 || !/^[a-z]{3}$/.test(currency ?? "")) return refuse(400, "Invalid line_items");
    const key = headers["idempotency-key"] ?? randomUUID();
    const known = byKey.get(key);
    if (known && JSON.stringify([...known.form]) !== JSON.stringify([...form])) return refuse(400, "Keys for idempotent requests can only be used with the same parameters they were first used with.", "idempotency_error");
    const session = known ?? { id: `cs_test_${randomUUID().replaceAll("-", "")}`, key, form, paid: false };
    sessions.set(session.id, session);
    byKey.set(key, session);
    keep(session);
    return json(200, sessionObject(session));
  };

  const sessionObject = ({ id, form, paid }: Session) => ({
    id, object: "checkout.session", mode: "payment", status: paid ? "complete" : "open", payment_status: paid ? "paid" : "unpaid", amount_total: Number(form.get("line_items[0][price_data][unit_amount]")),
    currency: form.get("line_items[0][price_data][currency]"), client_reference_id: form.get("client_reference_id") ?? null, payment_intent: paid ? id.replace("cs_test_", "pi_") : null,
    metadata: Object.fromEntries([...form].flatMap(([name, value]) => (/^metadata\[(.+)\]$/.exec(name) ? [[/^metadata\[(.+)\]$/.exec(name)![1]!, value]] : []))), url: `${url()}/pay/${id}`,
  });

  const pay = async (session: Session): Promise<AwsResponse> => {
    const first = !session.paid;
    session.paid = true;
    keep(session);
    if (first && webhook) await tell(session, webhook);
    return { status: 303, headers: { location: session.form.get("success_url") ?? "/" } };
  };

  const tell = async (session: Session, to: { readonly url: string; readonly secret: string }): Promise<void> => {
    const at = Math.floor(clock.now() / 1000);
    const body = JSON.stringify({ id: `evt_${randomUUID().replaceAll("-", "")}`, object: "event", type: "checkout.session.completed", created: at, livemode: false, data: { object: sessionObject(session) } });
    const response = await fetch(to.url, { method: "POST", headers: { "content-type": "application/json", "stripe-signature": stripeSignature(to.secret, at, body) }, body });
    if (!response.ok) throw new Error(`the payment was not taken note of: ${response.status}`);
  };

  const handler: AwsHandler = async (request) => {
    const { pathname } = request.url;
    if (pathname === "/v1/checkout/sessions" && request.method === "POST") return create(request);
    const session = sessions.get(/^\/(?:v1\/checkout\/sessions|pay)\/([^/]+)$/.exec(pathname)?.[1] ?? "");
    if (!session) return pathname.startsWith("/v1/") ? refuse(404, "No such resource") : undefined;
    if (pathname.startsWith("/v1/")) return json(200, sessionObject(session));
    return request.method === "POST" ? pay(session) : page(session);
  };
  return { handler, sessions };
}

export const stripeSignature = (secret: string, at: number, body: string): string => `t=${at},v1=${createHmac("sha256", secret).update(`${at}.${body}`).digest("hex")}`;

const marks: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escape = (text: string): string => text.replace(/[&<>"]/g, (mark) => marks[mark]!);

const page = ({ form, paid }: Session): AwsResponse => {
  const amount = `${(Number(form.get("line_items[0][price_data][unit_amount]")) / 100).toFixed(2)} ${form.get("line_items[0][price_data][currency]")?.toUpperCase()}`;
  const button = paid ? "<p>Paid.</p>" : `<form method="post"><button style="padding:12px 24px;font:inherit">Pay ${escape(amount)}</button></form>`;
  return { status: 200, headers: { "content-type": "text/html; charset=utf-8" }, body: `<!doctype html><meta charset="utf-8"><title>Pay</title><body style="font:16px system-ui;max-width:420px;margin:80px auto"><p>${escape(form.get("line_items[0][price_data][product_data][name]") ?? "")}</p>${button}<p style="color:#666">A stand-in on this machine: nobody is charged.</p>` };
};

const json = (status: number, body: unknown): AwsResponse => ({ status, headers: { "content-type": "application/json", "request-id": randomUUID() }, body: JSON.stringify(body) });
const refuse = (status: number, message: string, type = "invalid_request_error"): AwsResponse => json(status, { error: { type, message } });
