// Each right explains itself, to whoever ticks it in the matrix of a role. A right without its words does not compile.
import type { Action } from "#domain/access/rights.ts";

export type Words = { readonly en: string; readonly fr: string };

export const rightWords: Readonly<Record<Action, Words>> = {
  "me.read": { en: "Sign in and see one's own account.", fr: "Se connecter et voir son propre compte." },
  "entity.read": { en: "See the legal entities.", fr: "Voir les entités juridiques." },
  "entity.change": { en: "Add legal entities and change them.", fr: "Ajouter et modifier des entités juridiques." },
  "client.read": { en: "See which programs use the API, and when they did last.", fr: "Voir quels programmes utilisent l'API, et quand pour la dernière fois." },
  "client.change": { en: "Give programs tokens, renew them, take them away.", fr: "Donner des jetons à des programmes, les renouveler, les retirer." },
  "absence.read": { en: "See who is away when, and who covers what.", fr: "Voir qui est absent quand, et qui couvre quoi." },
  "absence.plan": { en: "Plan one's own absence and its cover.", fr: "Planifier sa propre absence et son remplacement." },
  "absence.plan-for-others": { en: "Plan the absence of others and its cover.", fr: "Planifier l'absence d'autres personnes et leur remplacement." },
  "audit.read": { en: "Search and export the audit trail, with values before and after.", fr: "Consulter et exporter la piste d'audit, avec les valeurs avant et après." },
  "timeline.read": { en: "See on a customer who did what and when.", fr: "Voir sur un client qui a fait quoi et quand." },
  "user.read": { en: "See who works here, in which role, and what the roles may do.", fr: "Voir qui travaille ici, dans quel rôle, et ce que les rôles permettent." },
  "user.change": { en: "Invite people, give them roles and limits, disable them.", fr: "Inviter des personnes, leur donner rôles et périmètres, les désactiver." },
  "role.change": { en: "Copy roles and change their rights.", fr: "Copier des rôles et modifier leurs droits." },
  "access.explain": { en: "Ask why somebody can see or do something, and why not.", fr: "Demander pourquoi quelqu'un peut voir ou faire quelque chose, et pourquoi non." },
  "portfolio.read": { en: "See who holds which customers, and who held them when.", fr: "Voir qui suit quels clients, et qui les suivait quand." },
  "portfolio.assign": { en: "Share customers out among collectors, by rules or one by one.", fr: "Répartir les clients entre les chargés de recouvrement, par règles ou un par un." },
  "customer.read": { en: "See customers, their contacts and balances.", fr: "Voir les clients, leurs contacts et leurs soldes." },
  "customer.change": { en: "Change what is ours on a customer: collector, segment, language, links.", fr: "Modifier ce qui est à nous sur un client : chargé de recouvrement, segment, langue, liens." },
  "item.read": { en: "See invoices, credit notes and payments with their history.", fr: "Voir factures, avoirs et paiements avec leur historique." },
  "aged-balance.read": { en: "See the aged balance.", fr: "Voir la balance âgée." },
  "portal.read": { en: "See which contacts may open the customer portal.", fr: "Voir quels contacts peuvent ouvrir le portail client." },
  "portal.open": { en: "Let contacts into the customer portal, and take their access away.", fr: "Ouvrir le portail client à des contacts, et retirer leur accès." },
  "portal.preview": { en: "See the portal exactly as a contact sees it.", fr: "Voir le portail exactement comme un contact le voit." },
  "payment.read": { en: "See what the bank received, and what it was applied to.", fr: "Voir ce que la banque a reçu et ce à quoi cela a été imputé." },
  "payment.apply": { en: "Apply payments to documents, and take it back.", fr: "Lettrer les paiements avec les pièces, et défaire un lettrage." },
  "source.read": { en: "See where data come from and how fresh they are.", fr: "Voir d'où viennent les données et leur fraîcheur." },
  "source.change": { en: "Add sources and change how their files are read.", fr: "Ajouter des sources et modifier la lecture de leurs fichiers." },
  "import.read": { en: "See which files came and how they were read.", fr: "Voir quels fichiers sont arrivés et comment ils ont été lus." },
  "import.inspect": { en: "Open an imported file and its rejected rows.", fr: "Ouvrir un fichier importé et ses lignes rejetées." },
  "import.run": { en: "Send files, repair rejected rows, decide on held files.", fr: "Envoyer des fichiers, réparer les lignes rejetées, décider des fichiers retenus." },
};
