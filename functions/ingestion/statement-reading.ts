// A bank's file: every credit in it becomes a payment, once, whichever file tells it first. A line that cannot be read is a reject of the run and blocks no
// other. What the bank took is kept beside them (debits/debit.ts); for the run it is skipped, as announcements are, which the raw file keeps.
//
// The id of a payment is made of the entry's identity (account, date, amount, the bank's reference), so the same file again, a .054 before its .053, or a
// process that died in the middle create nothing twice.
//
// The bytes of a bank are parsed by a function of their own (parse-statement.ts), which has no key to the table; here its result is read.
import { bankStatementOf } from "#domain/cash-application/bank-statement.ts";
import { debitsOf, type Debit } from "#domain/cash-application/debits/debit.ts";
import { received, type Received } from "#domain/cash-application/payment.ts";
import { mayBeSecond } from "#domain/cash-application/statements/identity.ts";
import { fromParsed, parsedKeyOf, type ParseOrder } from "#domain/cash-application/statements/parsed.ts";
import type { Entry, Part, Statement } from "#domain/cash-application/statements/statement.ts";
import { decimalText } from "#domain/cash-application/statements/amount.ts";
import { namedId } from "#domain/id.ts";
import type { LegalEntity } from "#domain/ledger/schema.ts";
import { money, toJson } from "#domain/money.ts";
import type { Reason } from "#domain/reason.ts";
import { paymentReceived, statementRead } from "#events/cash-application.ts";
import { statementQueue } from "#functions/ingestion/ports.ts";
import { type Job, type Later, type Reading, tooManyRejects } from "#functions/ingestion/reading.ts";
import type { RunFact, StoredReject } from "#functions/store/ingestion.ts";
import { bankDebitStore } from "#functions/store/bank-debit.ts";
import { bankStatementStore } from "#functions/store/bank-statement.ts";
import { paymentStore, type PaymentStore } from "#functions/store/payment.ts";

type Placed = { readonly statement: Statement; readonly entity: LegalEntity };

export async function readStatement(job: Job): Promise<Reading | Later> {
  const { run, source, stores, known, lake } = job;
  const last = source.scopes["statement"];
  if (last?.sha256 === known.sha256) return { outcome: "duplicate", facts: {}, reasons: [{ code: "file.same-as-last" }] };
  const parsed = await lake.read(parsedKeyOf(stores.imports.tenant, run.id));
  if (!parsed) {
    await statementQueue()([{ tenant: stores.imports.tenant, runId: run.id, key: run.key, fileName: run.fileName, as: "statement" } satisfies ParseOrder]);
    return { outcome: "later" };
  }
  const statements = fromParsed<Statement>(new TextDecoder().decode(parsed));
  const entries = statements.flatMap((statement) => statement.entries);
  const rejects = statements.flatMap(({ errors }) => errors.map(rejectOf));
  if (entries.length === 0 && rejects.length > 0)
    return { outcome: "failed", facts: { rows: 0, rejected: rejects.length }, reasons: rejects.slice(0, 5).map(({ code, line }) => ({ code, line })) };
  if (tooManyRejects(rejects.length, entries.length + rejects.length))
    return {
      outcome: "failed",
      facts: { rows: entries.length, rejected: rejects.length },
      reasons: [{ code: "file.too-many-rejects", rejected: rejects.length, first: rejects[0]!.code }],
    };

  const placed = place(statements, await stores.ledger.entities(), job);
  if (!Array.isArray(placed)) return { outcome: "failed", facts: { rows: entries.length }, reasons: [placed] };
  const found = placed.flatMap((one) => receiptsOf(one, job));
  const created = await keep(paymentStore(stores.imports.tenant), found, job);
  await keepStatements(placed, job);
  const debits = await keepDebits(placed, job);
  const entityIds = [...new Set([...found.map(({ receipt }) => receipt.entityId), ...debits.map(({ entityId }) => entityId)])];
  const asOf =
    statements
      .flatMap(({ closing }) => closing?.date ?? [])
      .toSorted()
      .at(-1) ??
    entries
      .flatMap(({ bookingDate }) => bookingDate ?? [])
      .toSorted()
      .at(-1);
  const tells: RunFact[] = [
    {
      name: statementRead.name,
      occurredAt: job.now,
      actor: { type: "source", id: source.id, run: run.id },
      causedBy: run.id,
      data: { runId: run.id, sourceId: source.id, entityIds, payments: created, known: found.length - created },
    },
  ];
  return {
    outcome: "staged",
    chunks: 0,
    rejects,
    scope: "statement",
    tells,
    facts: {
      rows: entries.length + rejects.length,
      created,
      unchanged: found.length - created,
      skipped: entries.length - new Set(found.map(({ entry }) => entry)).size,
      rejected: rejects.length,
      controls: statements.flatMap(controlOf),
      ...(asOf ? { asOf } : {}),
    },
    reasons: [...new Set(statements.map(({ format }) => format))].map((format): Reason => ({ code: "statement.format", format })),
    next: { runId: run.id, sha256: known.sha256, profileVersion: 1, receivedAt: run.receivedAt, asOf: asOf ?? run.receivedAt.slice(0, 10), fingerprints: "", balance: {} },
  };
}

/** Whose account is it? What the source says, else the entity whose code is in the file's name, else the only one. */
function place(statements: readonly Statement[], entities: readonly LegalEntity[], { source, run }: Job): Placed[] | Reason {
  const placed: Placed[] = [];
  for (const statement of statements) {
    const account = plain(statement.account ?? "");
    const told = Object.entries(source.bankAccounts ?? {}).find(([known]) => account !== "" && plain(known) === account)?.[1] ?? source.entityId;
    const named = entities.filter(({ code }) =>
      run.fileName
        .toUpperCase()
        .split(/[^A-Z0-9]+/)
        .includes(code.toUpperCase()),
    );
    const entity = entities.find(({ id }) => id === told) ?? (named.length === 1 ? named[0] : entities.length === 1 ? entities[0] : undefined);
    if (!entity) return { code: "statement.account-unknown", account: statement.account ?? "" };
    placed.push({ statement, entity });
  }
  return placed;
}
const plain = (account: string): string => account.toUpperCase().replace(/[^A-Z0-9]/g, "");

/** A credit as the payment that it becomes. `other`: the id that it has where a file tells its batch the other way, as one sum or as its parts. */
type Found = { readonly receipt: Received; readonly other: Received["id"]; readonly entry: Entry; readonly statement: Statement };

/** Booked credits only; of a batch each of its payments. A credit that takes back one of our own debits is no customer's payment. */
function receiptsOf({ statement, entity }: Placed, { run, digest }: Job): Found[] {
  return statement.entries
    .filter(({ amount, status, reversal }) => amount > 0n && status === "booked" && !reversal)
    .flatMap((entry) => {
      const parts = partsOf(entry);
      const [whole, part] = ["", "0"].map((suffix) => namedId("pay", digest, entry.identity, suffix)) as [Received["id"], Received["id"]];
      if (parts.length === 0) return told(entry, entry, whole, part);
      return parts.flatMap((one, n) => told(entry, one, namedId("pay", digest, entry.identity, String(n)), whole));
    });

  function told(entry: Entry, part: Part, id: Received["id"], other: Received["id"]): Found[] {
    const bookedOn = entry.bookingDate ?? entry.valueDate ?? statement.closing?.date;
    if (!bookedOn) return [];
    const given = {
      valueOn: entry.valueDate,
      payerName: part.ultimateCounterparty ?? part.counterparty,
      payerIban: part.iban,
      reference: entry.reference ?? part.reference,
      structuredReference: part.structuredReference,
      endToEndId: part.endToEndId,
    };
    const receipt: Received = {
      id,
      entityId: entity.id,
      account: statement.account ?? "",
      currency: part.currency ?? entry.currency ?? statement.currency ?? entity.currency,
      minor: part.amount,
      bookedOn,
      text: part.text,
      kind: entry.kind,
      statement: { fileName: run.fileName, format: statement.format, runId: run.id, line: entry.line, ...(statement.number ? { number: statement.number } : {}) },
      ...(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null && value !== undefined)) as Partial<Received>),
    };
    return [{ receipt, other, entry, statement }];
  }
}

/** The payments of a batch. None where there is one payment, or where parts do not add up to the entry and are not believed: then the entry is it. */
function partsOf(entry: Entry): readonly Part[] {
  const parts = entry.parts.filter(({ amount }) => amount > 0n);
  return parts.length > 1 && parts.reduce((sum, { amount }) => sum + amount, 0n) === entry.amount ? parts : [];
}

async function keep(store: PaymentStore, found: readonly Found[], { run, source, now, digest }: Job): Promise<number> {
  const left = found.values();
  let created = 0;
  const create = async (receipt: Received): Promise<boolean> => {
    const fact = { name: paymentReceived.name, occurredAt: now, actor: { type: "source" as const, id: source.id, run: run.id }, causedBy: run.id, data: { paymentId: receipt.id, entityId: receipt.entityId, amount: toJson(money(receipt.minor, receipt.currency)), bookedOn: receipt.bookedOn } };
    return (await store.create(received(receipt), [fact])) === "saved";
  };
  const worker = async (): Promise<void> => {
    for (const { receipt, other, entry, statement } of left) {
      // A batch that an earlier file told as one sum is not told again as its parts, nor the other way round.
      if (await store.payment(other)) continue;
      if (await create(receipt)) created++;
      else if (statement.number !== null) {
        const earlier = (await store.payment(receipt.id))!.statement;
        const second = mayBeSecond(entry, { format: earlier.format, number: earlier.number ?? null }, statement);
        if (second && (await create({ ...receipt, id: namedId("pay", digest, receipt.id, "statement", statement.number), doubtful: true }))) created++;
      }
    }
  };
  await Promise.all(Array.from({ length: 16 }, worker));
  return created;
}

/** The statements themselves, for whoever looks at a day's balance and not only at its payments. */
async function keepStatements(placed: readonly Placed[], { run, digest, stores }: Job): Promise<void> {
  const kept = bankStatementStore(stores.imports.tenant);
  for (const { statement, entity } of placed) {
    const told = bankStatementOf(statement, { entityId: entity.id, entityCurrency: entity.currency, fileName: run.fileName, runId: run.id, digest });
    if (told) await kept.keep(told);
  }
}

/** What the bank took is kept as well: a return opens its documents again, and the rest is for a person to look at. */
async function keepDebits(placed: readonly Placed[], { run, digest, stores }: Job): Promise<Debit[]> {
  const store = bankDebitStore(stores.imports.tenant);
  const debits = placed.flatMap(({ statement, entity }) => debitsOf(statement, { entityId: entity.id, entityCurrency: entity.currency, fileName: run.fileName, runId: run.id, digest }));
  const left = debits.values();
  const worker = async (): Promise<void> => {
    for (const debit of left) await store.create(debit);
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return debits;
}

const controlOf = ({ opening, closing, entries, currency }: Statement): NonNullable<Extract<Reading, { outcome: "staged" }>["facts"]["controls"]> => {
  if (!opening || !closing || !currency) return [];
  const moved = entries.filter(({ status }) => status === "booked").reduce((sum, { amount }) => sum + amount, opening.amount);
  return [
    { code: "statement.opening-plus-movements", expected: decimalText(closing.amount, currency), found: decimalText(moved, currency), currency, ok: moved === closing.amount },
  ];
};

const rejectOf = ({ line, field, code, raw, message }: Statement["errors"][number]): StoredReject => ({
  line: Math.max(1, line),
  field,
  value: raw?.slice(0, 500) ?? "",
  code,
  row: { message, ...(raw ? { raw: raw.slice(0, 2000) } : {}) },
  state: "open",
});
