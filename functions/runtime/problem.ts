// Every error that leaves the API is a problem document (RFC 9457). One table turns codes into statuses and sentences, in the caller's language.
import type { Refused } from "#domain/refusal.ts";

export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly traceId: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
} & Readonly<Record<string, unknown>>;

export type Language = "fr" | "en";
type Entry = readonly [status: number, en: string, fr: string];

const table: Readonly<Record<string, Entry>> = {
  "request.unauthenticated": [401, "Sign in first.", "Identifiez-vous d'abord."],
  "request.forbidden": [403, "Your role does not allow this.", "Votre rôle ne le permet pas."],
  "request.unknown-route": [404, "There is nothing at this address.", "Il n'y a rien à cette adresse."],
  "request.invalid": [422, "Something in the request is not as it must be.", "Un élément de la demande n'est pas conforme."],
  "request.unreadable": [400, "The body is not readable JSON.", "Le corps n'est pas du JSON lisible."],
  "request.key-reused": [422, "This Idempotency-Key was used for another request.", "Cette Idempotency-Key a servi à une autre demande."],
  "request.still-running": [409, "The request with this Idempotency-Key is still being worked on.", "La demande portant cette Idempotency-Key est encore en cours."],
  "request.too-large": [413, "A request holds two megabytes at most; files go to the inbox.", "Une demande contient deux mégaoctets au plus ; les fichiers vont dans la boîte de dépôt."],
  "request.too-many": [429, "Too often in a short time: try again a little later.", "Trop de demandes en peu de temps : réessayez un peu plus tard."],
  "absence.unknown": [404, "There is no such absence.", "Cette absence n'existe pas."],
  "absence.not-yours": [403, "You may only plan your own absence.", "Vous ne pouvez planifier que votre propre absence."],
  "absence.period": [422, "An absence ends after it begins, and lasts a year at most.", "Une absence finit après son début et dure un an au plus."],
  "absence.user-unknown": [422, "There is no such person.", "Cette personne n'existe pas."],
  "absence.delegate-unknown": [422, "Somebody who is to cover is not here any more.", "Un remplaçant n'est plus là."],
  "absence.delegate-is-absent-person": [422, "Nobody covers for oneself.", "On ne se remplace pas soi-même."],
  "absence.overlaps": [409, "This person is already away in these days.", "Cette personne est déjà absente ces jours-là."],
  "absence.circle": [422, "They would cover each other while both are away.", "Ils se remplaceraient l'un l'autre en étant tous deux absents."],
  "absence.not-covering": [403, "You do not cover this work for this person now.", "Vous n'assurez pas ce travail pour cette personne en ce moment."],
  "client.unknown": [404, "There is no such program.", "Ce programme n'existe pas."],
  "client.revoked": [409, "This program's tokens were taken away.", "Les jetons de ce programme ont été retirés."],
  "client.role-unknown": [422, "There is no such role.", "Ce rôle n'existe pas."],
  "client.role-too-wide": [422, "A program may not have a role that makes users, roles or other programs.", "Un programme ne peut pas avoir un rôle qui crée des utilisateurs, des rôles ou d'autres programmes."],
  "client.expiry-out-of-range": [422, "A program's tokens end today at the earliest, and in a year at the latest.", "Les jetons d'un programme expirent au plus tôt aujourd'hui, au plus tard dans un an."],
  "contact.unknown": [404, "There is no such contact.", "Ce contact n'existe pas."],
  "contact.no-address": [422, "This contact has no e-mail address.", "Ce contact n'a pas d'adresse électronique."],
  "portal.no-access": [404, "This contact has no access to the portal.", "Ce contact n'a pas accès au portail."],
  "portal.beyond-scope": [403, "The contact sees companies that you may not see.", "Le contact voit des sociétés que vous ne pouvez pas voir."],
  "portal.link-spent": [401, "This link does not open any more. Ask for another one.", "Ce lien n'ouvre plus. Demandez-en un autre."],
  "portal.signed-out": [401, "Open the portal with a link first.", "Ouvrez d'abord le portail avec un lien."],
  "request.failed": [500, "This failed on our side.", "Une erreur s'est produite chez nous."],
  "user.unknown": [404, "There is no such user.", "Cet utilisateur n'existe pas."],
  "user.email-taken": [409, "Somebody here has this address already.", "Quelqu'un a déjà cette adresse ici."],
  "user.email-elsewhere": [409, "This address signs in to another desk: one address opens one desk.", "Cette adresse ouvre déjà un autre espace : une adresse n'ouvre qu'un espace."],
  "user.name-taken": [409, "Somebody else is known by this name: they would see each other's customers.", "Quelqu'un d'autre est connu sous ce nom : chacun verrait les clients de l'autre."],
  "user.customer-missing": [422, "A customer's contact needs its customer.", "Un contact client a besoin de son client."],
  "user.team-missing": [422, "Whoever sees a team's customers needs a team.", "Qui voit les clients d'une équipe a besoin d'une équipe."],
  "user.last-administrator": [409, "Then nobody could let anybody in any more.", "Plus personne ne pourrait alors donner d'accès."],
  "user.not-yourself": [409, "You cannot take away your own access: ask another administrator.", "Vous ne pouvez pas retirer votre propre accès : demandez à un autre administrateur."],
  "role.unknown": [404, "There is no such role.", "Ce rôle n'existe pas."],
  "role.id-taken": [409, "Another role has this name.", "Un autre rôle porte ce nom."],
  "role.standard": [409, "Standard roles cannot be changed: copy the role and change the copy.", "Les rôles standard ne se modifient pas : copiez le rôle et modifiez la copie."],
  "role.in-use": [409, "People have this role: give them another first.", "Des personnes ont ce rôle : donnez-leur d'abord un autre."],
  "role.changed-meanwhile": [412, "Somebody changed this meanwhile.", "Quelqu'un l'a modifié entre-temps."],
  "right.unknown": [422, "There is no such right.", "Ce droit n'existe pas."],
  "portfolio.changed-meanwhile": [412, "Somebody changed the rules meanwhile: look at them again.", "Les règles ont changé entre-temps : relisez-les."],
  "portfolio.rule-doubled": [422, "Two rules have the same id, or a customer is pinned twice.", "Deux règles ont le même identifiant, ou un client est épinglé deux fois."],
  "resource.unknown": [404, "There is no such object.", "Cet objet n'existe pas."],
  "entity.unknown": [404, "There is no such legal entity.", "Cette entité n'existe pas."],
  "entity.code-taken": [409, "Another entity has this code.", "Une autre entité porte ce code."],
  "customer.unknown": [404, "There is no such customer.", "Ce client n'existe pas."],
  "customer.changed-meanwhile": [412, "Somebody changed this customer meanwhile.", "Ce client a été modifié entre-temps."],
  "customer.circular-link": [422, "A customer cannot be its own payer or parent, not even through others.", "Un client ne peut être son propre payeur ni sa propre maison mère, même indirectement."],
  "item.unknown": [404, "There is no such item.", "Cette pièce n'existe pas."],
  "item.other-currency": [422, "The document is in another currency.", "La pièce est dans une autre devise."],
  "item.other-entity": [422, "The document belongs to another legal entity.", "La pièce appartient à une autre entité."],
  "item.not-open-enough": [409, "Less is open on the document than you want to clear.", "Il reste moins à solder sur la pièce que ce que vous voulez lettrer."],
  "payment.unknown": [404, "There is no such payment.", "Ce paiement n'existe pas."],
  "payment.changed-meanwhile": [409, "Somebody, or the engine, changed this payment meanwhile.", "Ce paiement a été modifié entre-temps, par une personne ou par le moteur."],
  "payment.already-applied": [409, "This payment is already applied.", "Ce paiement est déjà imputé."],
  "payment.on-another-account": [409, "The payment stands on another customer's account. Take it off that account first.", "Le paiement est sur le compte d'un autre client. Retirez-le d'abord de ce compte."],
  "payment.already-decided": [409, "This payment is already decided.", "Ce paiement est déjà traité."],
  "payment.not-enough": [422, "The payment does not hold that much.", "Le paiement ne suffit pas."],
  "payment.does-not-add-up": [422, "A document is named twice, or with nothing to clear.", "Une pièce est citée deux fois, ou sans montant à lettrer."],
  "payer.nothing-known": [404, "Nothing is known of this payer.", "Rien n'est connu de ce payeur."],
  "payer.merged-into-itself": [422, "A name cannot be merged into itself.", "Un nom ne peut pas être fusionné avec lui-même."],
  "lesson.unknown": [404, "No such clearing has taught anything.", "Aucun lettrage de ce genre n'a rien appris."],
  "memory-edit.gone": [404, "There is no such correction.", "Cette correction n'existe pas."],
  "matching-rules.changed-meanwhile": [409, "Somebody changed the rules meanwhile.", "Quelqu'un a modifié les règles entre-temps."],
  "matching-rules.not-sensible": [422, "A limit does not fit its currency, or a debtor is named twice.", "Une limite ne convient pas à sa devise, ou un débiteur est cité deux fois."],
  "matching-rules.no-draft": [409, "There is no draft to publish.", "Il n'y a pas de brouillon à publier."],
  "matching-rules.not-measured": [409, "The draft is not measured yet.", "Le brouillon n'est pas encore mesuré."],
  "matching-rules.needs-another-publisher": [403, "Who changed the rules last does not publish them.", "Qui a modifié les règles en dernier ne les publie pas."],
  "matching-rules.measured-against": [409, "Measured on the last 90 days, these rules would post less surely than they promise.", "Mesurées sur les 90 derniers jours, ces règles lettreraient moins sûrement qu'elles ne le promettent."],
  "payment.has-allocations": [409, "Take back what the payment is applied to first.", "Défaites d'abord les lettrages de ce paiement."],
  "payment.follow-up-empty": [422, "Say what was done, or who looks after the payment.", "Indiquez ce qui a été fait, ou qui suit le paiement."],
  "payment.reason-missing": [422, "Say why.", "Indiquez la raison."],
  "allocation.unknown": [404, "There is no such allocation.", "Ce lettrage n'existe pas."],
  "allocation.already-taken-back": [409, "This allocation has been taken back already.", "Ce lettrage a déjà été défait."],
  "rate.missing": [422, "There is no exchange rate for this day.", "Il n'y a pas de taux de change pour ce jour."],
  "policy.unknown": [404, "There is no such policy.", "Cette politique n'existe pas."],
  "policy.changed-meanwhile": [412, "Somebody changed this draft meanwhile.", "Ce brouillon a été modifié entre-temps."],
  "policy.no-draft": [409, "There is nothing to publish: the newest version is in force.", "Il n'y a rien à publier : la dernière version est en vigueur."],
  "policy.not-publishable": [422, "This policy cannot be published: see the reasons.", "Cette politique ne peut pas être publiée : voyez les raisons."],
  "policy.needs-another-publisher": [403, "Whoever drafted it does not publish it: ask somebody else.", "Qui l'a préparée ne la publie pas : demandez à une autre personne."],
  "hold.unknown": [404, "There is no such hold.", "Ce blocage n'existe pas."],
  "hold.needs-end-or-owner": [422, "A hold needs an end, or an owner who is asked about it.", "Un blocage a besoin d'une fin, ou d'un responsable."],
  "hold.ends-before-it-begins": [422, "The hold would end before it begins.", "Le blocage finirait avant de commencer."],
  "hold.needs-note": [422, "Say why.", "Indiquez la raison."],
  "hold.not-by-hand": [422, "Quittance sets and lifts this hold by itself.", "Quittance pose et lève ce blocage de lui-même."],
  "hold.needs-manager": [403, "This needs a manager.", "Ceci demande un responsable."],
  "hold.over": [409, "This hold is over already.", "Ce blocage est déjà terminé."],
  "message.unknown": [404, "There is no such message.", "Ce message n'existe pas."],
  "message.not-awaiting-approval": [409, "This message waits for nobody's approval.", "Ce message n'attend pas d'approbation."],
  "message.needs-another-approver": [403, "Whoever published the policy does not approve its messages: ask somebody else.", "Qui a publié la politique n'approuve pas ses messages : demandez à une autre personne."],
  "message.not-sendable": [409, "This message is on its way or done.", "Ce message est parti ou terminé."],
  "message.changed-meanwhile": [409, "This message moved on meanwhile.", "Ce message a évolué entre-temps."],
  "promise.unknown": [404, "There is no such promise.", "Cette promesse n'existe pas."],
  "promise.date-past": [422, "A promise is for today or later.", "Une promesse vaut pour aujourd'hui ou plus tard."],
  "promise.currencies-mixed": [422, "A promise is in one currency.", "Une promesse est dans une seule devise."],
  "promise.line-unknown": [422, "The promise names something that is not on this account, or no amount.", "La promesse cite une pièce qui n'est pas sur ce compte, ou sans montant."],
  "promise.ended": [409, "This promise is over already.", "Cette promesse est déjà terminée."],
  "source.unknown": [404, "There is no such source.", "Cette source n'existe pas."],
  "source.slug-taken": [409, "Another source has this folder.", "Une autre source utilise ce dossier."],
  "source.profile-missing": [422, "A delimited source needs a mapping profile.", "Une source délimitée a besoin d'un profil de correspondance."],
  "import.unknown": [404, "There is no such import.", "Cet import n'existe pas."],
  "import.still-running": [409, "This import is still running.", "Cet import est encore en cours."],
  "import.not-held": [409, "This import is not waiting for a decision.", "Cet import n'attend pas de décision."],
  "import.not-quarantined": [409, "This file is not in quarantine.", "Ce fichier n'est pas en quarantaine."],
};

/** Codes that the table knows; a test holds every route's refusals against it. */
export const problemCodes: ReadonlySet<string> = new Set(Object.keys(table));

export function problem(code: string, traceId: string, language: Language, more: Partial<Problem> = {}): Problem {
  const [status, en, fr] = table[code] ?? table["request.failed"]!;
  return { type: `urn:quittance:problem:${code}`, title: code, status, code, detail: language === "fr" ? fr : en, traceId, ...more };
}

export const problemOf = (refusal: Refused, traceId: string, language: Language): Problem =>
  problem(refusal.code, traceId, language, refusal.values ? { values: refusal.values } : {});
