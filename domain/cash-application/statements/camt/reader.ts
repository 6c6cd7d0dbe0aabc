// CAMT.052, .053 and .054 in every version: interim report, statement and advice tell entries in the same words.
//
// The XML is read entry by entry. What sits directly in Stmt, Rpt or Ntfctn and is not understood is kept as unread. An entry that does not end (a file cut
// off in the middle) is an error: half of an entry may lack the half that says it was a reversal.
import { frenchBank } from "#domain/cash-application/statements/camt/account.ts";
import { readBalance } from "#domain/cash-application/statements/camt/balance.ts";
import { readEntry } from "#domain/cash-application/statements/camt/entry.ts";
import { closeDraft, openDraft, type ReadStatement, reject, type StatementDraft } from "#domain/cash-application/statements/draft.ts";
import type { StatementError } from "#domain/cash-application/statements/statement.ts";
import { type Element, lineCounter, readXml, textAt } from "#domain/text/xml.ts";

/** Of an entry that nothing ends, so much is shown. */
const LONGEST = 10_000;
const statementNames = new Set(["Stmt", "Rpt", "Ntfctn"]);
const messages: Readonly<Record<string, string>> = { Stmt: "camt.053", Rpt: "camt.052", Ntfctn: "camt.054" };

export function readCamt(text: string, file?: string): ReadStatement[] {
  const statements: ReadStatement[] = [];
  let draft: StatementDraft | undefined;
  let version: string | undefined;
  let broken: { line: number; message: string } | undefined;
  const begun = new Set<number>();

  const begin = (name: string, loose = false): StatementDraft => {
    finish();
    draft = openDraft(version ?? messages[name] ?? "camt");
    // Entries behind a broken tag stand outside of their statement: they are still of its account.
    const before = loose ? statements.at(-1) : undefined;
    if (before) Object.assign(draft, { id: before.id, number: before.number, account: before.account, bank: before.bank, currency: before.currency });
    return draft;
  };
  const finish = (): void => {
    if (draft) statements.push(closeDraft(settled(draft), file));
    draft = undefined;
  };

  readXml(text, {
    wants: (name, path) => name === "Ntry" || (statementNames.has(path.at(-1) ?? "") && !statementNames.has(name)),
    restarts: (name) => name === "Ntry" || statementNames.has(name),
    onOpen: (name, attributes) => {
      version ??= Object.values(attributes).map((value) => /camt\.05[234]\.\d{3}\.\d{2}/.exec(value)?.[0]).find(Boolean);
      if (statementNames.has(name)) begin(name);
    },
    onClose: (name) => {
      if (statementNames.has(name)) finish();
    },
    onElement: (element, path, raw) => {
      if (element.name === "Ntry") begun.add(element.at);
      readPart(draft ?? begin(path.findLast((name) => statementNames.has(name)) ?? "Stmt", true), element, raw);
    },
    onTorn: (element, path, raw) => {
      const into = draft ?? begin(path.findLast((name) => statementNames.has(name)) ?? "Stmt", true);
      if (element.name === "Ntry") {
        into.records++;
        begun.add(element.at);
      }
      const message = element.name === "Ntry" ? "The entry does not end: the file is cut off or its markup is broken. It was not read." : `${element.name} does not end. It was not read.`;
      reject(into, element.line, element.name, "xml.torn", message, element.name === "Ntry" ? raw : undefined);
    },
    onBroken: (line, message) => void (broken = { line, message }),
  });
  finish();
  if (broken) {
    const error = { line: broken.line, field: "", code: "xml.broken", message: `The file is no well-formed XML: ${broken.message.replace(/\.$/, "")}.` };
    const last = statements.pop() ?? closeDraft(openDraft(version ?? "camt"), file);
    const hidden = hiddenEntries(text, begun);
    statements.push({ ...last, records: last.records + hidden.length, errors: [...last.errors, error, ...hidden] });
  }
  return statements;
}

/** A quote that never closes swallows the tags behind it: entries that the parser could not see are told with what can be shown of them. */
function hiddenEntries(text: string, begun: ReadonlySet<number>): StatementError[] {
  const lineAt = lineCounter(text);
  const openings = [...text.matchAll(/<(?:[\w.-]+:)?Ntry\s*>/g)].map(({ index }) => index);
  return openings.flatMap((at, n) => {
    if (begun.has(at)) return [];
    const raw = text.slice(at, Math.min(openings[n + 1] ?? text.length, at + LONGEST));
    return [{ line: lineAt(at), field: "Ntry", code: "xml.torn", message: "The entry stands behind broken markup. It was not read.", raw }];
  });
}

function readPart(draft: StatementDraft, element: Element, raw: string): void {
  switch (element.name) {
    case "Ntry":
      return readEntry(draft, element, raw);
    case "Id":
      draft.id = textAt(element);
      return;
    case "ElctrncSeqNb":
    case "LglSeqNb":
      draft.number ??= textAt(element);
      return;
    case "StmtPgntn":
    case "RptPgntn":
    case "NtfctnPgntn":
      draft.number = [draft.number, textAt(element, "PgNb")].filter(Boolean).join("/") || null;
      return;
    case "Acct":
      return readAccount(draft, element);
    case "Bal":
      return readBalance(draft, element);
    case "CreDtTm":
    case "FrToDt":
    case "CpyDplctInd":
    case "TxsSummry":
      return;
    default:
      draft.unread.push({ line: element.line, text: raw });
  }
}

function readAccount(draft: StatementDraft, account: Element): void {
  const ids = [textAt(account, "Id", "IBAN"), textAt(account, "Id", "Othr", "Id"), textAt(account, "Id", "PrtryAcct", "Id"), textAt(account, "Id", "BBAN"), textAt(account, "Id", "UPIC")];
  draft.account = ids.find((id) => id !== null)?.replaceAll(" ", "") ?? null;
  draft.bank = textAt(account, "Svcr", "FinInstnId", "BICFI") ?? textAt(account, "Svcr", "FinInstnId", "BIC") ?? frenchBank(draft.account);
  draft.currency = textAt(account, "Ccy");
}

/** The account's currency may be told by its balances or entries alone. */
function settled(draft: StatementDraft): StatementDraft {
  draft.currency ??= draft.opening?.currency ?? draft.closing?.currency ?? draft.entries[0]?.currency ?? null;
  return draft;
}
