// The matrix of a role: kinds of objects down, what is done with them across. An object or a verb without its words does not compile.
import type { Action } from "#domain/access/rights.ts";
import type { Words } from "#domain/access/right-words.ts";

type Noun<A> = A extends `${infer N}.${string}` ? N : never;
type Verb<A> = A extends `${string}.${infer V}` ? V : never;

export const objectWords: Readonly<Record<Noun<Action>, Words>> = {
  me: { en: "Own account", fr: "Compte personnel" },
  customer: { en: "Customers", fr: "Clients" },
  item: { en: "Invoices and other documents", fr: "Factures et autres pièces" },
  "aged-balance": { en: "Aged balance", fr: "Balance âgée" },
  timeline: { en: "What happened on a customer", fr: "Historique des clients" },
  portfolio: { en: "Portfolios", fr: "Portefeuilles" },
  payment: { en: "Payments", fr: "Paiements" },
  "write-off": { en: "Write-offs", fr: "Passages en perte" },
  period: { en: "Closed periods", fr: "Périodes closes" },
  "payer-memory": { en: "Who pays for whom", fr: "Qui paie pour qui" },
  "posting-export": { en: "Postings for the ERP", fr: "Écritures pour l'ERP" },
  "matching-rules": { en: "Matching rules", fr: "Règles de lettrage" },
  dunning: { en: "Reminders as they are set up", fr: "Réglages des relances" },
  policy: { en: "Reminder policies", fr: "Politiques de relance" },
  run: { en: "Reminder runs", fr: "Campagnes de relance" },
  message: { en: "Reminders sent", fr: "Relances envoyées" },
  template: { en: "Texts of reminders", fr: "Textes des relances" },
  "legal-letter": { en: "Legal letters", fr: "Lettres juridiques" },
  evidence: { en: "Evidence files", fr: "Dossiers de preuves" },
  charge: { en: "Interest and fees", fr: "Intérêts et frais" },
  call: { en: "Calls", fr: "Appels" },
  hold: { en: "Holds", fr: "Blocages" },
  "hand-off": { en: "Cases for an agency or a lawyer", fr: "Dossiers de contentieux" },
  signal: { en: "What happens around customers", fr: "Signaux autour des clients" },
  promise: { en: "Promises to pay", fr: "Promesses de paiement" },
  rate: { en: "Interest rates", fr: "Taux d'intérêt" },
  portal: { en: "Customer portal", fr: "Portail client" },
  source: { en: "Data sources", fr: "Sources de données" },
  import: { en: "Imported files", fr: "Fichiers importés" },
  entity: { en: "Legal entities", fr: "Entités juridiques" },
  absence: { en: "Absences and cover", fr: "Absences et remplacements" },
  user: { en: "People", fr: "Personnes" },
  role: { en: "Roles", fr: "Rôles" },
  access: { en: "Who may do what", fr: "Qui peut quoi" },
  client: { en: "API clients", fr: "Clients de l'API" },
  audit: { en: "Audit trail", fr: "Piste d'audit" },
};

/** `see` leaves everything as it is, `act` is daily work, `rule` decides about others' work or for everybody. */
export type VerbKind = "see" | "act" | "rule";
type VerbWords = Words & { readonly kind: VerbKind };

export const verbWords: Readonly<Record<Verb<Action>, VerbWords>> = {
  read: { kind: "see", en: "see", fr: "voir" },
  preview: { kind: "see", en: "preview", fr: "prévisualiser" },
  inspect: { kind: "see", en: "open", fr: "ouvrir" },
  explain: { kind: "see", en: "ask why", fr: "demander pourquoi" },
  change: { kind: "act", en: "change", fr: "modifier" },
  apply: { kind: "act", en: "apply", fr: "lettrer" },
  run: { kind: "act", en: "send and repair", fr: "envoyer et réparer" },
  open: { kind: "act", en: "give access", fr: "donner accès" },
  place: { kind: "act", en: "place and lift", fr: "poser et lever" },
  make: { kind: "act", en: "note", fr: "noter" },
  plan: { kind: "act", en: "plan one's own", fr: "planifier les siennes" },
  note: { kind: "act", en: "note", fr: "noter" },
  propose: { kind: "act", en: "propose", fr: "proposer" },
  import: { kind: "act", en: "import", fr: "importer" },
  write: { kind: "act", en: "write", fr: "rédiger" },
  export: { kind: "see", en: "export", fr: "exporter" },
  waive: { kind: "rule", en: "waive", fr: "abandonner" },
  release: { kind: "rule", en: "release", fr: "libérer" },
  "plan-for-others": { kind: "rule", en: "plan for others", fr: "planifier pour autrui" },
  assign: { kind: "rule", en: "share out", fr: "répartir" },
  publish: { kind: "rule", en: "publish", fr: "publier" },
  switch: { kind: "rule", en: "pause everything", fr: "tout suspendre" },
  decide: { kind: "rule", en: "approve and stop", fr: "approuver et arrêter" },
  approve: { kind: "rule", en: "approve", fr: "approuver" },
  close: { kind: "rule", en: "close", fr: "clore" },
  reopen: { kind: "rule", en: "reopen", fr: "rouvrir" },
  confirm: { kind: "rule", en: "confirm", fr: "confirmer" },
};
