// A delimited file: surveyed whole, compared with the source's last one, and what differs mapped and staged.
import { businessDate } from "#domain/date.ts";
import type { CustomerId } from "#domain/id.ts";
import { amountControl, type Control, countControl, holdReasons, movementControls } from "#domain/ingestion/controls.ts";
import type { ReadContext } from "#domain/ingestion/delimited/context.ts";
import { mapper, type RejectedRow } from "#domain/ingestion/delimited/mapper.ts";
import { surveyor, type Survey } from "#domain/ingestion/delimited/survey.ts";
import { detect } from "#domain/ingestion/detect.ts";
import { diff, tomorrow, type Diff } from "#domain/ingestion/diff.ts";
import { dateInName } from "#domain/ingestion/file-date.ts";
import { type Fingerprints, loadFingerprints } from "#domain/ingestion/fingerprint.ts";
import type { MappingProfile } from "#domain/ingestion/schema.ts";
import { UnreadableFile } from "#domain/text/delimited.ts";
import { detectDelimiter } from "#domain/text/delimiter.ts";
import { readAmount } from "#domain/text/values.ts";
import { withheld } from "#domain/ingestion/withhold.ts";
import type { Reason } from "#domain/reason.ts";
import { eachRow } from "#functions/ingestion/file-rows.ts";
import { type Facts, type Job, type Reading, sequenceOf, tooManyRejects } from "#functions/ingestion/reading.ts";
import { folderOf, stager } from "#functions/ingestion/staging.ts";
import type { Scope, StoredReject } from "#functions/store/ingestion.ts";

const SCOPE = "main";
type Way = { readonly profile: MappingProfile; readonly delimiter: string; readonly quotes: boolean; readonly context: ReadContext; readonly reasons: Reason[] };

export async function readDelimited(job: Job): Promise<Reading> {
  const { run, source, known } = job;
  const profile = source.profile ?? detect(known.head, run.fileName).profile;
  if (!profile) return failed({}, { code: "source.profile-missing" });
  const last = source.scopes[SCOPE];
  const facts: Facts = { encoding: known.encoding, profileVersion: profile.version };
  if (!run.replay && !run.approved && last?.sha256 === known.sha256 && last.profileVersion === profile.version) return { outcome: "duplicate", facts, reasons: [{ code: "file.same-as-last", run: last.runId }] };
  const way = await wayOf(job, profile);
  const yesterday = loadFingerprints(last && (await job.lake.read(last.fingerprints)));
  const survey = await surveyed(job, way, yesterday);
  if (survey instanceof UnreadableFile) return failed({ ...facts, delimiter: way.delimiter }, { code: survey.code, line: survey.line });

  const controls = controlsOf(survey, last, job, profile);
  const read: Facts = { ...facts, delimiter: way.delimiter, asOf: way.context.asOf, rows: survey.rows, controls };
  const wrong = whatIsWrong(survey, controls, source.mode);
  if (wrong) return failed(read, wrong);
  const compared = run.replay ? onlyReplayed(survey) : diff(yesterday, survey.today, source.mode);
  const hold = run.replay || run.approved ? [] : [...holdReasons(controls, { rows: survey.rows, knownRecords: yesterday.size, mode: source.mode }), ...olderThanLast(way.context.asOf, last, source.mode)];
  if (hold.length > 0) return { outcome: "held", facts: { ...read, ...countsOf(compared, compared.gone.length) }, reasons: [...way.reasons, ...hold] };
  return staged(job, way, survey, yesterday, compared, read);
}

async function staged(job: Job, way: Way, survey: Survey, yesterday: Fingerprints, compared: Diff, facts: Facts): Promise<Reading> {
  const { run, source, lake, stores } = job;
  const { context } = way;
  const gone = compared.gone.map((n) => ({ n, id: yesterday.idAt(n), customerId: yesterday.customerAt(n) }));
  const kept = await keptBack(gone, survey, stores.ledger);
  const leaving = gone.filter(({ id }) => !kept.has(id));
  const changes = new Map<CustomerId, number>();
  const expect = (customerId: CustomerId) => changes.set(customerId, (changes.get(customerId) ?? 0) + 1);
  for (let n = 0; n < survey.today.size; n++) if (compared.differs[n]) expect(survey.today.customerAt(n));
  for (const { customerId } of leaving) expect(customerId);
  const stage = stager(lake, stores.imports.tenant, run, changes);

  const rejects: StoredReject[] = [];
  const rejected = new Set<number>();
  const turnedAway = (n: number, row: RejectedRow): void => {
    if (n >= 0 && !rejected.has(n)) stage.done(survey.today.customerAt(n), []);
    if (n >= 0) rejected.add(n);
    if (!run.replay || job.repairs.has(row.line)) rejects.push({ ...row, state: "open" });
  };
  const rows = mapper(survey, (n) => compared.differs[n] === 1, context, {
    mapped: (n, records, customer) => stage.done(survey.today.customerAt(n), records.map((record) => (customer ? { record, customer } : { record }))),
    rejected: turnedAway,
  }, job.repairs);
  await eachRow(job.open, job.known.encoding, way.delimiter, (row) => rows.push(row), { quotes: way.quotes, hashes: false, afterBlock: stage.settle });
  for (const { n, id, customerId } of leaving) stage.done(customerId, [{ record: { type: "gone", of: yesterday.kindAt(n) === "commitment" ? "commitment" : "item", id, customerId, on: context.asOf, source: source.id, sequence: context.sequence } }]);
  await stage.finish();
  if (tooManyRejects(rejects.length, survey.rows)) return failed({ ...facts, rejected: rejects.length }, { code: "file.too-many-rejects", rejected: rejects.length, rows: survey.rows, first: rejects[0]!.code });

  const fingerprints = `${folderOf(stores.imports.tenant, run)}/fingerprints`;
  await lake.write(fingerprints, run.replay ? laidOver(yesterday, survey.today, compared, rejected) : remembered(yesterday, survey.today, gone.filter(({ id }) => kept.has(id)), source.mode, rejected));
  const reasons: Reason[] = [...way.reasons, ...(kept.size > 0 ? [{ code: "gone.withheld", documents: kept.size }] : [])];
  return { outcome: "staged", facts: { ...facts, ...countsOf(compared, leaving.length), rejected: rejects.length }, reasons, chunks: stage.chunks, rejects, scope: SCOPE, next: nextScope(job, survey, context, way.profile, fingerprints) };
}

/** How this very file is to be read: the source's settings, unless the file plainly says otherwise. */
async function wayOf({ run, source, known, stores, digest }: Job, profile: MappingProfile): Promise<Way> {
  const [entities, rates] = [await stores.ledger.entities(), await stores.access.rates()];
  const entity = entities.find(({ id }) => id === source.entityId) ?? (entities.length === 1 ? entities[0] : undefined);
  const receivedOn = businessDate(run.receivedAt, entity?.timeZone ?? "Europe/Paris");
  const seen = detectDelimiter(known.head);
  const configured = profile.delimiter;
  const cuts = configured !== undefined && (known.head.split(/\r?\n|\r/, 1)[0] ?? "").includes(configured);
  const delimiter = cuts || !seen ? (configured ?? ";") : seen.delimiter;
  const context: ReadContext = {
    digest, source: source.id, codeSpace: source.codeSpace, terms: source.terms, sequence: sequenceOf(run), asOf: dateInName(run.fileName, receivedOn) ?? receivedOn, entity, entities, rates,
  };
  return { profile, delimiter, quotes: true, context, reasons: [...known.reasons, ...(configured && configured !== delimiter ? [{ code: "delimiter.not-as-configured", configured, found: delimiter }] : [])] };
}

/** A quote that is never closed is most likely no quote: the file is then read once more with quotes as plain letters, and says so. */
async function surveyed(job: Job, way: Way, yesterday: Fingerprints): Promise<Survey | UnreadableFile> {
  try {
    return await surveyWith(job, way, yesterday);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    if (!way.quotes || error.code === "file.too-many-columns") return error;
    way.reasons.push({ code: "quotes.plain-letters", line: error.line });
    return surveyed(job, Object.assign(way, { quotes: false }), yesterday);
  }
}

async function surveyWith({ open, known, repairs }: Job, { profile, context, delimiter, quotes }: Way, yesterday: Fingerprints): Promise<Survey> {
  const survey = surveyor(profile, context, { yesterday, repairs, expectedRows: Math.max(1024, Math.ceil(known.bytes / 70)) });
  await eachRow(open, known.encoding, delimiter, (row) => survey.push(row), { quotes });
  return survey.end();
}

function controlsOf(survey: Survey, last: Scope | undefined, { source }: Job, profile: MappingProfile): Control[] {
  const { footer, rows, balance } = survey;
  const [currency] = balance.size === 1 ? [...balance.keys()] : [];
  const total = footer?.total && currency ? readAmount(footer.total, profile.decimal, currency) : undefined;
  const before = new Map(Object.entries(last?.balance ?? {}).map(([code, minor]) => [code, BigInt(minor)]));
  return [
    ...(footer?.rows === undefined ? [] : [countControl("footer.rows", footer.rows, rows)]),
    ...(total?.ok && currency ? [amountControl("footer.total", currency, total.value, balance.get(currency)!)] : []),
    ...(source.mode === "full" ? movementControls(before, balance, source.holdAbovePerMille) : []),
  ];
}

function whatIsWrong({ missing, layout, cutOff, rows }: Survey, controls: readonly Control[], mode: "full" | "delta"): Reason | undefined {
  if (missing.length > 0) return { code: "file.columns-missing", fields: missing.join(", ") };
  if (!layout) return { code: "file.empty" };
  if (cutOff && mode === "full") return { code: "file.cut-off", rows };
  const broken = controls.find(({ code, ok }) => code.startsWith("footer.") && !ok);
  return broken && { code: broken.code, expected: broken.expected, found: broken.found };
}

const olderThanLast = (asOf: string, last: Scope | undefined, mode: "full" | "delta"): Reason[] => (mode === "full" && last && asOf < last.asOf ? [{ code: "snapshot.older-than-last", asOf, last: last.asOf }] : []);

function onlyReplayed({ today, replayed }: Survey): Diff {
  const differs = new Uint8Array(today.size);
  for (const n of replayed.values()) differs[n] = 1;
  return { created: 0, changed: new Set(replayed.values()).size, unchanged: 0, differs, gone: [] };
}

async function keptBack(gone: readonly { id: string; customerId: CustomerId }[], { nameless }: Survey, ledger: Job["stores"]["ledger"]): Promise<ReadonlySet<string>> {
  if (gone.length === 0 || nameless.length === 0) return new Set();
  const numbers = new Set(nameless.map(({ number }) => number).filter(Boolean));
  const ids = new Map<string, ReadonlySet<string>>();
  for (const number of numbers) ids.set(number, new Set((await ledger.itemsByNumber(number)).map(({ id }) => id)));
  return withheld(gone, nameless, (number) => ids.get(number) ?? new Set());
}

function remembered(yesterday: Fingerprints, today: Fingerprints, kept: readonly { n: number }[], mode: "full" | "delta", rejected: ReadonlySet<number>): Uint8Array {
  for (const { n } of kept) today.keep(yesterday, n);
  return tomorrow(yesterday, today, { mode, rejected });
}

/** After a replay: what was known, and the rows that could be read now, as the file has them. */
function laidOver(yesterday: Fingerprints, today: Fingerprints, { differs }: Diff, rejected: ReadonlySet<number>): Uint8Array {
  for (let n = 0; n < today.size; n++) if (differs[n] && !rejected.has(n)) yesterday.keep(today, n);
  return yesterday.bytes();
}

function nextScope({ run, source, known }: Job, { balance }: Survey, { asOf }: ReadContext, { version }: MappingProfile, fingerprints: string): Scope {
  const last = source.scopes[SCOPE];
  if (run.replay && last) return { ...last, fingerprints };
  return { runId: run.id, sha256: known.sha256, profileVersion: version, receivedAt: run.receivedAt, asOf, fingerprints, balance: Object.fromEntries([...balance].map(([currency, minor]) => [currency, String(minor)])) };
}

const countsOf = ({ created, changed, unchanged }: Diff, gone: number): Facts => ({ created, changed, unchanged, gone });
const failed = (facts: Facts, ...reasons: Reason[]): Reading => ({ outcome: "failed", facts, reasons });
