// The files that Ardelane's three ERPs drop: each in the dialect of its country, so that the demo goes through the door that a real company uses.
import type { Buyer, Document, Trade } from "#infra/local/demo/trade.ts";
import type { Country } from "#infra/local/demo/names.ts";

export type DemoFile = { readonly source: string; readonly name: string; readonly bytes: Buffer };
export const sourceOf = { FR: "erp-france", GB: "erp-uk", US: "erp-us" } as const;

/** Customers first, then what is on their accounts. `today` is the day of the export. */
export function demoFiles({ buyers, documents }: Trade, today: string): DemoFile[] {
  const day = today.replaceAll("-", "");
  return (["FR", "GB", "US"] as const).flatMap((country) => {
    const ofCountry = documents.filter(({ buyer }) => buyer.country === country);
    const { customers, items, encoding } = dialects[country];
    return [
      { source: `${sourceOf[country]}-customers`, name: `${customers.file}_${day}.csv`, bytes: Buffer.from(table(customers, buyers.filter((one) => one.country === country)), encoding) },
      { source: sourceOf[country], name: `${items.file}_${day}.csv`, bytes: Buffer.from(table(items, ofCountry), encoding) },
    ];
  });
}

type Sheet<Row> = { readonly file: string; readonly delimiter: string; readonly columns: Readonly<Record<string, (row: Row) => string>> };

const table = <Row>({ delimiter, columns }: Sheet<Row>, rows: readonly Row[]): string =>
  [Object.keys(columns), ...rows.map((row) => Object.values(columns).map((cell) => quoted(cell(row), delimiter)))].map((cells) => `${cells.join(delimiter)}\r\n`).join("");

const quoted = (text: string, delimiter: string): string => (text.includes(delimiter) || text.includes('"') ? `"${text.replaceAll('"', '""')}"` : text);

const units = (minor: number, point: string): string => `${minor < 0 ? "-" : ""}${Math.floor(Math.abs(minor) / 100)}${point}${String(Math.abs(minor) % 100).padStart(2, "0")}`;
const french = (date?: string): string => date?.split("-").reverse().join("/") ?? "";
const american = (date?: string): string => (date ? `${date.slice(5, 7)}/${date.slice(8)}/${date.slice(0, 4)}` : "");
const iso = (date?: string): string => date ?? "";

const frenchCustomers: Sheet<Buyer> = {
  file: "CLIENTS",
  delimiter: ";",
  columns: {
    "CODE CLIENT": (c) => c.code, NOM: (c) => c.name, "RAISON SOCIALE": (c) => c.legalName, ADRESSE: (c) => c.street, "CODE POSTAL": (c) => c.postcode, VILLE: (c) => c.city, PAYS: (c) => c.country, "CATEGORIE": (c) => c.segment,
    "DELAI REGLT": (c) => String(c.terms.days), "FIN DE MOIS": (c) => (c.terms.endOfMonth ? "O" : "N"), "CHARGE RECOUVREMENT": (c) => c.collector, "CD REP": (c) => c.salesperson, EMAIL: (c) => c.email, TELEPHONE: (c) => c.phone,
  },
};

const frenchItems: Sheet<Document> = {
  file: "BAL_CLI",
  delimiter: ";",
  columns: {
    SOC: () => "01", "N° PIECE": (d) => d.number, TYPE: (d) => ({ invoice: "FA", "credit-note": "AV", payment: "RG" })[d.kind], COMPTE: (d) => d.buyer.code, NOM: (d) => d.buyer.name,
    "DT PIECE": (d) => french(d.issuedOn), "DT ECH": (d) => french(d.dueOn), "MT TTC DEV": (d) => units(Math.abs(d.minor), ","), SENS: (d) => (d.minor < 0 ? "C" : "D"), SOLDE: (d) => units(Math.abs(d.open), ","), DEV: () => "EUR",
    "REF CLT": (d) => d.reference, "CD REP": (d) => d.buyer.salesperson, LETTRAGE: (d) => d.lettering ?? "", "DT LETTRAGE": (d) => french(d.settledOn),
    LITIGE: (d) => (d.disputed ? units(d.disputed.minor, ",") : ""), "MOTIF LITIGE": (d) => d.disputed?.reason ?? "",
  },
};

const englishCustomers = (file: string): Sheet<Buyer> => ({
  file,
  delimiter: ",",
  columns: {
    "Customer No": (c) => c.code, Name: (c) => c.name, "Legal Name": (c) => c.legalName, Address: (c) => c.street, Postcode: (c) => c.postcode, City: (c) => c.city, Country: (c) => c.country, Segment: (c) => c.segment,
    "Terms Days": (c) => String(c.terms.days), "End Of Month": (c) => (c.terms.endOfMonth ? "Y" : "N"), "Credit Controller": (c) => c.collector, "Sales Rep": (c) => c.salesperson, Email: (c) => c.email, Phone: (c) => c.phone,
  },
});

const englishItems = (file: string, currency: string, date: (text?: string) => string): Sheet<Document> => ({
  file,
  delimiter: ",",
  columns: {
    "Document No": (d) => d.number, Type: (d) => ({ invoice: "Invoice", "credit-note": "Credit Memo", payment: "Payment" })[d.kind], "Customer No": (d) => d.buyer.code, "Customer Name": (d) => d.buyer.name,
    "Document Date": (d) => date(d.issuedOn), "Due Date": (d) => date(d.dueOn), Amount: (d) => units(d.minor, "."), Outstanding: (d) => units(d.open, "."), Currency: () => currency,
    "Customer PO": (d) => d.reference, "Sales Rep": (d) => d.buyer.salesperson, "Clearing Ref": (d) => d.lettering ?? "", "Cleared On": (d) => date(d.settledOn),
    Disputed: (d) => (d.disputed ? units(d.disputed.minor, ".") : ""), "Dispute Reason": (d) => d.disputed?.reason ?? "",
  },
});

type Dialect = { readonly encoding: "latin1" | "utf8"; readonly customers: Sheet<Buyer>; readonly items: Sheet<Document> };
const dialects: Readonly<Record<Country, Dialect>> = {
  FR: { encoding: "latin1", customers: frenchCustomers, items: frenchItems },
  GB: { encoding: "utf8", customers: englishCustomers("customers_uk"), items: englishItems("receivables_uk", "GBP", iso) },
  US: { encoding: "utf8", customers: englishCustomers("customers_us"), items: englishItems("receivables_us", "USD", american) },
};
