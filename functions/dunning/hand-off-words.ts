// What an agency, a bailiff or a lawyer reads: the mail with the link, the page behind it, and what the file says that it lacks.
import type { Gap } from "#domain/dunning/hand-off/gap.ts";
import type { MessageLanguage } from "#domain/dunning/messages/words.ts";

export type HandOffWords = { readonly subject: (creditor: string, debtor: string) => string; readonly says: (creditor: string, debtor: string, claim: string, until: string) => readonly string[]; readonly page: (debtor: string) => string; readonly pageSays: string; readonly button: string };

export const handOffWords: Readonly<Record<MessageLanguage, HandOffWords>> = {
  fr: {
    subject: (creditor, debtor) => `${creditor} : dossier de recouvrement ${debtor}`,
    says: (creditor, debtor, claim, until) => ["Bonjour,", `${creditor} vous transmet le dossier de ${debtor} : ${claim} échus et non contestés. Il contient le décompte, les factures, les relances avec leurs preuves et les interlocuteurs.`, `Le lien ci-dessous ouvre jusqu’au ${until}.`],
    page: (debtor) => `Dossier de recouvrement ${debtor}`, pageSays: "Une archive zip, avec l’empreinte de chaque fichier. Elle contient des données confidentielles.", button: "Télécharger le dossier",
  },
  en: {
    subject: (creditor, debtor) => `${creditor}: collection file ${debtor}`,
    says: (creditor, debtor, claim, until) => ["Hello,", `${creditor} hands you the case of ${debtor}: ${claim} overdue and not disputed. It holds the statement, the invoices, the reminders with their proof, and whom to speak to.`, `The link below opens until ${until}.`],
    page: (debtor) => `Collection file ${debtor}`, pageSays: "One zip archive, with a digest of every file. It holds confidential data.", button: "Download the file",
  },
  de: {
    subject: (creditor, debtor) => `${creditor}: Inkassoakte ${debtor}`,
    says: (creditor, debtor, claim, until) => ["Guten Tag,", `${creditor} übergibt Ihnen den Fall ${debtor}: ${claim} fällig und unbestritten. Die Akte enthält Kontoauszug, Rechnungen, Mahnungen mit Nachweisen und die Ansprechpartner.`, `Der Link gilt bis ${until}.`],
    page: (debtor) => `Inkassoakte ${debtor}`, pageSays: "Ein Zip-Archiv mit der Prüfsumme jeder Datei. Es enthält vertrauliche Daten.", button: "Akte herunterladen",
  },
  es: {
    subject: (creditor, debtor) => `${creditor}: expediente de cobro ${debtor}`,
    says: (creditor, debtor, claim, until) => ["Buenos días:", `${creditor} le entrega el expediente de ${debtor}: ${claim} vencidos y no impugnados. Contiene el extracto, las facturas, los recordatorios con sus pruebas y las personas de contacto.`, `El enlace siguiente se abre hasta el ${until}.`],
    page: (debtor) => `Expediente de cobro ${debtor}`, pageSays: "Un archivo zip con la huella de cada fichero. Contiene datos confidenciales.", button: "Descargar el expediente",
  },
  pt: {
    subject: (creditor, debtor) => `${creditor}: processo de cobrança ${debtor}`,
    says: (creditor, debtor, claim, until) => ["Bom dia,", `${creditor} entrega-lhe o processo de ${debtor}: ${claim} vencidos e não contestados. Contém o extrato, as faturas, os avisos com as suas provas e os interlocutores.`, `A ligação abaixo abre até ${until}.`],
    page: (debtor) => `Processo de cobrança ${debtor}`, pageSays: "Um arquivo zip com a impressão digital de cada ficheiro. Contém dados confidenciais.", button: "Descarregar o processo",
  },
};

type GapWords = { readonly invoice: (number: string) => string; readonly proof: (n: string) => string };
const lacks: Readonly<Record<MessageLanguage, GapWords>> = {
  fr: { invoice: (number) => `Facture ${number}`, proof: (n) => `Preuve de la relance ${n}` },
  en: { invoice: (number) => `Invoice ${number}`, proof: (n) => `Proof of reminder ${n}` },
  de: { invoice: (number) => `Rechnung ${number}`, proof: (n) => `Nachweis der Mahnung ${n}` },
  es: { invoice: (number) => `Factura ${number}`, proof: (n) => `Prueba del recordatorio ${n}` },
  pt: { invoice: (number) => `Fatura ${number}`, proof: (n) => `Prova do aviso ${n}` },
};

export const gapWords = (language: MessageLanguage, gap: Gap): string => (gap.code === "invoice" ? lacks[language].invoice(gap.number) : lacks[language].proof(gap.n === undefined ? "" : String(gap.n)).trim());
