// What the pages behind the links in our messages say.
import type { MessageLanguage } from "#domain/dunning/messages/words.ts";

export type VisitWords = {
  readonly gone: string; readonly goneSays: string;
  readonly paid: string; readonly paidSays: string; readonly paidButton: string; readonly paidDone: string; readonly paidDoneSays: (until: string) => string;
  readonly wrong: string; readonly wrongSays: string; readonly wrongButton: string; readonly wrongDone: string; readonly wrongDoneSays: string;
  readonly pay: string; readonly payChoose: string; readonly payButton: (amount: string) => string; readonly nothingDue: string; readonly nothingDueSays: string; readonly payFails: string; readonly payFailsSays: string; readonly thanks: string; readonly thanksSays: string;
  readonly missing: string; readonly missingSays: string; readonly tooOften: string; readonly tooOftenSays: string;
};

export const visitWords: Readonly<Record<MessageLanguage, VisitWords>> = {
  fr: {
    gone: "Ce lien n’ouvre plus", goneSays: "Il a expiré ou n’est pas complet. Répondez simplement au message que vous avez reçu : nous vous aiderons.",
    paid: "Vous avez déjà payé ?", paidSays: "Merci de nous le dire : les relances s’arrêtent le temps que le paiement nous parvienne.", paidButton: "Oui, le paiement est parti",
    paidDone: "C’est noté, merci", paidDoneSays: (until) => `Aucune relance ne partira jusqu’au ${until}, le temps que la banque nous l’annonce.`,
    wrong: "Ce message ne vous concerne pas ?", wrongSays: "Dites-nous quelle adresse ne convient pas : nous ne l’utiliserons plus.", wrongButton: "Ne plus écrire à cette adresse",
    wrongDone: "C’est noté, merci", wrongDoneSays: "Cette adresse ne recevra plus nos relances. Veuillez nous excuser.",
    pay: "Payer en ligne", payChoose: "Choisissez ce que vous réglez.", payButton: (amount) => `Payer ${amount}`, nothingDue: "Rien à payer", nothingDueSays: "Tout ce que ce message demandait est réglé. Merci !",
    payFails: "Le paiement en ligne ne répond pas", payFailsSays: "Réessayez dans quelques minutes, ou payez par virement : les coordonnées figurent dans le message.", thanks: "Merci pour votre paiement", thanksSays: "Votre compte est mis à jour dès que la banque nous le confirme.",
    missing: "Document introuvable", missingSays: "Nous ne trouvons pas ce document pour l’instant. Répondez au message : nous vous l’enverrons.", tooOften: "Trop de demandes", tooOftenSays: "Réessayez dans une minute.",
  },
  en: {
    gone: "This link does not open any more", goneSays: "It has expired or is not complete. Simply reply to the message that you received, and we will help.",
    paid: "Have you already paid?", paidSays: "Thank you for telling us: reminders stop until the payment reaches us.", paidButton: "Yes, the payment is on its way",
    paidDone: "Noted, thank you", paidDoneSays: (until) => `No reminder will be sent until ${until}, while we wait to hear from the bank.`,
    wrong: "Is this message not for you?", wrongSays: "Tell us which address is the wrong one, and we will not use it again.", wrongButton: "Do not write to this address",
    wrongDone: "Noted, thank you", wrongDoneSays: "This address will not receive our reminders again. We are sorry to have troubled you.",
    pay: "Pay online", payChoose: "Choose what you pay.", payButton: (amount) => `Pay ${amount}`, nothingDue: "Nothing to pay", nothingDueSays: "Everything that this message asked for is settled. Thank you!",
    payFails: "Online payment does not answer", payFailsSays: "Try again in a few minutes, or pay by transfer: the details are in the message.", thanks: "Thank you for your payment", thanksSays: "Your account is brought up to date as soon as the bank confirms it.",
    missing: "Document not found", missingSays: "We cannot find this document at the moment. Reply to the message, and we will send it.", tooOften: "Too many requests", tooOftenSays: "Try again in a minute.",
  },
  es: {
    gone: "Este enlace ya no se abre", goneSays: "Ha caducado o no está completo. Responda al mensaje que recibió y le ayudaremos.",
    paid: "¿Ya ha pagado?", paidSays: "Gracias por decírnoslo: los recordatorios se detienen hasta que nos llegue el pago.", paidButton: "Sí, el pago está en camino",
    paidDone: "Anotado, gracias", paidDoneSays: (until) => `No enviaremos recordatorios hasta el ${until}, a la espera de la confirmación del banco.`,
    wrong: "¿Este mensaje no es para usted?", wrongSays: "Díganos qué dirección no es correcta y no volveremos a usarla.", wrongButton: "No escribir más a esta dirección",
    wrongDone: "Anotado, gracias", wrongDoneSays: "Esta dirección no recibirá más recordatorios. Disculpe las molestias.",
    pay: "Pagar en línea", payChoose: "Elija qué desea pagar.", payButton: (amount) => `Pagar ${amount}`, nothingDue: "Nada que pagar", nothingDueSays: "Todo lo que pedía este mensaje está pagado. ¡Gracias!",
    payFails: "El pago en línea no responde", payFailsSays: "Inténtelo dentro de unos minutos o pague por transferencia: los datos figuran en el mensaje.", thanks: "Gracias por su pago", thanksSays: "Su cuenta se actualizará en cuanto el banco lo confirme.",
    missing: "Documento no encontrado", missingSays: "No encontramos este documento por ahora. Responda al mensaje y se lo enviaremos.", tooOften: "Demasiadas solicitudes", tooOftenSays: "Inténtelo dentro de un minuto.",
  },
  de: {
    gone: "Dieser Link öffnet sich nicht mehr", goneSays: "Er ist abgelaufen oder unvollständig. Antworten Sie einfach auf die erhaltene Nachricht, wir helfen Ihnen gern.",
    paid: "Haben Sie schon bezahlt?", paidSays: "Danke für den Hinweis: Bis die Zahlung bei uns eingeht, erinnern wir nicht weiter.", paidButton: "Ja, die Zahlung ist unterwegs",
    paidDone: "Notiert, vielen Dank", paidDoneSays: (until) => `Bis zum ${until} verschicken wir keine Erinnerung und warten auf die Nachricht der Bank.`,
    wrong: "Ist diese Nachricht nicht für Sie bestimmt?", wrongSays: "Sagen Sie uns, welche Adresse falsch ist; wir verwenden sie nicht mehr.", wrongButton: "Nicht mehr an diese Adresse schreiben",
    wrongDone: "Notiert, vielen Dank", wrongDoneSays: "Diese Adresse erhält keine Erinnerungen mehr. Bitte entschuldigen Sie die Störung.",
    pay: "Online bezahlen", payChoose: "Wählen Sie, was Sie bezahlen.", payButton: (amount) => `${amount} bezahlen`, nothingDue: "Nichts zu bezahlen", nothingDueSays: "Alles, worum diese Nachricht bat, ist beglichen. Vielen Dank!",
    payFails: "Die Online-Zahlung antwortet nicht", payFailsSays: "Versuchen Sie es in einigen Minuten noch einmal oder überweisen Sie: Die Angaben stehen in der Nachricht.", thanks: "Vielen Dank für Ihre Zahlung", thanksSays: "Ihr Konto wird aktualisiert, sobald die Bank die Zahlung bestätigt.",
    missing: "Dokument nicht gefunden", missingSays: "Wir finden dieses Dokument im Moment nicht. Antworten Sie auf die Nachricht, wir schicken es Ihnen.", tooOften: "Zu viele Anfragen", tooOftenSays: "Versuchen Sie es in einer Minute noch einmal.",
  },
  pt: {
    gone: "Esta ligação já não abre", goneSays: "Expirou ou não está completa. Responda à mensagem que recebeu e nós ajudamos.",
    paid: "Já pagou?", paidSays: "Obrigado por nos dizer: os avisos param até o pagamento nos chegar.", paidButton: "Sim, o pagamento já seguiu",
    paidDone: "Registado, obrigado", paidDoneSays: (until) => `Não enviaremos avisos até ${until}, enquanto aguardamos a confirmação do banco.`,
    wrong: "Esta mensagem não é para si?", wrongSays: "Diga-nos qual é o endereço errado e deixaremos de o usar.", wrongButton: "Não escrever mais para este endereço",
    wrongDone: "Registado, obrigado", wrongDoneSays: "Este endereço não receberá mais avisos. Pedimos desculpa pelo incómodo.",
    pay: "Pagar online", payChoose: "Escolha o que vai pagar.", payButton: (amount) => `Pagar ${amount}`, nothingDue: "Nada a pagar", nothingDueSays: "Tudo o que esta mensagem pedia está pago. Obrigado!",
    payFails: "O pagamento online não responde", payFailsSays: "Tente dentro de alguns minutos ou pague por transferência: os dados estão na mensagem.", thanks: "Obrigado pelo seu pagamento", thanksSays: "A sua conta é atualizada assim que o banco o confirmar.",
    missing: "Documento não encontrado", missingSays: "De momento não encontramos este documento. Responda à mensagem e enviá-lo-emos.", tooOften: "Demasiados pedidos", tooOftenSays: "Tente dentro de um minuto.",
  },
};
