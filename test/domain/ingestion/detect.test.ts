// A file that nobody has described: what is proposed, and why.
import fc from "fast-check";
import { expect, test } from "vitest";
import { detect } from "#domain/ingestion/detect.ts";

const french = [
  "N° PIECE;COMPTE;DT ECH;DT PIECE;MT TTC DEV;SENS;DEV;SOLDE;REF CLT;CD REP;LIB 2;CPT GEN;MODE REG;SOC",
  "FA-26-11893;C-10482;28/12/2026;13/11/2026;15482,10;D;EUR;15482,10;PO 79402;M.DELORME;livr. Nantes;411100;VIR;01",
  "AV-26-00012;C-10482;13/11/2026;13/11/2026;120,00;C;EUR;120,00;;M.DELORME;;411100;VIR;01",
  "the last line is cut where the sample ends",
].join("\r\n");

test("the columns of a French open-item list are recognised, day first, comma for the decimals, signed by SENS", () => {
  const { format, profile, columns } = detect(french, "BAL_CLI_20261124.csv");
  expect(format).toBe("delimited");
  expect(profile).toMatchObject({ about: "items", delimiter: ";", decimal: ",", dates: "DD/MM/YYYY", amounts: "sign" });
  expect(profile!.columns).toEqual({
    "N° PIECE": "number", COMPTE: "customer", "DT ECH": "dueOn", "DT PIECE": "issuedOn", "MT TTC DEV": "amount", SENS: "sign", DEV: "currency", SOLDE: "open", "REF CLT": "reference", "CD REP": "salesperson", "CPT GEN": "account", "MODE REG": "paymentMethod", SOC: "entity",
  });
  expect(columns.find(({ title }) => title === "LIB 2")).toMatchObject({ field: null, example: "livr. Nantes" });
  expect(columns.find(({ title }) => title === "SENS")!.reasons).toContainEqual({ code: "values", values: "D, C" });
  expect(columns.find(({ title }) => title === "REF CLT")!.reasons).toContainEqual({ code: "cells.empty", empty: 1, rows: 2 });
});

test("an English list with credits written positive is signed by its kind", () => {
  const text = "Document No,Type,Customer No,Customer Name,Document Date,Due Date,Amount,Outstanding,Currency\nINV-1,Invoice,UK01,Larder Ltd,2026-11-13,2026-12-13,120.50,120.50,GBP\nCN-1,Credit Memo,UK01,Larder Ltd,2026-11-14,2026-11-14,20.00,20.00,GBP\n";
  expect(detect(text, "receivables.csv").profile).toMatchObject({ about: "items", delimiter: ",", decimal: ".", dates: "YYYY-MM-DD", amounts: "kind" });
});

test("American dates are month first when a day says so", () => {
  expect(detect("Invoice No,Account,Invoice Date,Amount\n1,A,11/13/2026,5.00\n2,B,12/01/2026,6.00\n", "x.csv").profile).toMatchObject({ dates: "MM/DD/YYYY" });
});

test("a list of customers is one, and a book of entries is a FEC", () => {
  expect(detect("Code client;Nom;Adresse;CP;Ville;Pays;Délai\nC1;Arnaud;3 rue du Port;44000;Nantes;FR;45\n", "clients.csv").profile).toMatchObject({ about: "customers", columns: { "Code client": "code", Nom: "name", Adresse: "address1", CP: "postcode", Ville: "city", Pays: "country", Délai: "termsDays" } });
  expect(detect("JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\tPieceRef\tPieceDate\tEcritureLib\tDebit\tCredit\nVE\t\t1\t20260101\t411\t\t\t\t\t\t\t1,00\t0,00\n", "x.txt").format).toBe("fec");
});

test("a list of customers tells accounts, VAT numbers and discounts for early payment, in either language", () => {
  const { profile } = detect("code;name;entity;currency;country;city;vat;parent;terms;discount_pct;discount_days;iban\nC1;Arnaud;01;EUR;FR;Nantes;FR44732829320;;30;2;10;FR1420041010050500013M02606\n", "customers.csv");
  expect(profile).toMatchObject({ about: "customers", columns: { code: "code", vat: "vat", parent: "parent", terms: "terms", discount_pct: "discountRate", discount_days: "discountDays", iban: "iban" } });
  expect(detect("Code client;Nom;SIREN;N° TVA;Escompte;Délai escompte;IBAN\nC1;Arnaud;732829320;FR44732829320;2,00;10;FR1420041010050500013M02606\n", "clients.csv").profile!.columns).toMatchObject({ SIREN: "registration", "N° TVA": "vat", Escompte: "discountRate", "Délai escompte": "discountDays", IBAN: "iban" });
});

test("what says nothing is called unknown, and nothing crashes it", () => {
  expect(detect("Sehr geehrte Damen und Herren", "brief.txt").format).toBe("unknown");
  fc.assert(fc.property(fc.string({ maxLength: 400 }), fc.string(), (text, name) => void detect(text, name)));
});
