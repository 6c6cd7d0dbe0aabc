// Write-offs by people: within one's limit they are posted, above it they wait for somebody else.
import { applyInParts, deedOf, settingOf, type Deed, type Stores } from "#functions/cash-application/order.ts";
import type { writeOffRoutes } from "#domain/cash-application/write-off/routes.ts";
import { askApproval, mayNotApprove, refuse, withdraw, withoutApproval } from "#domain/cash-application/write-off/approval.ts";
import { above, checkCodes, limitsOf, type Person } from "#domain/cash-application/write-off/codes.ts";
import type { Order } from "#domain/cash-application/apply.ts";
import type { Payment } from "#domain/cash-application/payment.ts";
import { isRefused, refused, type Refused } from "#domain/refusal.ts";
import { writeOffRefused, writeOffRequested } from "#events/cash-application.ts";
import { about, again, appliedFact } from "#functions/cash-application/post.ts";
import { answered } from "#functions/cash-application/present.ts";
import type { Caller, Handlers } from "#functions/runtime/api.ts";

const personOf = ({ user, role }: Caller): Person => ({ id: user.id, role: role.id });

export const writeOffHandlers = (of: (tenant: string) => Stores): Handlers<typeof writeOffRoutes> => ({
  "GET /write-off-codes": async ({ caller }) => {
    const { settings, ledger } = of(caller.tenant);
    const [codes, entities] = await Promise.all([settings.writeOffCodes(), ledger.entities()]);
    return { ...shown(codes.items), version: codes.version, mine: limitsOf(codes, [...new Set(entities.map(({ currency }) => currency))], personOf(caller)) };
  },

  "PUT /write-off-codes": async ({ body: { items, version }, caller }) => {
    const wrong = checkCodes(items);
    if (wrong) return wrong;
    const saved = await of(caller.tenant).settings.saveWriteOffCodes({ items, version: version + 1 }, version);
    return saved === "saved" ? { items, version: version + 1 } : refused("write-off.codes-changed-meanwhile");
  },

  "POST /payments/{id}/approval": async ({ params, body: { decision, reason, version }, caller, now }) => {
    const stores = of(caller.tenant);
    const deed = deedOf(caller, now);
    return answered(stores, await (decision === "approve" ? approve(stores, params.id, version, deed, personOf(caller)) : refuseRequest(stores, params.id, version, reason, deed, personOf(caller))));
  },

  "POST /payments/{id}/approval/withdrawal": async ({ params, body: { version }, caller, now }) => {
    const stores = of(caller.tenant);
    const deed = deedOf(caller, now);
    return answered(stores, await again(stores, params.id, version, deed, async (payment) => steps(payment, withdraw(payment), "withdrawn", deed), "approval"));
  },
});

/** Posted, or kept for somebody else to approve; what could not be posted is not asked for either. */
export async function applyOrAsk(stores: Stores, paymentId: string, version: number, order: Order, deed: Deed, person: Person): Promise<Payment | Refused> {
  return again(stores, paymentId, version, deed, async (payment) => {
    const over = above(await stores.settings.writeOffCodes(), order.adjustments, payment.allocations, payment.currency, person);
    if (isRefused(over)) return over;
    const setting = await settingOf(stores, payment, order, deed);
    const parts = isRefused(setting) ? setting : applyInParts(payment, order, setting);
    if (isRefused(parts)) return parts;
    if (over.length === 0) return parts.map((part) => ({ payment: part.payment, changes: part.changes, fact: appliedFact(part, deed) }));
    const next = askApproval(payment, order, over, deed.by, deed.now, deed.on);
    return [{ payment: next, changes: [], fact: { name: writeOffRequested.name, occurredAt: deed.now, actor: deed.by, causedBy: deed.causedBy, data: { ...about(payment), customerId: order.customerId, codes: over.map(({ code }) => code) } } }];
  });
}

/** The clerk's order is posted in his name, with who approved it; dated when it is approved, unless a day was asked for. */
async function approve(stores: Stores, paymentId: string, version: number, deed: Deed, person: Person): Promise<Payment | Refused> {
  return again(
    stores, paymentId, version, deed,
    async (waiting) => {
      const wrong = mayNotApprove(waiting, await stores.settings.writeOffCodes(), person);
      if (wrong) return wrong;
      const { customerId, lines, adjustments, by, on } = waiting.approval!;
      const order = { customerId, lines, adjustments };
      const setting = await settingOf(stores, waiting, order, { ...deed, by, on });
      const parts = isRefused(setting) ? setting : applyInParts(withoutApproval(waiting), order, { ...setting, approved: { by: deed.by, at: deed.now } });
      return isRefused(parts) ? parts : parts.map((part) => ({ payment: part.payment, changes: part.changes, fact: appliedFact(part, deed) }));
    },
    "approval",
  );
}

async function refuseRequest(stores: Stores, paymentId: string, version: number, reason: string, deed: Deed, person: Person): Promise<Payment | Refused> {
  const refusedBy = async (payment: Payment) => (payment.approval?.by.id === person.id ? refused("request.own-proposal") : steps(payment, refuse(payment, reason, deed.by, deed.now), "refused", deed));
  return again(stores, paymentId, version, deed, refusedBy, "approval");
}

function steps<R extends Refused>(payment: Payment, next: Payment | R, outcome: "refused" | "withdrawn", { now, by, causedBy }: Deed) {
  return isRefused(next) ? next : [{ payment: next as Payment, changes: [], fact: { name: writeOffRefused.name, occurredAt: now, actor: by, causedBy, data: { ...about(payment), outcome } } }];
}

const shown = (items: Parameters<typeof checkCodes>[0]) => ({ items: items.map((code) => ({ ...code, name: { ...code.name }, limits: code.limits.map((limit) => ({ ...limit })) })) });
