import type { DefaultTexts } from "#domain/dunning/messages/defaults.ts";

export const fr: DefaultTexts = {
  courtesy: {
    subject: "{% if items.one %}Votre facture {{ item.number }} arrive à échéance le {{ item.dueOn }}{% else %}Vos prochaines échéances : {{ asked.total }}{% endif %}",
    preheader: "Un point avant l’échéance : avez-vous tout ce qu’il vous faut ?",
    body: `Bonjour{% if contact.name %} {{ contact.name }}{% endif %},

{% if items.one %}Votre facture {{ item.number }}, d’un montant de **{{ asked.total }}**, arrive à échéance le **{{ item.dueOn }}**.{% else %}Les factures ci-dessous, pour un total de **{{ asked.total }}**, arrivent prochainement à échéance.{% endif %}

Nous voulons simplement nous assurer que vous avez tout reçu pour {% if items.one %}la{% else %}les{% endif %} traiter : facture, numéro de commande, justificatifs de livraison.

[[items]]

S’il vous manque une pièce, ou si une ligne appelle une remarque de votre part, répondez à ce message : nous nous en occuperons avant l’échéance. Si le règlement est déjà programmé, vous n’avez rien à faire.

[[pay]]

Avec nos remerciements,

[[signature]]`,
    sms: "{{ creditor.name }} : votre échéance du {{ item.dueOn }} approche ({{ asked.total }}).{% if link.pay %} Détail : {{ link.pay }}{% endif %}",
  },
  "reminder-1": {
    subject: "{% if items.one %}Facture {{ item.number }} échue le {{ item.dueOn }} : {{ asked.total }}{% else %}Factures échues : {{ asked.total }}{% endif %}",
    preheader: "Un oubli, peut-être ? Le détail et les moyens de paiement sont dans ce message.",
    body: `Bonjour{% if contact.name %} {{ contact.name }}{% endif %},

Sauf erreur de notre part, {% if items.one %}la facture {{ item.number }}, échue le {{ item.dueOn }}, n’a pas encore été réglée{% else %}les factures ci-dessous, aujourd’hui échues, n’ont pas encore été réglées{% endif %}. Il s’agit sans doute d’un simple oubli : nous vous remercions de bien vouloir nous régler **{{ asked.total }}**.

[[items]]

[[pay]]

Si votre paiement s’est croisé avec ce message, merci de ne pas en tenir compte. S’il est programmé, indiquez-nous simplement sa date ; et si quelque chose vous retient de payer, dites-le-nous : nous chercherons une solution avec vous.

[[answers]]

Bien cordialement,

[[signature]]`,
    sms: "{{ creditor.name }} : sauf erreur, {{ asked.total }} restent à régler (échéance du {{ item.dueOn }}).{% if link.pay %} {{ link.pay }}{% endif %} Déjà payé ? Merci d’ignorer ce message.",
  },
  "reminder-2": {
    subject: "Deuxième rappel : {{ asked.total }} à régler",
    preheader: "{% if deadline.on %}Règlement attendu au plus tard le {{ deadline.on }}.{% else %}Règlement attendu à réception de ce message.{% endif %}",
    body: `Bonjour{% if contact.name %} {{ contact.name }}{% endif %},

{% if previous.on %}Malgré notre message du {{ previous.on }}, nous{% else %}Nous{% endif %} n’avons pas reçu le paiement {% if items.one %}de la facture {{ item.number }}, échue depuis le {{ item.dueOn }}{% else %}des factures ci-dessous, dont la plus ancienne est échue depuis le {{ item.dueOn }}{% endif %}.

Nous vous demandons de régler **{{ asked.total }}** {% if deadline.on %}**au plus tard le {{ deadline.on }}**{% else %}à réception de ce message{% endif %}, ou de nous indiquer par retour la date à laquelle ce paiement sera exécuté.

[[items]]

[[pay]]

Si vous contestez une facture, précisez-nous laquelle et pour quel motif. Nous traiterons la part contestée à part ; le reste demeure exigible.

[[legal]]

[[answers]]

Cordialement,

[[signature]]`,
    sms: "{{ creditor.name }} : deuxième rappel, {{ asked.total }} échus restent impayés.{% if link.pay %} Régler : {{ link.pay }}{% endif %}{% if sender.phone %} Une question : {{ sender.phone }}{% endif %}",
  },
  "reminder-3": {
    subject: "Dernier rappel avant mise en demeure : {{ asked.total }}",
    preheader: "{% if deadline.on %}Sans paiement au {{ deadline.on }}, nous vous adresserons une mise en demeure.{% else %}Sans paiement de votre part, nous vous adresserons une mise en demeure.{% endif %}",
    body: `Bonjour{% if contact.name %} {{ contact.name }}{% endif %},

Nos rappels précédents{% if previous.on %}, le dernier en date du {{ previous.on }},{% endif %} sont restés sans effet. À ce jour, **{{ asked.total }}** demeurent impayés ; la plus ancienne échéance remonte au {{ item.dueOn }}.

Ce message est notre dernier rappel amiable. **{% if deadline.on %}Sans règlement intégral au {{ deadline.on }}{% else %}Sans règlement intégral sous huit jours{% endif %}, nous vous adresserons une mise en demeure**, et nous nous réservons la possibilité de suspendre les conditions de crédit qui vous sont accordées.

[[items]]

[[pay]]

[[legal]]

Si vous traversez une difficulté, appelez-nous avant cette date{% if sender.phone %} au {{ sender.phone }}{% endif %} : un échéancier convenu à temps évite des frais à chacun.

[[answers]]

Cordialement,

[[signature]]`,
    sms: "{{ creditor.name }} : dernier rappel avant mise en demeure, {{ asked.total }} impayés.{% if deadline.on %} À régler au plus tard le {{ deadline.on }}.{% endif %}{% if link.pay %} {{ link.pay }}{% endif %}",
  },
  "formal-notice": {
    subject: "Mise en demeure de payer : {{ asked.total }}",
    preheader: "Paiement exigé au plus tard le {{ deadline.on }}.",
    body: `[[parties]]

Madame, Monsieur,

Malgré nos rappels{% if previous.on %}, dont le dernier en date du {{ previous.on }}{% endif %}, les sommes détaillées ci-dessous, dues au titre de nos factures, demeurent impayées à ce jour.

[[items]]

**Par la présente, nous vous mettons en demeure de nous payer la somme de {{ asked.total }} en principal, au plus tard le {{ deadline.on }}.**

[[legal]]

[[claim]]

[[pay]]

À défaut de paiement intégral à cette date, nous engagerons sans autre avis les démarches nécessaires au recouvrement de notre créance, y compris par voie judiciaire.

Si vous contestez tout ou partie de cette créance, ou souhaitez nous proposer un échéancier, écrivez-nous avant cette date.

Si vous avez réglé ces sommes avant de recevoir la présente, nous vous remercions de nous en adresser le justificatif et de ne pas tenir compte de ce courrier.

Nous vous prions d’agréer, Madame, Monsieur, l’expression de nos salutations distinguées.

[[signature]]`,
  },
  statement: {
    subject: "Votre relevé de compte au {{ today }}",
    preheader: "{% if overdue.total %}Dont échu : {{ overdue.total }}.{% else %}Aucune somme échue à ce jour.{% endif %}",
    body: `Bonjour{% if contact.name %} {{ contact.name }}{% endif %},

Voici l’état de votre compte dans nos livres au {{ today }}. {% if overdue.total %}Les sommes échues s’élèvent à **{{ overdue.total }}**.{% else %}Aucune somme n’est échue à ce jour.{% endif %}

[[items]]

Si ce relevé diffère de vos écritures, répondez à ce message en nous indiquant les lignes concernées : nous les rapprocherons avec vous.

[[pay]]

[[answers]]

Bien cordialement,

[[signature]]`,
  },
  "promise-confirmed": {
    subject: "Votre paiement de {{ promise.total }} prévu le {{ promise.on }}",
    preheader: "Nous avons noté votre engagement. Merci.",
    body: `Bonjour{% if contact.name %} {{ contact.name }}{% endif %},

Nous vous remercions de votre réponse et notons votre engagement de nous régler **{{ promise.total }}** le **{{ promise.on }}**. D’ici là, nous ne vous adresserons pas de rappel pour ces factures.

[[items]]

[[pay]]

Si cette date devait changer, prévenez-nous avant qu’elle n’arrive : un simple message suffit.

Bien cordialement,

[[signature]]`,
    sms: "{{ creditor.name }} : nous avons noté votre paiement de {{ promise.total }} le {{ promise.on }}. Merci.",
  },
  "promise-broken": {
    subject: "Votre paiement annoncé pour le {{ promise.on }} ne nous est pas parvenu",
    preheader: "Nous attendions {{ promise.total }}. Où en est ce paiement ?",
    body: `Bonjour{% if contact.name %} {{ contact.name }}{% endif %},

Vous nous aviez annoncé un paiement de **{{ promise.total }}** pour le {{ promise.on }}. Sauf erreur de notre part, nous ne l’avons pas reçu en totalité.

Nous vous demandons de régler **{{ asked.total }}** {% if deadline.on %}**au plus tard le {{ deadline.on }}**{% else %}sans attendre{% endif %}, ou de nous adresser l’avis d’exécution de votre virement s’il est déjà parti.

[[items]]

[[pay]]

Sans nouvelle de votre part, nos rappels reprendront à l’étape où nous les avions suspendus.

[[answers]]

Cordialement,

[[signature]]`,
    sms: "{{ creditor.name }} : votre paiement de {{ promise.total }} annoncé pour le {{ promise.on }} ne nous est pas parvenu.{% if link.pay %} {{ link.pay }}{% endif %}",
  },
  "thank-you": {
    subject: "Nous avons bien reçu votre paiement de {{ payment.total }}",
    preheader: "Merci. Votre compte est à jour de ce règlement.",
    body: `Bonjour{% if contact.name %} {{ contact.name }}{% endif %},

Nous avons bien reçu votre paiement de **{{ payment.total }}** le {{ payment.on }}, et nous vous en remercions. {% if items.count == 0 %}Aucune somme échue ne reste à régler sur votre compte.{% else %}Les documents ci-dessous restent ouverts sur votre compte.{% endif %}

[[items]]

Bien cordialement,

[[signature]]`,
  },
  "dispute-acknowledged": {
    subject: "Nous avons bien reçu votre réclamation{% if dispute.reference %} {{ dispute.reference }}{% endif %}",
    preheader: "La part contestée, {{ dispute.total }}, ne vous est plus réclamée pendant son examen.",
    body: `Bonjour{% if contact.name %} {{ contact.name }}{% endif %},

Nous avons bien reçu votre réclamation{% if dispute.reason %} ({{ dispute.reason }}){% endif %} portant sur **{{ dispute.total }}**. Pendant que nous l’examinons, cette somme ne vous est plus réclamée.

[[items]]

{% if asked.any %}Le reste, soit **{{ asked.total }}**, n’est pas contesté et demeure exigible à son échéance.{% endif %} Si vous avez des pièces à l’appui (bon de livraison, photos, échanges), répondez à ce message en les joignant : votre réclamation sera traitée plus vite.

[[pay]]

Bien cordialement,

[[signature]]`,
  },
  "call-note": {
    subject: "Suite à notre échange du {{ call.on }}",
    preheader: "Le résumé de notre conversation et le détail de votre compte.",
    body: `Bonjour{% if contact.name %} {{ contact.name }}{% endif %},

Je vous remercie{% if call.with %}, ainsi que {{ call.with }},{% endif %} du temps que vous m’avez accordé au téléphone le {{ call.on }}.

{% if call.note %}Voici ce que nous avons retenu : {{ call.note }}{% else %}Comme convenu, vous trouverez ci-dessous le détail des factures dont nous avons parlé.{% endif %}

[[items]]

[[pay]]

Si j’ai mal compris un point, répondez-moi simplement.

Bien cordialement,

[[signature]]`,
  },
};
