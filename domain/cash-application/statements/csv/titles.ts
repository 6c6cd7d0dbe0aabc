// What banks call the columns of their exports, in the languages of Europe, as title keys (domain/text/title.ts). A rule is a pattern on the key; the first
// that fits wins, so narrow names stand before wide ones.
import { titleKey } from "#domain/text/title.ts";

export type Role =
  | "booking" | "value" | "amount" | "debit" | "credit" | "side" | "currency" | "balance" | "counterparty" | "iban" | "bic" | "text" | "reference" | "endToEnd" | "mandate" | "account"
  | "type" | "status" | "fee" | "foreign" | "structured" | "payer" | "payee" | "payerIban" | "payeeIban";

const rules: readonly (readonly [Role, RegExp])[] = [
  ["foreign", /fremdwahrung|foreign|original|originalbetrag|wechselkurs|umrechnungskurs|exchange|koers|rate$|^rate|local(amount|currency)|puvodnicastka|oorspr/],
  ["balance", /saldo|solde|balance|kontostand|egyenleg|zustatek|stanrachunku|disponivel|accountbalance|runningbal/],
  ["fee", /^(fee|fees|frais|gebuhr|gebuhren|poplatek|kosten|charges?|entgelt|provize)|kostenop/],
  ["mandate", /mandat|machtiging|mandaat/],
  ["endToEnd", /endtoend|e2e|kundenreferenz|ende-?zu|endezuende|opdrachtgeverreferentie|clientreference|customerreference|eref/],
  ["structured", /gestructureerde|structuree|structured|betalingskenmerk|^vs$|variabil|variablesymbol|referencestructuree|ocr|viitenumero/],
  ["value", /valuta(datum)?$|^valuta|datevaleur|valeur$|valuedate|valutadato|rentedatum|interestdate|fechavalor|datavaluta|wertstellung|wertstellungsdatum|ertekn|datumproved|executiondate|transactiondate$|datumverrichting|valutering|belegdatum|completeddate$|effective/],
  ["booking", /buchung(s)?(tag|datum)|dateoperation|datecomptable|datedoperation|datumzauct|postingdate|postdate|postedon|bookingdate|boekdatum|boekingsdatum|dateprocessed|datumverrekening|transactiondate|fecha|data(contabile|operazione|operacao|lancamento|mov)|dataksieg|dataoperacji|^dat(e|um|a|o)|date$|datum$|^dag$|created|completed|kirjauspaiva|bokforingsdag|bokforingsdatum|maksupaiva|dato|tranzakciodatum|kuupaev|timestamp|bookedat|dateutc/],
  ["debit", /^(debit|debet|soll|debits?|withdrawals?|ausgang|moneyout|paidout|uit|cargo|addebiti?|dare|uscite|betragsoll|debitamount|outflow|lastschrift|montantdebit|debiteur(eur)?$|belastung|ut|outgoing|spent|obciazenia|debeto)|^debit|withdrawal|paidout|moneyout|montantaudebit/],
  ["credit", /^(credit|haben|credits?|deposits?|eingang|moneyin|paidin|abono|accrediti?|avere|entrate|betraghaben|creditamount|inflow|gutschrift|montantcredit|credito?|in$|incoming|received|uznania)|^credit|deposit|paidin|moneyin|montantaucredit/],
  ["side", /^(afbij|dk|dc|debitcredit|debetcredit|sollhaben|sh|sens|bevetelkiadas|creditdebit(indicator)?|drcr|crdr|cddb|debkred|debitcreditindicator|cdtdbtind|plusminus|sign|richting|direction)/],
  ["currency", /wahrung|waehrung|currency|devise|^munt|^mena|muntsoort|devizanem|valuta$|^ccy|moneda|divisa|waluta|valiuta|isocurrency|monnaie|buchungswahrung|kontowahrung/],
  ["iban", /(tegenrekening|kontonummer|gegenkonto|iban|counterparty(account)?$|counterpartyiban|cprotiuct|cisloprotiuctu|rekeningnummertegenpartij|rekeningtegenpartij|comptebeneficiaire|comptecontrepartie|partnerszamlaszama|kontrahenta|cuentabeneficiario|payeraccount|payeeaccount|compte.*contrepartie|counteraccount(number)?|destaccount|destination)/],
  ["bic", /^(bic|swift|blz|bankleitzahl)/],
  ["counterparty", /(beguenstigt|begunstigt|zahlungspflicht|auftraggeber|empfanger|beneficiary|payee|payer|counterpartyname|counterparty|naam|^name|name$|nazevprotiuctu|nazev|nom(du)?(tiers|contrepartie|beneficiaire|donneur|emetteur)|tiers|contrepartie|contreparty|beneficiario|ordenante|ordinante|odbiorca|nadawca|partnerneve|kontrahent|merchant|saaja|mottagare|avsandare|debiteur|tegenpartij|omschrijvingtegenpartij|handelaar|customername|clientname|donneurdordre|emetteur|zahlungsempfanger|sender|vendor|gavejas|moketojas|sanemejs|maksatajs|maksja)/],
  ["status", /^(status|pending|state|etat|stav|storno|zustand)$|cancellation/],
  ["reference", /^(id|referen|ref$|reference|transactieref|transactionid|transactionref|idtransakce|transactioncode|buchungsreferenz|volgnr|numero(operation|ecriture)?|refer|identifiant|recordid|archiveid|entryreference|megbizasazonosito|bankreference|numoperation|uuid|irasonr|ierakstanr|arhiveerimistunnus)/],
  ["type", /^(type|typ|art|umsatzart|buchungstext|transaktionstyp|transactiontype|code|mutatiesoort|typtransakce|typedoperation|typeoperation|categorie|kategorie|category|tranzakciotipusa|codeoperation|nature|transaction$|kind)/],
  ["amount", /betrag|amount|montant|bedrag|importe|importo|kwota|castka|osszeg|^summe?$|^summa$|^sum$|belop|belob|umsatz(?!text|art|zeit)|monto|valor|suma|value$|transactionamount|gross|nettobetrag|eur$|hodnota|objem/],
  ["text", /verwendungszweck|descri|omschrijving|libelle|communication|memo|mededeling|details?$|^details|text|bemerkung|concepto|causale|message|zprava|poznamka|kozlemeny|narrative|purpose|motif|note|label|particulars|tytul|opis|remittance|mitteilung|comment|info$|reference$|selite|viesti|viestiteksti|meddelande|desc$|bankdesc|toelichting|rubrik|naamomschrijving|reason|subject|objet|bezeichnung|detalle|movement|paaiskinim|paskirtis|informacijasanemejam|selgitus/],
  ["account", /^(auftragskonto|konto|account|rekening|compte|numerocompte|ibanbban|cislouctu|szamlaszam|accountnumber|ordernumber|kontonr|sourceaccount|accountid|rekeningnummer|cuenta)/],
];

/** The account of the statement's owner is called what the other side's is called elsewhere: owner's words first. */
const owner = /^(auftragskonto|auftraggeberkonto|ibanauftraggeberkonto|ibanbban|rekening$|rekeningnummer$|account$|accountno$|accountnumber$|ibanrekening|iban$|konto$|numerodecompte|numerocompte|szamlaszam$|cislouctu$|sourceaccount$|numcompte|compte$|accountid|saskaitosnr|klientakonts|kliendikonto)/;

export function roleOf(title: string): Role | undefined {
  const key = titleKey(title).replace(/[^a-z0-9]/g, "");
  if (key === "") return undefined;
  if (owner.test(key)) return "account";
  return rules.find(([, pattern]) => pattern.test(key))?.[0];
}

/** "Betrag (EUR)", "Withdrawals (SGD)", "Amount CZK": the currency that a title tells. */
export const currencyIn = (title: string): string | null => /(?:\(|\s|_|^)([A-Z]{3})(?:\)|\s|$)/.exec(title)?.[1] ?? null;
