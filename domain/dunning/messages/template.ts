// A template is what a credit manager writes: a subject, the line that a mailbox shows beside it, a body, and for a telephone a short text.
//
// The body is text with Liquid variables. A blank line begins a paragraph, **two stars** make strong, and a line `[[items]]` stands for a block that we
// draw: the table of invoices, the way to pay, the law. One source gives the HTML, the plain text and the printed letter, so that they cannot say
// different things, and a translator never meets markup. We chose this over MJML, whose compiler is larger than all our functions together and takes
// 16 ms a message: the blocks are few, drawn once as tables that every mail client shows, and a template cannot break them.
import type { MessageKind } from "#domain/dunning/messages/content.ts";
import type { MessageLanguage } from "#domain/dunning/messages/words.ts";

export const blocks = ["parties", "items", "claim", "pay", "legal", "answers", "signature"] as const;
/**
 * parties: who asks whom, for a letter with legal effect · items: the table, its totals · claim: interest and costs, if there is something to tell
 * · pay: link, bank account, reference, code · legal: what the law says (a sentence, or the notice's paragraphs) · answers: "paid", account
 * · signature: the person who writes.
 */
export type Block = (typeof blocks)[number];

export type Template = {
  readonly id: string;
  readonly version: number;
  readonly kind: MessageKind;
  readonly language: MessageLanguage;
  readonly subject: string;
  readonly preheader: string;
  readonly body: string;
  readonly sms?: string;
};

export type Segment = { readonly text: string } | { readonly block: Block } | { readonly unknown: string };

/** The body in order: texts between blocks, each with one or more paragraphs. */
export function segmentsOf(body: string): Segment[] {
  return body
    .split(/^[ \t]*(\[\[[^\]]*\]\])[ \t]*$/m)
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => {
      const name = /^\[\[(.*)\]\]$/.exec(part)?.[1]?.trim();
      if (name === undefined) return { text: part };
      return (blocks as readonly string[]).includes(name) ? { block: name as Block } : { unknown: name };
    });
}

/** The blocks that a message of a kind cannot do without: a formal notice that does not say how to pay, or by which law, is none. */
export const mustHave: Readonly<Record<MessageKind, readonly Block[]>> = {
  courtesy: ["items", "pay", "signature"],
  "reminder-1": ["items", "pay", "answers", "signature"],
  "reminder-2": ["items", "pay", "legal", "answers", "signature"],
  "reminder-3": ["items", "pay", "legal", "answers", "signature"],
  "formal-notice": ["parties", "items", "claim", "legal", "pay", "signature"],
  statement: ["items", "signature"],
  "promise-confirmed": ["pay", "signature"],
  "promise-broken": ["items", "pay", "answers", "signature"],
  "thank-you": ["signature"],
  "dispute-acknowledged": ["signature"],
  "call-note": ["items", "signature"],
};

/** What a formal notice must be called in each language, in its subject: the words give it its effect. */
export const noticeWords: Readonly<Record<MessageLanguage, RegExp>> = {
  fr: /mise en demeure/i,
  en: /formal notice/i,
  de: /letzte außergerichtliche Mahnung/i,
  es: /requerimiento formal de pago/i,
  pt: /interpelação/i,
};
