// How many reminders does one core compose? A customer of ten lines, with credits, interest and a payment code: HTML, text and the code's picture, and
// then the whole mail in its wire form. Letters apart. In Tryton 6.0, on the same world, a dunning takes about 5 ms and a processed mail 40 ms.
import { compose, letterSheet } from "#domain/dunning/messages/compose.ts";
import { defaultTemplate } from "#domain/dunning/messages/defaults.ts";
import type { MessageContent } from "#domain/dunning/messages/content.ts";
import { messageLanguages } from "#domain/dunning/messages/words.ts";
import { mimeOf } from "#functions/dunning/channels/mime.ts";
import { letterPdf } from "#functions/dunning/documents/letter.ts";
import { paymentCodePng } from "#functions/dunning/documents/payment-code.ts";
import { contentOf, manyLines } from "#test/world/messages.ts";

const COUNT = 2_000;
const TARGET = 300;

export async function run(): Promise<void> {
  const contents = Array.from({ length: COUNT }, (_, n) => debtor(n));
  const templates = messageLanguages.map((language) => defaultTemplate("reminder-2", language));
  const composed = (n: number) => {
    const { sheet, subject, html, text } = compose(contents[n]!, templates[n % templates.length]!);
    const pay = sheet.parts.find((part) => part.part === "pay");
    return { subject, html, text, code: pay?.part === "pay" && pay.code ? paymentCodePng(pay.code.payload) : undefined };
  };
  for (let n = 0; n < 300; n++) composed(n);
  const perSecond = rate(COUNT, (n) => void composed(n));
  print("messages composed per CPU second: HTML, text, payment code, 10 lines, five languages", perSecond, perSecond >= TARGET ? `target ${TARGET} met` : `target ${TARGET} missed`);
  print("the same, in wire form (MIME)", rate(COUNT, (n) => {
    const { subject, html, text, code } = composed(n);
    mimeOf({ from: { address: "a@valdre.example" }, to: [{ address: "b@ocelia.example" }], subject, html, text, date: "2026-11-24T08:30:00Z", pictures: code ? [{ id: "payment-code", name: "code.png", contentType: "image/png", content: code }] : [] });
  }));
  const large = { ...contentOf("statement", { lines: manyLines(10_000, ["EUR", "USD", "GBP"]), credits: [] }) };
  print("statements of 10,000 lines per CPU second", rate(30, () => void compose(large, templates[0]!)));
  print("letters (PDF) per CPU second", rate(100, (n) => void letter(contents[n]!)));
  print("letters of 1,000 lines per CPU second", rate(3, () => void letter(contentOf("reminder-3", { lines: manyLines(1_000) }))));
}

const debtor = (n: number): MessageContent => contentOf("reminder-2", { id: `msg_${n}`, lines: manyLines(10 + (n % 3)), credits: [], debtor: { ...contentOf("reminder-2").debtor, name: `Client ${n}`, code: `C-${n}` } });

const letter = (content: MessageContent): Buffer => letterPdf({ sheet: letterSheet(content, defaultTemplate(content.kind, "fr")), from: content.creditor, to: content.debtor, registered: false, at: "2026-11-24T08:30:00Z" });

/** By CPU seconds, all threads of the process together: what other programs do on the machine does not count. */
function rate(count: number, work: (n: number) => void): number {
  const start = process.cpuUsage();
  for (let n = 0; n < count; n++) work(n);
  const { user, system } = process.cpuUsage(start);
  return (count * 1_000_000) / (user + system);
}

const print = (what: string, figure: number, more = ""): void => console.log(`  ${figure.toLocaleString("en", { maximumFractionDigits: figure < 10 ? 1 : 0 }).padStart(8)}  ${what}${more ? ` (${more})` : ""}`);

if (import.meta.main) await run();
