// The cast and the shorthand of the golden cases. A receipt is "SENDER amount text…", a document "CUSTOMER number amount key=value …"; days count from the
// day of the receipt. What a case expects is "auto DOC …", "wait DOC …" (not posted, and this is the first proposal) or "wait" (not posted).
// DOC=amount clears that much of it; without an amount, all that is open. What is written off or stays on account stands behind: "discount:24.69".
import { epochDay } from "#domain/date.ts";
import { Matcher } from "#domain/cash-application/matching/engine.ts";
import type { Advice, AdviceLine, Decision, Item, Party, Receipt } from "#domain/cash-application/matching/model.ts";
import { policyFor, type Policy } from "#domain/cash-application/matching/policy.ts";
import { senderKey } from "#domain/cash-application/matching/name.ts";

export const today = epochDay("2025-11-25");

const party = (code: string, name: string, more: Partial<Party> = {}): Party => ({ code, name, entity: "FR01", country: "FR", city: "Lyon", vat: "", parent: "", ibans: [], ...more });

export const cast = {
  ALPHA: party("C1001", "Alpha Transports SAS", { ibans: ["FR7630006000011234567890189"], vat: "FR44732829320" }),
  BETA: party("C1002", "Beta Mécanique Générale SARL", { city: "Nantes" }),
  GARNIER: party("C1003", "Garnier & Fils", { ibans: ["DE89370400440532013000"], city: "Dijon" }),
  NORD: party("C1004", "Martin Bâtiment SARL", { city: "Lille" }),
  SUD: party("C1005", "Martin Bâtiment SAS", { city: "Nice" }),
  MOTHER: party("C2000", "Groupe Orion Holding SA", { ibans: ["FR1420041010050500013M02606"] }),
  CHILD: party("C2001", "Orion Logistique Rennes SAS", { parent: "C2000" }),
  SISTER: party("C2002", "Orion Emballage Metz SAS", { parent: "C2000" }),
  MULLER: party("D3001", "Müller Maschinenbau GmbH", { entity: "DE01", country: "DE", city: "Köln", ibans: ["DE33100205000001194700"] }),
  SMITH: party("G4001", "Smith & Sons Engineering Ltd", { entity: "GB01", country: "GB", city: "Leeds", ibans: ["GB82WEST12345698765432"] }),
} as const;
export type Name = keyof typeof cast;

export type Extras = Partial<Omit<Receipt, "amount" | "text">> & {
  /** Confirmed clearings of the past, as what they teach. */
  readonly learned?: readonly { readonly of: Name; readonly kind?: string; readonly difference?: string; readonly residue?: string; readonly times?: number; readonly by?: string; /** The name that they came under. */ readonly as?: string }[];
  readonly advice?: { readonly lines: readonly string[]; readonly reference?: string; readonly total?: string; readonly payer?: string };
  readonly policy?: Partial<Policy>;
  /** What a debtor was forgiven this year. */
  readonly spent?: readonly [of: Name, type: string, amount: number];
  /** Receipts of earlier days, by the same sender. */
  readonly before?: readonly (readonly [daysAgo: number, receipt: string])[];
};
/** `why`: the way it was matched, or what keeps it from being posted; one of the codes that the clerk reads. */
export type Golden = readonly [sentence: string, receipt: string, documents: readonly string[], expected: string, why: string, extras?: Extras];
/** By class of case: golden-classes.ts says where each comes from. */
export type Goldens = Readonly<Record<string, readonly Golden[]>>;

const cents = (text: string): number => Math.round(Number(text) * 100);

export function itemOf(text: string): Item {
  const [who = "", document = "", amount = "0", ...rest] = text.split(" ");
  const more = new Map(rest.map((pair) => [pair.split("=")[0]!, pair.split("=")[1] ?? ""] as const));
  const customer = cast[who as Name];
  const value = cents(amount);
  const [rate = "0", until = "0"] = (more.get("discount") ?? "").split("@");
  const entity = more.get("entity") ?? customer.entity;
  return {
    document, kind: value < 0 ? "CN" : "INV", entity, customer: customer.code, issued: today + Number(more.get("issued") ?? -40), due: today + Number(more.get("due") ?? -10), currency: more.get("currency") ?? (entity === "GB01" ? "GBP" : "EUR"),
    amount: value, open: more.has("closed") ? 0 : more.has("open") ? cents(more.get("open")!) : value, po: more.get("po") ?? "", origin: more.get("of") ?? "", discountRate: Number(rate || 0) * 100, discountUntil: more.has("discount") ? today + Number(until) : 0, ...(more.has("hold") ? { hold: more.get("hold")! } : {}),
  };
}

export function receiptOf(text: string, extras: Extras = {}, id = "R1"): Receipt {
  const [sender = "", amount = "0", ...words] = text.split(" ");
  const known = cast[sender as Name] as Party | undefined;
  const { learned: _l, advice: _a, policy: _p, spent: _s, before: _b, ...fields } = extras;
  return {
    id, reference: id, entity: known?.entity ?? "FR01", currency: known?.entity === "GB01" ? "GBP" : "EUR", booked: today, value: today, amount: cents(amount), name: known?.name.toUpperCase() ?? sender.replace(/^-$/, "").replaceAll("_", " "), ultimate: "",
    iban: known?.ibans[0] ?? "", endToEnd: "", structured: [], text: words.join(" "), charges: 0, returned: false, ...fields,
  };
}

export function matcherWith(documents: readonly string[], extras: Extras = {}): Matcher {
  const matcher = new Matcher(undefined, { policies: (currency) => ({ ...policyFor(currency), ...extras.policy }) });
  for (const one of Object.values(cast)) matcher.putParty(one);
  for (const document of documents) matcher.putItem(itemOf(document));
  for (const { of: name, kind = "named", difference = "exact", residue = "", times = 3, by, as } of extras.learned ?? []) {
    for (let n = 0; n < times; n++) {
      const sender = cast[name] as Party;
      matcher.memory.learn({ receipt: `${name}${kind}${difference}${residue}${n}`, on: today - 30 + n, iban: by ?? (as ? "" : (sender.ibans[0] ?? "")), name: by ? "" : senderKey(as ?? sender.name, ""), payer: sender.code, customers: [sender.code], kind, difference, residue });
    }
  }
  if (extras.spent) matcher.writtenOff.set(`${cast[extras.spent[0]].code}|${extras.spent[1]}|${Math.floor(today / 365)}`, extras.spent[2]);
  if (extras.advice) matcher.advices.put(adviceOf(extras.advice));
  return matcher;
}

function adviceOf({ lines, reference = "", total, payer = "" }: NonNullable<Extras["advice"]>): Advice {
  return {
    id: "A1", payer, iban: "", reference, paidOn: today, currency: "", total: total ? cents(total) : null,
    lines: lines.map((line): AdviceLine => {
      const [name = "", gross = "0", discount = "0"] = line.split(" ");
      return { reference: name, gross: cents(gross), discount: cents(discount), net: cents(gross) - cents(discount) };
    }),
  };
}

export function decideGolden([, receipt, documents, , , extras]: Golden): Decision {
  const matcher = matcherWith(documents, extras);
  for (const [daysAgo, earlier] of extras?.before ?? []) matcher.decideDay([{ ...receiptOf(earlier, {}, `E${daysAgo}`), booked: today - daysAgo, value: today - daysAgo }]);
  return matcher.decideDay([receiptOf(receipt, extras)])[0]!;
}
