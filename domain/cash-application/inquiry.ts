// A prepared message about a payment that could not be placed: to the customer, in his language, or to the salesperson, who knows what was agreed.
// It quotes what the bank said, asks one question, and says what happens without an answer. A person reads it before it goes.
import type { Question } from "#domain/cash-application/next-step.ts";
import type { Payment } from "#domain/cash-application/payment.ts";
import { money, toDecimal } from "#domain/money.ts";

export type Draft = { readonly subject: string; readonly body: string };
export type InquiryLanguage = "fr" | "en";
type About = { readonly payment: Pick<Payment, "minor" | "currency" | "bookedOn" | "text" | "reference" | "payerName">; readonly entity: string; readonly customer: string; readonly by: string; readonly to: string; readonly documents: readonly string[] };

/** Other languages get English until somebody writes them. */
export const languageOfInquiry = (language: string | undefined): InquiryLanguage => (language === "fr" ? "fr" : "en");

export const inquiryToCustomer = (question: Question, language: InquiryLanguage, about: About): Draft => letters[language].customer(question, factsOf(about, language));
export const inquiryToSalesperson = (question: Question, language: InquiryLanguage, about: About): Draft => letters[language].salesperson(question, factsOf(about, language));

type Facts = { readonly amount: string; readonly date: string; readonly text: string; readonly payer: string; readonly entity: string; readonly customer: string; readonly by: string; readonly to: string; readonly documents: string };

function factsOf({ payment, entity, customer, by, to, documents }: About, language: InquiryLanguage): Facts {
  const said = payment.text.trim() || payment.reference || "";
  return { amount: amountIn(language, payment), date: dateIn(language, payment.bookedOn), text: said, payer: payment.payerName ?? customer, entity, customer, by, to, documents: documents.slice(0, 8).join(", ") };
}

const letters: Readonly<Record<InquiryLanguage, { customer: (question: Question, facts: Facts) => Draft; salesperson: (question: Question, facts: Facts) => Draft }>> = {
  fr: {
    customer: (question, f) => ({
      subject: `Votre virement de ${f.amount} du ${f.date}`,
      body: paragraphs(
        f.to ? `Bonjour ${f.to},` : "Bonjour,",
        `Nous avons bien reçu votre virement de ${f.amount} le ${f.date}, et nous vous en remercions.${f.text ? ` Son libellé : « ${f.text} ».` : " Il est arrivé sans libellé."}`,
        askedInFrench[question](f),
        "Tant que nous ne le savons pas, la somme reste sur votre compte et les factures concernées restent ouvertes chez nous.",
        `Cordialement,\n${f.by}\n${f.entity}`,
      ),
    }),
    salesperson: (question, f) => ({
      subject: `${f.customer} : un paiement de ${f.amount} à éclaircir`,
      body: paragraphs(
        f.to ? `Bonjour ${f.to},` : "Bonjour,",
        `${f.customer} a payé ${f.amount} le ${f.date}.${f.text ? ` Libellé de la banque : « ${f.text} ».` : " La banque n'a transmis aucun libellé."}`,
        toldInFrench[question](f),
        `Sais-tu ce qui a été convenu ? Un mot suffit, je m'occupe du lettrage.`,
        f.by,
      ),
    }),
  },
  en: {
    customer: (question, f) => ({
      subject: `Your payment of ${f.amount} on ${f.date}`,
      body: paragraphs(
        f.to ? `Dear ${f.to},` : "Dear Sir or Madam,",
        `Thank you for your payment of ${f.amount}, which reached us on ${f.date}.${f.text ? ` It says: "${f.text}".` : " It came without any details."}`,
        askedInEnglish[question](f),
        "Until we know, the money stays on your account and the invoices concerned stay open with us.",
        `Kind regards,\n${f.by}\n${f.entity}`,
      ),
    }),
    salesperson: (question, f) => ({
      subject: `${f.customer}: a payment of ${f.amount} to clear up`,
      body: paragraphs(
        f.to ? `Hello ${f.to},` : "Hello,",
        `${f.customer} paid ${f.amount} on ${f.date}.${f.text ? ` The bank says: "${f.text}".` : " The bank passed no details on."}`,
        toldInEnglish[question](f),
        "Do you know what was agreed? One line is enough, I do the rest.",
        f.by,
      ),
    }),
  },
};

const askedInFrench: Readonly<Record<Question, (facts: Facts) => string>> = {
  "which-documents": () => "Quelles factures règle-t-il ? Il nous suffit de leurs numéros, ou de votre avis de paiement.",
  "why-short": ({ documents }) => `${documents ? `Il ne couvre pas entièrement ${documents}.` : "Il ne couvre pas entièrement les factures citées."} À quoi correspond la différence : une retenue, un avoir attendu, un acompte ?`,
  "what-for": ({ documents }) => `${documents ? `Il dépasse ce qui est ouvert sur ${documents}.` : "Il dépasse ce qui est ouvert."} Que devons-nous faire du surplus : le garder pour vos prochaines factures, ou vous le rembourser ?`,
  "paid-twice": ({ documents }) => `${documents ? `${documents} nous paraît déjà payé.` : "La même somme nous est déjà parvenue récemment."} S'agit-il d'un second paiement de la même facture, et souhaitez-vous un remboursement ?`,
  "which-advance": () => "S'agit-il d'un acompte ? Merci de nous indiquer la commande ou le devis concerné.",
  "wrong-company": ({ entity }) => `Il semble concerner des factures d'une autre société de notre groupe, alors qu'il est arrivé sur le compte de ${entity}. Pouvez-vous nous le confirmer ?`,
};
const askedInEnglish: Readonly<Record<Question, (facts: Facts) => string>> = {
  "which-documents": () => "Which invoices does it pay? Their numbers, or your remittance advice, are all we need.",
  "why-short": ({ documents }) => `${documents ? `It does not cover ${documents} in full.` : "It does not cover the invoices named in full."} What is the difference for: a deduction, a credit note that you expect, a part payment?`,
  "what-for": ({ documents }) => `${documents ? `It is more than what is open on ${documents}.` : "It is more than what is open."} What shall we do with the rest: keep it for your next invoices, or pay it back?`,
  "paid-twice": ({ documents }) => `${documents ? `${documents} seems to be paid already.` : "The same amount reached us a short while ago."} Is this a second payment of the same invoice, and would you like it back?`,
  "which-advance": () => "Is it a payment in advance? Please tell us the order or the quotation that it belongs to.",
  "wrong-company": ({ entity }) => `It seems to be for invoices of another company of our group, and it reached the account of ${entity}. Could you confirm that?`,
};
const toldInFrench: Readonly<Record<Question, (facts: Facts) => string>> = {
  "which-documents": () => "Je ne trouve pas les factures qu'il règle.",
  "why-short": ({ documents }) => `Il manque quelque chose${documents ? ` sur ${documents}` : ""} : une remise, un litige, un avoir promis ?`,
  "what-for": ({ documents }) => `C'est plus que ce qui est ouvert${documents ? ` sur ${documents}` : ""} : une commande à venir ?`,
  "paid-twice": ({ documents }) => `${documents || "La même somme"} a l'air d'être payé deux fois.`,
  "which-advance": () => "Le libellé parle d'un acompte : pour quelle commande ?",
  "wrong-company": () => "Il semble destiné à une autre société du groupe.",
};
const toldInEnglish: Readonly<Record<Question, (facts: Facts) => string>> = {
  "which-documents": () => "I cannot find the invoices that it pays.",
  "why-short": ({ documents }) => `Something is missing${documents ? ` on ${documents}` : ""}: a rebate, a dispute, a credit note that was promised?`,
  "what-for": ({ documents }) => `It is more than what is open${documents ? ` on ${documents}` : ""}: an order to come?`,
  "paid-twice": ({ documents }) => `${documents || "The same amount"} seems to be paid twice.`,
  "which-advance": () => "The text speaks of an advance: for which order?",
  "wrong-company": () => "It seems to be meant for another company of the group.",
};

const paragraphs = (...parts: readonly string[]): string => parts.join("\n\n");

/** "31 875,40 EUR" and "EUR 31,875.40": exact, and told with the currency's code, which every mail program shows. */
function amountIn(language: InquiryLanguage, { minor, currency }: Pick<Payment, "minor" | "currency">): string {
  const [units = "0", cents] = toDecimal(money(minor, currency)).split(".");
  const grouped = units.replaceAll(/\B(?=(\d{3})+$)/g, language === "fr" ? "\u00a0" : ",");
  return language === "fr" ? `${grouped}${cents ? `,${cents}` : ""}\u00a0${currency}` : `${currency}\u00a0${grouped}${cents ? `.${cents}` : ""}`;
}

const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
function dateIn(language: InquiryLanguage, date: string): string {
  const [year = "", month = "", day = ""] = date.split("-");
  return language === "fr" ? `${day}/${month}/${year}` : `${Number(day)} ${months[Number(month) - 1]} ${year}`;
}
