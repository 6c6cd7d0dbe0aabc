// How Ardelane's files are read: the mapping profiles that an accountant would have confirmed on the first day.
import type { MappingProfile, Source } from "#domain/ingestion/schema.ts";
import { entities } from "#infra/local/demo/company.ts";
import { accounts } from "#infra/local/demo/bank.ts";
import { sourceOf } from "#infra/local/demo/files.ts";

const kinds = { FA: "invoice", AV: "credit-note", RG: "payment", Invoice: "invoice", "Credit Memo": "credit-note", Payment: "payment" };

/** The demo's files are dropped once. A company expects them every night; here they count as fresh for long enough that the clock can be moved by a quarter. */
const FOR_A_QUARTER = 100 * 24;

const frenchCustomers: MappingProfile = {
  version: 1, about: "customers", delimiter: ";", encoding: "windows-1252", decimal: ",", dates: "DD/MM/YYYY", amounts: "signed",
  columns: { "CODE CLIENT": "code", NOM: "name", "RAISON SOCIALE": "legalName", ADRESSE: "address1", "CODE POSTAL": "postcode", VILLE: "city", PAYS: "country", CATEGORIE: "segment", "DELAI REGLT": "termsDays", "FIN DE MOIS": "termsEndOfMonth", "CHARGE RECOUVREMENT": "collector", "CD REP": "salesperson", EMAIL: "email", TELEPHONE: "phone" },
  defaults: { language: "fr" },
};
const frenchItems: MappingProfile = {
  version: 1, about: "items", delimiter: ";", encoding: "windows-1252", decimal: ",", dates: "DD/MM/YYYY", amounts: "sign",
  columns: {
    SOC: "entity", "N° PIECE": "number", TYPE: "kind", COMPTE: "customer", NOM: "customerName", "DT PIECE": "issuedOn", "DT ECH": "dueOn", "MT TTC DEV": "amount", SENS: "sign", SOLDE: "open", DEV: "currency",
    "REF CLT": "reference", "CD REP": "salesperson", LETTRAGE: "lettering", "DT LETTRAGE": "settledOn", LITIGE: "disputed", "MOTIF LITIGE": "disputeReason",
  },
  values: { kind: kinds },
};
const englishCustomers: MappingProfile = {
  version: 1, about: "customers", delimiter: ",", encoding: "utf-8", decimal: ".", dates: "YYYY-MM-DD", amounts: "signed",
  columns: { "Customer No": "code", Name: "name", "Legal Name": "legalName", Address: "address1", Postcode: "postcode", City: "city", Country: "country", Segment: "segment", "Terms Days": "termsDays", "End Of Month": "termsEndOfMonth", "Credit Controller": "collector", "Sales Rep": "salesperson", Email: "email", Phone: "phone" },
  defaults: { language: "en" },
};
const englishItems = (dates: MappingProfile["dates"]): MappingProfile => ({
  version: 1, about: "items", delimiter: ",", encoding: "utf-8", decimal: ".", dates, amounts: "signed",
  columns: {
    "Document No": "number", Type: "kind", "Customer No": "customer", "Customer Name": "customerName", "Document Date": "issuedOn", "Due Date": "dueOn", Amount: "amount", Outstanding: "open", Currency: "currency",
    "Customer PO": "reference", "Sales Rep": "salesperson", "Clearing Ref": "lettering", "Cleared On": "settledOn", Disputed: "disputed", "Dispute Reason": "disputeReason",
  },
  values: { kind: kinds },
});

const source = (slug: string, name: string, codeSpace: string, entity: (typeof entities)[number], profile: MappingProfile): Source => ({
  id: `src_${slug}`, slug, name, format: "delimited", mode: "full", entityId: entity.id, codeSpace, profile, terms: { days: 30, endOfMonth: false }, freshWithinHours: FOR_A_QUARTER, holdAbovePerMille: 300,
});

/** Every tenant can drop a FEC from the first minute: the file's name says whose it is. */
export const fecSource: Source = { id: "src_fec", slug: "fec", name: "FEC", format: "fec", mode: "full", codeSpace: "fec", terms: { days: 30, endOfMonth: false }, freshWithinHours: 24 * 31, holdAbovePerMille: 300 };

const [sa, uk, inc] = entities;
/** The banks' files: whose account is whose is told once, by the accountant. */
const bank = (slug: string, name: string, entity: (typeof entities)[number], account: string): Source => ({
  id: `src_${slug}`, slug, name, format: "statement", mode: "delta", codeSpace: "bank", bankAccounts: { [account]: entity.id }, terms: { days: 0, endOfMonth: false }, freshWithinHours: FOR_A_QUARTER, holdAbovePerMille: 300,
});

export const demoSources: readonly Source[] = [
  bank("bank-france", "Banque de Cressange (CAMT.053)", sa, accounts.FR),
  bank("bank-uk", "Hartwell Bank (MT940)", uk, accounts.GB),
  bank("bank-us", "Coldwater National (BAI2)", inc, accounts.US),
  source(`${sourceOf.FR}-customers`, "ERP France, clients", "fr", sa, frenchCustomers),
  source(sourceOf.FR, "ERP France", "fr", sa, frenchItems),
  source(`${sourceOf.GB}-customers`, "ERP UK, customers", "uk", uk, englishCustomers),
  source(sourceOf.GB, "ERP UK", "uk", uk, englishItems("YYYY-MM-DD")),
  source(`${sourceOf.US}-customers`, "ERP US, customers", "us", inc, englishCustomers),
  source(sourceOf.US, "ERP US", "us", inc, englishItems("MM/DD/YYYY")),
  fecSource,
];
