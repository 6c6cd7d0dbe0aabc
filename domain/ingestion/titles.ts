// The titles that French and English exports give to the fields of ours. The order of the table is the order of belief: where two fields know a title,
// or a field has been found already, the first one wins.
import type { About, Field } from "#domain/ingestion/fields.ts";
import { titleKey } from "#domain/text/title.ts";

export type TitleRule = { readonly field: Field; readonly titles: readonly string[] };

const of = (field: Field, list: string): TitleRule => ({ field, titles: list.split(", ").map(titleKey) });

const party = [
  of("customerName", "nom client, raison sociale, customer name, nom du client, client name, nom, name, debtor name, intitule client, intitule"),
  of("entity", "soc, societe, entite, company, entity, company code, cd soc, code societe, etablissement, bukrs, legal entity, business unit"),
];

export const titles: Readonly<Record<About, readonly TitleRule[]>> = {
  items: [
    of("number", "n° piece, no piece, num piece, numero piece, piece, numero, n° facture, no facture, num facture, numero de facture, facture, document, document no, document number, doc no, doc number, invoice, invoice no, invoice number, number, reference piece, ref piece, belnr, num doc, n document, pieceref, voucher"),
    of("customer", "compte, client, code client, cd client, cd clt, code clt, n° client, no client, num client, numero client, compte client, compte tiers, tiers, code tiers, cpt tiers, compte auxiliaire, customer, customer no, customer number, customer code, customer id, account, account no, account number, customer account, debtor, debtor no, kunnr, clt"),
    ...party,
    of("kind", "type, type piece, type de piece, nature, tp, typ, document type, doc type, kind, blart, type doc, categorie"),
    of("issuedOn", "dt piece, date piece, date facture, dt facture, date de facture, date document, date doc, date emission, date d emission, date, invoice date, document date, issue date, issued on, date issued, doc date, posting date, date comptable"),
    of("dueOn", "dt ech, dt echeance, date echeance, date d echeance, echeance, ech, due date, due on, due, date due, net due date, maturity date, date ech"),
    of("amount", "mt ttc dev, mt ttc, montant ttc, montant ttc devise, montant, montant devise, montant initial, montant facture, ttc, amount, invoice amount, total, original amount, total amount, gross amount, amount in currency, document amount, mt devise, mt dev"),
    of("open", "solde, solde devise, solde du, reste du, reste a payer, reste, montant restant, montant du, restant du, mt solde, open, open amount, balance, outstanding, outstanding amount, amount due, remaining, residual, residual amount, open balance"),
    of("currency", "dev, devise, cd devise, code devise, monnaie, currency, currency code, cur, curr, ccy, waers"),
    of("sign", "sens, d c, dc, sens d c, debit credit, sign, dr cr, shkzg, debit credit indicator"),
    of("entityAmount", "mt ttc eur, montant eur, montant ttc eur, contre valeur, contrevaleur, contre valeur eur, montant societe, amount local, local amount, amount in local currency, base amount, amount company currency, amount eur"),
    of("entityOpen", "solde eur, solde local, solde societe, local open amount, open local, open amount local, balance local"),
    of("reference", "ref clt, ref client, reference client, reference, commande client, n° commande, no commande, bon de commande, cde client, votre reference, po, po number, purchase order, customer reference, customer ref, customer po, your reference, your ref, bstkd"),
    of("label", "libelle, lib, libelle ecriture, lib 1, designation, description, text, label, memo, objet, commentaire"),
    of("journal", "journal, jnl, code journal, cd jnl, journalcode, ledger journal"),
    of("salesperson", "cd rep, rep, representant, commercial, vendeur, code representant, code commercial, salesperson, sales person, sales rep, rep code, salesman, account manager"),
    of("collector", "charge de recouvrement, charge recouvrement, recouvreur, credit controller, collector"),
    of("paymentMethod", "mode reg, mode reglement, mode de reglement, md reg, reglement, mode paiement, mode de paiement, payment method, payment mode, method of payment, zlsch"),
    of("terms", "conditions, condition reglement, conditions de reglement, cond reg, delai, delai de paiement, payment terms, terms, terms days, credit terms"),
    of("disputed", "montant litige, mt litige, litige, disputed, disputed amount, amount disputed, in dispute"),
    of("disputeReason", "motif litige, motif du litige, cause litige, dispute reason, reason, dispute code"),
    of("settledOn", "date reglement, date paiement, date solde, dt reg, dt lettrage, date lettrage, cleared on, payment date, paid on, clearing date, settled on, augdt"),
    of("lettering", "lettrage, let, lettre, code lettrage, clearing, clearing document, clearing ref, lettering, match code, augbl"),
    of("account", "cpt gen, compte general, compte collectif, collectif, general account, gl account, control account, hkont"),
    of("payer", "payeur, compte payeur, code payeur, tiers payeur, payer, payer code, bill to, knrze"),
  ],
  customers: [
    of("code", "compte, client, code client, cd client, cd clt, code clt, n° client, no client, num client, numero client, code, code tiers, compte tiers, customer, customer no, customer number, customer code, customer id, account, account number, id, kunnr, debtor"),
    of("name", "nom, raison sociale, nom client, intitule, denomination, libelle, name, customer name, company name, company, trading name, name1"),
    of("legalName", "denomination sociale, nom legal, raison sociale legale, legal name, registered name"),
    of("registration", "siren, siret, registration, registration number, company number, n° siren, n° siret, no siren, numero siren, ein, company no"),
    of("vat", "tva intracom, tva intracommunautaire, n° tva, no tva, numero tva, num tva, tva, vat, vat no, vat number, vat id, vat registration number, ust id, ustid, ust idnr, stceg"),
    of("iban", "iban, iban client, compte iban, customer iban, debtor iban, bank account, account iban, rib"),
    of("country", "pays, cd pays, code pays, country, country code, land1"),
    of("address1", "adresse, adresse 1, adr1, rue, address, address 1, address line 1, street, stras"),
    of("address2", "adresse 2, adr2, address 2, address line 2"),
    of("address3", "adresse 3, adr3, address 3, address line 3"),
    of("postcode", "code postal, cp, postcode, postal code, zip, zip code, pstlz"),
    of("city", "ville, localite, city, town, ort01"),
    of("language", "langue, cd langue, language, lang, spras"),
    of("segment", "segment, categorie, famille, famille client, groupe, category, class, customer group, type client"),
    of("termsDays", "delai, delai reglt, delai reglement, delai jours, nb jours, jours, terms days, days, net days"),
    of("terms", "conditions, conditions de reglement, condition reglement, cond reg, delai de paiement, mode et delai, payment terms, terms, zterm"),
    of("termsEndOfMonth", "fin de mois, fdm, end of month, eom"),
    of("discountRate", "escompte, taux escompte, tx escompte, escompte pct, discount, discount pct, discount percent, discount rate, cash discount, early payment discount, skonto, skonto pct, skonto prozent"),
    of("discountDays", "jours escompte, delai escompte, nb jours escompte, discount days, cash discount days, skonto tage, skontotage"),
    of("collector", "charge de recouvrement, recouvreur, gestionnaire, credit controller, collector, collections agent, charge recouvrement, charge clientele"),
    of("salesperson", "cd rep, rep, representant, commercial, vendeur, salesperson, sales rep, account manager, code commercial"),
    of("payer", "payeur, compte payeur, code payeur, payer, payer code, bill to, bill to customer"),
    of("parent", "groupe, maison mere, societe mere, code groupe, parent, parent code, group, group code, parent customer"),
    of("creditLimit", "encours autorise, encours max, plafond, plafond encours, limite credit, limite de credit, credit limit, limit, encours maximum"),
    of("creditCurrency", "dev, devise, cd devise, code devise, currency, currency code, ccy"),
    of("contactName", "contact, nom contact, interlocuteur, contact name"),
    of("email", "email, e mail, mail, courriel, adresse mail, email address"),
    of("phone", "tel, telephone, n° tel, mobile, phone, phone number"),
  ],
  contacts: [
    of("customer", "compte, client, code client, cd client, cd clt, code clt, n° client, no client, code tiers, customer, customer no, customer number, customer code, account, account number, debtor, kunnr"),
    of("name", "nom, contact, nom contact, nom complet, interlocuteur, name, contact name, full name"),
    of("firstName", "prenom, first name, given name"),
    of("role", "fonction, role, service, titre, function, job title, position, title"),
    of("email", "email, e mail, mail, courriel, adresse mail, adresse email, email address"),
    of("phone", "tel, telephone, n° tel, mobile, portable, phone, phone number, telephone number"),
    of("language", "langue, language, lang"),
  ],
  commitments: [
    of("number", "n° commande, no commande, commande, num commande, numero commande, n° bl, bl, bon de livraison, order, order no, order number, sales order, delivery, delivery note, delivery no, number, numero, document"),
    of("customer", "compte, client, code client, cd client, cd clt, n° client, no client, code tiers, customer, customer no, customer number, customer code, account, debtor, kunnr"),
    ...party,
    of("kind", "type, nature, kind, document type, type piece"),
    of("expectedOn", "date livraison, date prevue, date de livraison, date facturation prevue, expected on, expected date, delivery date, expected invoice date, due date, date"),
    of("amount", "montant, montant ttc, mt ttc, reste a facturer, total, amount, open amount, order amount, value, order value"),
    of("currency", "dev, devise, cd devise, code devise, currency, currency code, ccy"),
  ],
};

