// Sources and imports for people: what came, how it was read, what could not be, and what to do about it.
import { seesSource } from "#domain/access/scope.ts";
import { namedId, type RunId } from "#domain/id.ts";
import { detectFormat } from "#domain/cash-application/statements/detect.ts";
import { detect } from "#domain/ingestion/detect.ts";
import { freshnessOf } from "#domain/ingestion/freshness.ts";
import { toReplay } from "#domain/ingestion/reject.ts";
import { ingestionRoutes, runJson, sourceJson } from "#domain/ingestion/routes.ts";
import { rejectSchema, type Source } from "#domain/ingestion/schema.ts";
import { refused } from "#domain/refusal.ts";
import { readQueue } from "#functions/ingestion/ports.ts";
import { storesOf } from "#functions/ingestion/stores.ts";
import { admit, type Turns } from "#functions/ingestion/turns.ts";
import { apiHandler } from "#functions/runtime/api.ts";
import { digest } from "#functions/runtime/digest.ts";
import { env } from "#functions/runtime/env.ts";
import { loadUser } from "#functions/store/access.ts";
import type { StoredRun, StoredSource } from "#functions/store/ingestion.ts";

const ADDRESS_SECONDS = 900;
type Tenant = { readonly tenant: string };

/** An answer of the ERP to postings that it was sent: it names our entries and says something of each. */
const isAcknowledgment = (text: string): boolean => /\bbok_[A-Za-z0-9]/.test(text.slice(0, 8_000)) && /\bstat(us|ut)\b/i.test(text.slice(0, 8_000));
const addresses = () => import("#functions/ingestion/addresses.ts");
const turnsOf = ({ tenant }: Tenant, now: string): Turns => ({ imports: storesOf(tenant).imports, read: readQueue(), now });
const shownRun = (run: StoredRun) => runJson.parse(run);
async function shownSource({ tenant }: Tenant, source: StoredSource, now: string) {
  const { imports } = storesOf(tenant);
  const [last, applied] = [source.lastRunId && (await imports.run(source.lastRunId)), source.lastAppliedRunId && (await imports.run(source.lastAppliedRunId))];
  const freshness = freshnessOf(source, last || undefined, applied || undefined, now);
  return sourceJson.parse({ ...source, freshness, ...(last ? { lastRun: shownRun(last) } : {}) });
}
const later = (now: string, seconds: number): string => new Date(Date.parse(now) + seconds * 1000).toISOString();

export const handler = apiHandler(
  ingestionRoutes,
  {
    "GET /sources": async ({ caller, now }) => ({ items: await Promise.all((await storesOf(caller.tenant).imports.sources()).filter(({ entityId }) => seesSource(caller.scope, entityId)).map((source) => shownSource(caller, source, now))) }),

    "POST /sources": async ({ body, caller, now }) => {
      const { imports, ledger } = storesOf(caller.tenant);
      if ((await imports.sources()).some(({ slug }) => slug === body.slug)) return refused("source.slug-taken", { slug: body.slug });
      if (body.format === "delimited" && !body.profile) return refused("source.profile-missing");
      if (!seesSource(caller.scope, body.entityId) || (body.entityId && !(await ledger.entity(body.entityId)))) return refused("entity.unknown", { id: body.entityId ?? "" });
      const source: Source = {
        id: namedId("src", digest, caller.tenant, body.slug), slug: body.slug, name: body.name, format: body.format, mode: body.mode, codeSpace: body.codeSpace ?? body.slug, terms: body.terms ?? { days: 30, endOfMonth: false },
        freshWithinHours: body.freshWithinHours ?? (body.format === "fec" ? 24 * 31 : 26), holdAbovePerMille: 300, ...(body.entityId ? { entityId: body.entityId } : {}), ...(body.bankAccounts ? { bankAccounts: body.bankAccounts } : {}), ...(body.profile ? { profile: body.profile } : {}),
      };
      if ((await imports.createSource(source)) === "conflict") return refused("source.slug-taken", { slug: body.slug });
      return shownSource(caller, (await imports.source(source.id))!, now);
    },

    "PUT /sources/{id}/profile": async ({ params, body, caller, now }) => {
      const { imports } = storesOf(caller.tenant);
      for (;;) {
        const source = await imports.source(params.id);
        if (!source) return refused("source.unknown");
        const next: StoredSource = { ...source, profile: { ...body, version: (source.profile?.version ?? 0) + 1 } };
        if ((await imports.saveSource(next, source)) === "saved") return shownSource(caller, next, now);
      }
    },

    "POST /sources/detect": async ({ body }) => {
      const bank = detectFormat(body.text);
      if (bank === "remt" || bank === "edi820") return { format: "advice", columns: [] };
      if (isAcknowledgment(body.text)) return { format: "acknowledgment", columns: [] };
      return bank && bank !== "csv" ? { format: "statement", columns: [] } : detect(body.text, body.fileName);
    },

    "GET /imports": async ({ query, caller }) => {
      const { imports } = storesOf(caller.tenant);
      const foreign = new Set((await imports.sources()).filter(({ entityId }) => !seesSource(caller.scope, entityId)).map(({ id }) => id));
      // A file that no source has yet may be anybody's.
      const seen = ({ sourceId }: StoredRun) => (sourceId ? !foreign.has(sourceId) : seesSource(caller.scope, undefined));
      const { items, nextCursor } = await imports.runs({ ...query, seen });
      return { items: items.map(shownRun), ...(nextCursor ? { nextCursor } : {}) };
    },

    "POST /imports": async ({ body, caller, now }) => {
      const source = (await storesOf(caller.tenant).imports.sources()).find(({ id, slug, entityId }) => (id === body.source || slug === body.source) && seesSource(caller.scope, entityId));
      if (!source) return refused("source.unknown");
      const name = body.fileName.replace(/[/\\\p{Cc}]/gu, "_");
      const key = `${caller.tenant}/${source.slug}/${name}`;
      const { addressToPut } = await addresses();
      const url = await addressToPut({ Bucket: env("INBOX_BUCKET").INBOX_BUCKET, Key: key }, ADDRESS_SECONDS);
      return { url, method: "PUT" as const, headers: {}, key, expiresAt: later(now, ADDRESS_SECONDS) };
    },

    "GET /imports/{id}": async ({ params, caller, now }) => {
      const { imports } = storesOf(caller.tenant);
      const run = await imports.run(params.id);
      if (!run) return refused("import.unknown");
      const source = run.sourceId && (await imports.source(run.sourceId));
      return { run: shownRun(run), ...(source ? { source: await shownSource(caller, source, now) } : {}) };
    },

    "GET /imports/{id}/file": async ({ params, caller, now }) => {
      const run = await storesOf(caller.tenant).imports.run(params.id);
      if (!run) return refused("import.unknown");
      const file = run.fileName.split("/").at(-1)!.replace(/[^\w.() -]/g, "_");
      const { addressToGet } = await addresses();
      const object = { Bucket: run.bucket, Key: run.key, ResponseContentDisposition: `attachment; filename="${file}"` };
      return { url: await addressToGet(object, ADDRESS_SECONDS), expiresAt: later(now, ADDRESS_SECONDS) };
    },

    "GET /imports/{id}/rejects": async ({ params, query, caller }) => {
      const { imports } = storesOf(caller.tenant);
      if (!(await imports.run(params.id))) return refused("import.unknown");
      const { items, nextCursor } = await imports.rejectPage(params.id, query);
      return { items: items.map((reject) => rejectSchema.parse(reject)), ...(nextCursor ? { nextCursor } : {}) };
    },

    "POST /imports/{id}/rejects/replay": async ({ params, body, caller, now }) => {
      const turns = turnsOf(caller, now);
      const run = await turns.imports.run(params.id);
      if (!run) return refused("import.unknown");
      if (run.state !== "applied") return refused("import.still-running", { state: run.state });
      const repairs = new Map(body.repairs.map(({ line, values }) => [line, values]));
      const lines = new Set([...repairs.keys(), ...(body.lines ?? [])]);
      const again = toReplay(await turns.imports.rejects(run.id), lines);
      if (again.length === 0) return { replayed: 0, run: shownRun(run) };
      await turns.imports.putRejects(run.id, again.map((reject) => ({ ...reject, state: "repaired", repair: { ...reject.repair, ...repairs.get(reject.line) } })));
      await admit(turns, run.id, { replay: again.map(({ line }) => line), pass: run.pass + 1, firstChunk: run.chunks });
      return { replayed: again.length, run: shownRun((await turns.imports.run(run.id))!) };
    },

    "POST /imports/{id}/approval": async ({ params, body, caller, now }) => {
      const turns = turnsOf(caller, now);
      const run = await turns.imports.run(params.id);
      if (!run) return refused("import.unknown");
      if (run.state !== "held") return refused("import.not-held", { state: run.state });
      const reasons = [...run.reasons, { code: body.decision === "apply" ? "hold.approved" : "hold.abandoned", by: caller.user.name, reason: body.reason }];
      if (body.decision === "apply") await admit(turns, run.id, { approved: true, reasons });
      else await turns.imports.saveRun({ next: { ...run, state: "abandoned", reasons }, previous: run });
      return shownRun((await turns.imports.run(run.id))!);
    },

    "POST /imports/{id}/release": async ({ params, body, caller, now }) => {
      const turns = turnsOf(caller, now);
      const run = await turns.imports.run(params.id);
      if (!run) return refused("import.unknown");
      if (run.state !== "quarantined") return refused("import.not-quarantined", { state: run.state });
      const source = await turns.imports.source(body.source);
      if (!source || !seesSource(caller.scope, source.entityId)) return refused("source.unknown");
      const given: StoredRun = { ...run, sourceId: source.id, reasons: [...run.reasons, { code: "quarantine.released", by: caller.user.name, source: source.slug }] };
      await turns.imports.saveRun({ next: given, previous: run });
      await admit(turns, run.id as RunId);
      return shownRun((await turns.imports.run(run.id))!);
    },
  },
  loadUser,
);
