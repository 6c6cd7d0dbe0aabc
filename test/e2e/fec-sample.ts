// A small book of one month, balanced, as an accountant would export it: one customer of the cast, one invoice, half of it paid and not lettered.
const titles = ["JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum", "CompAuxLib", "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate", "Montantdevise", "Idevise"];

type Line = { readonly entry: string; readonly on: string; readonly account: string; readonly customer?: readonly [code: string, name: string]; readonly piece: string; readonly debit?: string; readonly credit?: string };
const row = ({ entry, on, account, customer = ["", ""], piece, debit = "0,00", credit = "0,00" }: Line): string[] => [
  "VE", "Ventes", entry, on, account, "Compte", customer[0], customer[1], piece, on, `Facture ${piece}`, debit, credit, "", "", on, "", "",
];

export const fecName = "732829320FEC20261231.txt";
export function fecOf(customer: readonly [code: string, name: string], piece: string): Buffer {
  const rows = [
    row({ entry: "1", on: "20261005", account: "411000", customer, piece, debit: "1200,00" }),
    row({ entry: "1", on: "20261005", account: "706000", piece, credit: "1000,00" }),
    row({ entry: "1", on: "20261005", account: "445710", piece, credit: "200,00" }),
  ];
  return Buffer.from([titles, ...rows].map((cells) => cells.join("\t")).join("\r\n") + "\r\n", "utf8");
}
