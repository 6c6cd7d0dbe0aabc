// The messages of the cast: Maison Valdré writes to Océlia Frais, with everything in them that a message may have.
import { addDays, daysBetween } from "#domain/date.ts";
import { money } from "#domain/money.ts";
import type { Credit, Line, MessageContent, MessageKind } from "#domain/dunning/messages/content.ts";
import { creditorReference } from "#domain/dunning/messages/reference.ts";

export const TODAY = "2026-11-24";
const eur = (cents: bigint) => money(cents, "EUR");

const line = (number: string, dueOn: string, amount: bigint, more: Partial<Line> = {}): Line => ({
  number, po: `45000${number.slice(-4)}`, issuedOn: addDays(dueOn, -45), dueOn, daysLate: daysBetween(dueOn, TODAY), level: 2, amount: eur(amount), open: eur(amount), pdf: `https://desk.example/d/${number}`, ...more,
});

export const overdueLines: readonly Line[] = [
  line("F-2026-0388", "2026-09-12", 1_842_000n, { level: 3 }),
  line("F-2026-0412", "2026-10-12", 1_200_050n, { open: eur(700_050n), disputed: eur(120_000n) }),
  line("F-2026-0455", "2026-11-08", 645_490n, { level: 1 }),
];
export const credits: readonly Credit[] = [{ kind: "credit-note", number: "A-2026-0031", on: "2026-10-30", open: eur(412_080n) }];
export const notDue: readonly Line[] = [line("F-2026-0491", "2026-12-09", 298_000n, { level: 0 })];

/** As many lines as asked, in as many currencies as named. */
export const manyLines = (count: number, currencies: readonly string[] = ["EUR"]): Line[] =>
  Array.from({ length: count }, (_, n) => {
    const currency = currencies[n % currencies.length]!;
    const amount = money(BigInt(10_000 + n * 37), currency);
    return line(`F-2026-${String(n + 1).padStart(5, "0")}`, addDays("2026-07-01", n % 140), 0n, { amount, open: amount });
  });

export function contentOf(kind: MessageKind, more: Partial<MessageContent> = {}): MessageContent {
  const early = kind === "courtesy";
  const settled = kind === "thank-you";
  return {
    id: "msg_7Qd2kXv9", kind, today: TODAY,
    creditor: {
      name: "Maison Valdré SAS", country: "FR", address: ["18 rue des Tanneurs", "59000 Lille", "France"], registration: "RCS Lille 552 100 554",
      bank: { holder: "Maison Valdré SAS", iban: "FR1420041010050500013M02606", bic: "PSSTFRPPLIL" },
    },
    debtor: { name: "Océlia Frais SARL", code: "C-10442", country: "FR", address: ["Service comptabilité", "42 quai des Chartrons", "33000 Bordeaux", "France"], registration: "RCS Bordeaux 732 829 320" },
    contact: { name: "Anne Petit" },
    sender: { name: "Inès Marchal", email: "ines.marchal@valdre.example", phone: "+33 3 20 00 00 00" },
    lines: settled ? [] : early ? notDue.map((one) => ({ ...one, daysLate: daysBetween(one.dueOn, TODAY) })) : overdueLines,
    credits: early || settled ? [] : credits,
    notDue: early || settled || kind === "formal-notice" ? [] : notDue,
    claim: { mode: kind === "formal-notice" ? "claimed" : "displayed", rate: { percent: "12.15", confirmed: true }, amounts: [{ principal: eur(2_655_460n), interest: eur(76_435n), recovery: eur(12_000n) }] },
    ...(kind.startsWith("reminder-") && kind !== "reminder-1" ? { previousOn: "2026-11-09", deadline: "2026-12-02" } : {}),
    ...(kind === "formal-notice" ? { previousOn: "2026-11-09", deadline: "2026-12-08" } : {}),
    promise: { amounts: [eur(1_800_000n)], on: "2026-11-20" },
    payment: { amounts: [eur(1_800_000n)], on: "2026-11-20" },
    dispute: { amounts: [eur(120_000n)], reason: "prix facturé", reference: "L-2026-031" },
    call: { on: "2026-11-24", note: "le règlement part vendredi 27 novembre, dès réception de l’avoir A-2026-0031." },
    reference: creditorReference("C-10442")!,
    links: { portal: "https://desk.example/portal/x", pay: "https://desk.example/l/pay-x", paid: "https://desk.example/l/paid-x", wrongContact: "https://desk.example/l/wrong-x" },
    ...more,
  };
}
