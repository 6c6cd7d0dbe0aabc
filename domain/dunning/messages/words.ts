// The words that stand around a message whatever its template says: heads of columns, labels of totals, buttons. One file per language under words/.
import type { MessageKind } from "#domain/dunning/messages/content.ts";
import { de } from "#domain/dunning/messages/words/de.ts";
import { en } from "#domain/dunning/messages/words/en.ts";
import { es } from "#domain/dunning/messages/words/es.ts";
import { fr } from "#domain/dunning/messages/words/fr.ts";
import { pt } from "#domain/dunning/messages/words/pt.ts";

export const messageLanguages = ["fr", "en", "es", "de", "pt"] as const;
export type MessageLanguage = (typeof messageLanguages)[number];
export const isMessageLanguage = (language: string): language is MessageLanguage => (messageLanguages as readonly string[]).includes(language);

export type Words = {
  /** What the message is, at its head. */
  readonly titles: Readonly<Record<MessageKind, string>>;
  readonly document: string;
  readonly due: string;
  readonly open: string;
  readonly issued: string;
  readonly amount: string;
  readonly disputed: string;
  readonly asked: string;
  readonly currency: string;
  readonly level: string;
  readonly daysLate: string;
  readonly yourOrder: (po: string) => string;
  readonly issuedOn: (date: string) => string;
  readonly late: (days: number) => string;
  readonly dueIn: (days: number) => string;
  readonly reminders: (level: number) => string;
  readonly partDisputed: (amount: string) => string;
  readonly ofAmount: (amount: string) => string;
  readonly noPdf: string;
  readonly totalOpen: string;
  readonly lessDisputed: string;
  readonly lessLater: string;
  readonly lessCredits: string;
  readonly toPay: string;
  readonly balance: string;
  readonly ofWhichOverdue: string;
  readonly creditNote: (number: string, date: string) => string;
  readonly paymentReceived: (number: string, date: string) => string;
  readonly unapplied: string;
  readonly notDueYet: string;
  readonly moreLines: (shown: string, all: string, file: string) => string;
  readonly moreNotDue: (shown: string, all: string) => string;
  readonly pay: string;
  readonly payOnline: string;
  readonly payByTransfer: string;
  readonly holder: string;
  readonly reference: string;
  readonly scan: string;
  readonly quoteReference: string;
  readonly portal: string;
  readonly paid: string;
  readonly wrongContact: string;
  readonly principal: string;
  readonly interest: (percent: string) => string;
  readonly recovery: string;
  readonly totalClaim: string;
  readonly creditor: string;
  readonly debtor: string;
  readonly account: string;
  readonly page: (n: number, of: number) => string;
  readonly carried: string;
  readonly and: string;
  readonly messageNumber: string;
  /** Above a letter: where and when it was written. */
  readonly letterDate: (date: string) => string;
  readonly registered: string;
};

export const wordsOf: Readonly<Record<MessageLanguage, Words>> = { fr, en, es, de, pt };
