// A bank's day as a clerk meets it: payers who name what they pay, and all the ways in which they do not. Made from documents that are open, by a seed.
import { chance } from "#infra/local/demo/chance.ts";
import { camtFile, type Movement } from "#test/world/bank-day.ts";

export type OpenDocument = { readonly number: string; readonly customerId: string; readonly customerName: string; readonly reference?: string; readonly open: { readonly amount: string }; readonly kind: string };
export type ClerkDay = { readonly fileName: string; readonly bytes: string; readonly receipts: number; readonly kinds: Readonly<Record<string, number>> };

/** How many of a hundred receipts are of each kind. */
const mix = { named: 46, cents: 7, fee: 6, short: 9, part: 5, over: 4, deduction: 3, "name only": 9, "order number": 4, stranger: 4, "own transfer": 2, "paid twice": 1 } as const;
type Kind = keyof typeof mix;

export function clerkDay(documents: readonly OpenDocument[], { receipts, bookedOn, account, seed = 7 }: { receipts: number; bookedOn: string; account: string; seed?: number }): ClerkDay {
  const luck = chance(seed);
  const invoices = documents.filter(({ kind, open }) => kind === "invoice" && Number(open.amount) > 20);
  const byCustomer = [...Map.groupBy(invoices, ({ customerId }) => customerId).values()];
  const bag = (Object.keys(mix) as Kind[]).flatMap((kind) => Array<Kind>(mix[kind]).fill(kind));
  const kinds: Record<string, number> = {};
  const movements: Movement[] = [];
  for (let n = 0; movements.length < receipts; n++) {
    const own = byCustomer[n % byCustomer.length]!;
    const kind = own.length === 0 ? "stranger" : luck.pick(bag);
    const taken = own.splice(0, kind === "named" ? luck.between(1, 2) : 1);
    const full = taken.reduce((sum, { open }) => sum + BigInt(open.amount.replace(".", "")), 0n);
    const numbers = taken.map(({ number }) => number).join(" ");
    const written: Record<Kind, () => { minor: bigint; text: string; name?: string }> = {
      named: () => ({ minor: full, text: `REGLT FACT ${numbers}` }), cents: () => ({ minor: full - BigInt(luck.between(20, 90)), text: numbers }), fee: () => ({ minor: full - 1_500n, text: numbers }),
      short: () => ({ minor: (full * 9n) / 10n, text: numbers }), part: () => ({ minor: full / 2n, text: `ACOMPTE ${numbers}` }), over: () => ({ minor: full + 5_000n, text: numbers }), deduction: () => ({ minor: full - full / 20n, text: `${numbers} MOINS LITIGE` }),
      "name only": () => ({ minor: full, text: "VIREMENT" }), "order number": () => ({ minor: full - 12n, text: taken[0]?.reference ?? numbers }), stranger: () => ({ minor: BigInt(luck.between(10_000, 900_000)), text: "REGUL", name: `INCONNU ${n}` }),
      "own transfer": () => ({ minor: BigInt(luck.between(1, 90)) * 100_000n, text: "VIREMENT INTERNE", name: "ARDELANE SA" }), "paid twice": () => ({ minor: full, text: `${numbers} DEJA REGLE SELON RELEVE` }),
    };
    const { minor, text, name } = written[taken.length === 0 ? "stranger" : kind]();
    const told = taken.length === 0 ? "stranger" : kind;
    kinds[told] = (kinds[told] ?? 0) + 1;
    movements.push({ minor, booked: bookedOn, value: bookedOn, reference: `CLK${bookedOn.replaceAll("-", "")}${String(n).padStart(5, "0")}`, name: name ?? plain(taken[0]!.customerName), iban: "FR1420041010050500013M02606", text });
  }
  const bytes = camtFile({ account, currency: "EUR", openedOn: bookedOn, closedOn: bookedOn, opening: 1_418_202_11n, movements, number: "401" }, { version: 8 }).replaceAll(/<IBAN>FR1420041010050500013M02606<\/IBAN>/g, "<Othr><Id>NOTPROVIDED</Id></Othr>");
  return { fileName: `releve_01_${bookedOn.replaceAll("-", "")}_${receipts}.camt053.xml`, bytes, receipts, kinds };
}

const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toUpperCase();
