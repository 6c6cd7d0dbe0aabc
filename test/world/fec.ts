// A small set of books in the French exchange format, invented: for machines that have no real ones.
import { addDays } from "#domain/date.ts";
import { chance } from "#infra/local/demo/chance.ts";

const head = "JournalCode|JournalLib|EcritureNum|EcritureDate|CompteNum|CompteLib|CompAuxNum|CompAuxLib|PieceRef|PieceDate|EcritureLib|Debit|Credit|EcritureLet|DateLet|ValidDate|Montantdevise|Idevise";
const customers = [["OCEFRA", "OCELIA FRAIS"], ["MALPRI", "MALTRAVE PRIMEURS"], ["TAVGRO", "GROUPE TAVERNAY"], ["SABFIL", "SABLIER ET FILS"]] as const;

export function inventedFec({ siren, closing, seed }: { siren: string; closing: string; seed: number }): { name: string; bytes: Buffer } {
  const luck = chance(seed);
  const rows: string[] = [];
  const end = `${closing.slice(0, 4)}-${closing.slice(4, 6)}-${closing.slice(6)}`;
  let entry = 0;
  const day = (date: string) => date.replaceAll("-", "");
  const euros = (cents: number) => `${Math.floor(cents / 100)},${String(cents % 100).padStart(2, "0")}`;
  const line = (journal: string, name: string, date: string, account: string, aux: readonly [string, string] | undefined, piece: string, label: string, debit: number, credit: number, lettering = "", lettered = "") =>
    rows.push([journal, name, String(entry), day(date), account, account.startsWith("411") ? "Clients" : label, aux?.[0] ?? "", aux?.[1] ?? "", piece, day(date), label, euros(debit), euros(credit), lettering, day(lettered), day(end), "", ""].join("|"));

  for (const customer of customers) {
    let letter = 0;
    for (let date = addDays(end, -360); date < end; date = addDays(date, luck.between(9, 24))) {
      const cents = luck.between(10_000, 900_000);
      const net = Math.round(cents / 1.2);
      const code = `${String.fromCharCode(65 + Math.floor(letter / 26), 65 + (letter % 26))}`;
      const paidOn = addDays(date, luck.between(20, 70));
      const paid = paidOn < end && luck.happens(0.85);
      const lettering = paid ? code : "";
      if (paid) letter += 1;
      entry += 1;
      const piece = `FA${String(entry).padStart(5, "0")}`;
      line("VE", "Ventes", date, "411000", customer, piece, customer[1], cents, 0, lettering, paid ? paidOn : "");
      line("VE", "Ventes", date, "707000", undefined, piece, "Ventes", 0, net);
      line("VE", "Ventes", date, "445710", undefined, piece, "TVA", 0, cents - net);
      if (!paid) continue;
      entry += 1;
      line("BQ", "Banque", paidOn, "512000", undefined, `VIR${entry}`, "Banque", cents, 0);
      line("BQ", "Banque", paidOn, "411000", customer, `VIR${entry}`, `VIR ${customer[1]}`, 0, cents, lettering, paidOn);
    }
  }
  return { name: `${siren}FEC${closing}.txt`, bytes: Buffer.from(`${head}\r\n${rows.join("\r\n")}\r\n`, "latin1") };
}
