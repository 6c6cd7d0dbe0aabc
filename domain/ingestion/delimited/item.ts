// Rows of one document → one item. Several rows of a document number are instalments of it: each its due date and its amount.
import { latest, type DateText } from "#domain/date.ts";
import { type ReadContext, entityOf, rateOn } from "#domain/ingestion/delimited/context.ts";
import { fieldText, type Layout } from "#domain/ingestion/delimited/layout.ts";
import { type KeptRow, type Mapped, must } from "#domain/ingestion/delimited/outcome.ts";
import { allocationIdOf, customerIdOf } from "#domain/ingestion/identity.ts";
import type { ItemRecord } from "#domain/ingestion/schema.ts";
import { dueDate, readTerms } from "#domain/ingestion/terms.ts";
import { readAmount, readCurrency, readDate, readSign, type Read } from "#domain/text/values.ts";
import type { ItemId } from "#domain/id.ts";
import type { ItemKind, LegalEntity } from "#domain/ledger/schema.ts";
import { convert, money } from "#domain/money.ts";

type Part = { readonly dueOn: DateText; readonly dueReason: ItemRecord["dueReason"]; readonly minor: bigint; readonly open: bigint; readonly entityMinor: bigint; readonly entityOpen: bigint; readonly disputed: bigint };
type Head = { readonly kind: ItemKind | undefined; readonly currency: string; readonly entity: LegalEntity; readonly issuedOn: DateText };

export function mapItem(id: ItemId, rows: readonly KeptRow[], layout: Layout, context: ReadContext): Mapped {
  const first = rows[0]!;
  const text = (field: string) => fieldText(layout, first, field);
  const number = must(present(text("number"), "number"), "number", "");
  const code = must(present(text("customer"), "customer"), "customer", "");
  const customerId = customerIdOf(context.digest, context.codeSpace, code);
  const head = headOf(layout, first, context);
  const parts = rows.flatMap((row, n) => partsOf(layout, row, n, head, context)).toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0));
  const total = sumOf(parts);
  const settled = { minor: total.minor - total.open, entityMinor: total.entityMinor - total.entityOpen };
  const lettering = text("lettering");
  const optional = (field: "reference" | "label" | "journal" | "salesperson" | "paymentMethod" | "disputeReason") => (text(field) === "" ? {} : { [field]: text(field) });
  const payer = text("payer");

  const item: ItemRecord = {
    type: "item", id, kind: head.kind ?? (total.minor < 0n ? "credit-note" : "invoice"), entityId: head.entity.id, customerId, ...(payer && payer !== code ? { payerId: customerIdOf(context.digest, context.codeSpace, payer) } : {}),
    number, ...optional("reference"), ...optional("label"), ...optional("journal"), issuedOn: head.issuedOn, dueReason: parts[0]!.dueReason,
    instalments: parts.map(({ dueOn, minor }, n) => ({ n: n + 1, dueOn, minor })),
    currency: head.currency, entityCurrency: head.entity.currency, minor: total.minor, entityMinor: total.entityMinor, disputedMinor: total.disputed, ...optional("disputeReason"), ...optional("salesperson"), ...optional("paymentMethod"),
    ...extraOf(layout, first), source: context.source, sequence: context.sequence,
    settlements: settled.minor === 0n ? [] : [{ on: settledOn(layout, first, head.issuedOn, context), ...settled, kind: "allocation", ...(lettering ? { lettering, allocation: allocationIdOf(context.digest, context.source, head.entity.id, customerId, lettering) } : {}) }],
  };
  const [name, salesperson, collector] = [text("customerName"), text("salesperson"), text("collector")];
  return { records: [item], customer: { id: customerId, code, codeSpace: context.codeSpace, name: name || code, ...(salesperson ? { salesperson } : {}), ...(collector ? { collector } : {}) } };
}

function headOf(layout: Layout, row: KeptRow, context: ReadContext): Head {
  const text = (field: string) => fieldText(layout, row, field);
  const entity = entityOf(context, text("entity"));
  if (!entity) must({ ok: false, code: text("entity") === "" ? "entity.missing" : "entity.unknown" }, "entity", text("entity"));
  const currency = layout.at.has("currency") || text("currency") !== "" ? must(readCurrency(text("currency")), "currency", text("currency")) : entity!.currency;
  const issuedOn = must(readDate(text("issuedOn"), layout.profile.dates), "issuedOn", text("issuedOn"));
  return { kind: must(readKind(text("kind")), "kind", text("kind")), currency, entity: entity!, issuedOn };
}

/** The instalments of one row: one, or as many as there are numbered columns with something in them. */
function partsOf(layout: Layout, row: KeptRow, n: number, head: Head, context: ReadContext): Part[] {
  if (layout.instalments.length === 0) return [partOf(layout, row, n, "", head, context)];
  const filled = layout.instalments.filter((k) => fieldText(layout, row, `amount.${k}`) !== "" || fieldText(layout, row, `dueOn.${k}`) !== "");
  if (filled.length === 0) return [partOf(layout, row, n, "", head, context)];
  return filled.map((k) => partOf(layout, row, n, `.${k}`, head, context));
}

function partOf(layout: Layout, row: KeptRow, n: number, suffix: string, head: Head, context: ReadContext): Part {
  const text = (field: string) => fieldText(layout, row, field);
  const amountField = layout.at.has(`amount${suffix}`) ? `amount${suffix}` : `open${suffix}`;
  const amount = (field: string, currency: string) => signed(must(readAmount(text(field), layout.profile.decimal, currency), field, text(field), n), layout, row, n, head.kind);
  const minor = amount(amountField, head.currency);
  const open = text(`open${suffix}`) === "" ? minor : amount(`open${suffix}`, head.currency);
  if (open !== 0n && (open < 0n !== minor < 0n || (minor < 0n ? open < minor : open > minor))) must({ ok: false, code: "open.exceeds-amount" }, `open${suffix}`, text(`open${suffix}`), n);
  const entityMinor = head.currency === head.entity.currency ? minor : text("entityAmount") === "" || suffix ? converted(minor, head, context, n) : amount("entityAmount", head.entity.currency);
  const entityOpen = open === minor ? entityMinor : text("entityOpen") === "" || suffix ? (minor === 0n ? 0n : (entityMinor * open) / minor) : amount("entityOpen", head.entity.currency);
  return { ...dueOf(layout, row, n, suffix, head, minor, context), minor, open, entityMinor, entityOpen: head.currency === head.entity.currency ? open : entityOpen, disputed: disputedOf(layout, row, n, head.currency, open) };
}

function signed(minor: bigint, layout: Layout, row: KeptRow, n: number, kind: ItemKind | undefined): bigint {
  if (layout.profile.amounts === "sign") return minor * must(readSign(fieldText(layout, row, "sign")), "sign", fieldText(layout, row, "sign"), n);
  if (layout.profile.amounts === "kind" && (kind === "credit-note" || kind === "payment")) return -minor;
  return minor;
}

function converted(minor: bigint, { currency, entity, issuedOn }: Head, { rates }: ReadContext, n: number): bigint {
  const rate = rateOn(rates, currency, entity.currency, issuedOn);
  if (rate) return convert(money(minor, currency), rate).minor;
  const back = rateOn(rates, entity.currency, currency, issuedOn);
  if (!back) return must({ ok: false, code: "rate.missing" }, "currency", currency, n);
  const [units = "0", fraction = ""] = back.rate.split(".");
  const scale = 12;
  const inverse = (10n ** BigInt(scale + fraction.length)) / BigInt(units + fraction);
  const digits = inverse.toString().padStart(scale + 1, "0");
  return convert(money(minor, currency), { ...back, from: currency, to: entity.currency, rate: `${digits.slice(0, -scale)}.${digits.slice(-scale)}` }).minor;
}

/** The file's due date; else the row's terms; else the source's. The customer's own terms are known only where the change is applied. Credits are due at once. */
function dueOf(layout: Layout, row: KeptRow, n: number, suffix: string, { issuedOn }: Head, minor: bigint, { terms }: ReadContext): Pick<Part, "dueOn" | "dueReason"> {
  const text = fieldText(layout, row, `dueOn${suffix}`);
  if (text !== "") return { dueOn: must(readDate(text, layout.profile.dates), `dueOn${suffix}`, text, n), dueReason: "file" };
  const told = readTerms(fieldText(layout, row, "terms"));
  if (told) return { dueOn: dueDate(issuedOn, told), dueReason: "file" };
  return { dueOn: minor > 0n ? dueDate(issuedOn, terms) : issuedOn, dueReason: "source-terms" };
}

function disputedOf(layout: Layout, row: KeptRow, n: number, currency: string, open: bigint): bigint {
  const text = fieldText(layout, row, "disputed");
  if (text === "" || /^(n|no|non|0|false|-)$/i.test(text)) return 0n;
  if (/^(o|oui|y|yes|x|1|true)$/i.test(text)) return open;
  const amount = must(readAmount(text, layout.profile.decimal, currency), "disputed", text, n);
  return open < 0n ? 0n : amount > open ? open : amount;
}

function settledOn(layout: Layout, row: KeptRow, issuedOn: DateText, { asOf }: ReadContext): DateText {
  const text = fieldText(layout, row, "settledOn");
  return latest(issuedOn, text === "" ? asOf : must(readDate(text, layout.profile.dates), "settledOn", text));
}

const kinds: Readonly<Record<string, ItemKind>> = {
  fa: "invoice", fc: "invoice", fac: "invoice", facture: "invoice", f: "invoice", inv: "invoice", invoice: "invoice", in: "invoice", rv: "invoice", dr: "invoice",
  av: "credit-note", avoir: "credit-note", a: "credit-note", cn: "credit-note", crn: "credit-note", "credit note": "credit-note", "credit memo": "credit-note", "credit-note": "credit-note", cm: "credit-note", dg: "credit-note", rc: "credit-note",
  rg: "payment", reg: "payment", rglt: "payment", reglement: "payment", règlement: "payment", r: "payment", p: "payment", pmt: "payment", payment: "payment", receipt: "payment", vir: "payment", chq: "payment", dz: "payment", acompte: "payment",
  lcr: "bill", bor: "bill", traite: "bill", bill: "bill", eff: "bill", effet: "bill", an: "opening", opening: "opening", od: "adjustment", adjustment: "adjustment", journal: "adjustment",
};

function readKind(text: string): Read<ItemKind | undefined> {
  if (text === "") return { ok: true, value: undefined };
  const kind = kinds[text.toLowerCase()];
  return kind ? { ok: true, value: kind } : { ok: false, code: "kind.unknown" };
}

export const present = (text: string, field: string): Read<string> => (text === "" || text.includes("\uFFFD") ? { ok: false, code: `${field}.missing` } : { ok: true, value: text });

function extraOf({ extra, titles }: Layout, row: KeptRow): Pick<ItemRecord, "extra"> {
  const cells = extra.flatMap((n) => (row.cell(n).trim() === "" ? [] : [[titles[n]!, row.cell(n).trim()] as const]));
  return cells.length > 0 ? { extra: Object.fromEntries(cells) } : {};
}

function sumOf(parts: readonly Part[]): Omit<Part, "dueOn" | "dueReason"> {
  const add = (field: "minor" | "open" | "entityMinor" | "entityOpen" | "disputed") => parts.reduce((sum, part) => sum + part[field], 0n);
  return { minor: add("minor"), open: add("open"), entityMinor: add("entityMinor"), entityOpen: add("entityOpen"), disputed: add("disputed") };
}
