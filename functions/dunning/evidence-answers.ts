// Proof: what was handed over and what became of it, and the archives for who must prove it to others. An export is noted in the audit.
import type { evidenceRoutes } from "#domain/dunning/desk/routes.ts";
import type { CustomerId } from "#domain/id.ts";
import { refused } from "#domain/refusal.ts";
import type { ChannelName } from "#functions/dunning/channels/port.ts";
import { offered } from "#functions/dunning/evidence-objects.ts";
import { evidenceOf, sha256, type EvidenceObjects, type Kept } from "#functions/dunning/evidence.ts";
import type { TrialDesk } from "#functions/dunning/trial-answers.ts";
import type { Caller, Handlers } from "#functions/runtime/api.ts";
import { putNote } from "#functions/store/audit-note.ts";
import { tableConnection } from "#functions/store/table.ts";

export const evidenceAnswers = ({ office, objects, bucket }: Pick<TrialDesk, "office" | "objects" | "bucket">): Handlers<typeof evidenceRoutes> => ({
  "GET /messages/{id}/evidence": async ({ params, caller, now }) => {
    const message = await (await office(caller.tenant)).books.dunning.message(params.id);
    if (!message) return refused("message.unknown");
    const evidence = evidenceOf(objects(), caller.tenant, message.id);
    const [files, receipts] = await Promise.all([filesOf(objects(), { root: evidence.root, bucket: bucket(), now }), evidence.receipts()]);
    const handed = new Map(await Promise.all([...new Set(files.map(({ channel }) => channel))].map(async (channel) => [channel, await evidence.handed(channel as ChannelName)] as const)));
    return {
      files: files.map((file) => ({ ...file, ...(handed.get(file.channel) ? { handedOver: handed.get(file.channel)! } : {}) })),
      receipts: receipts.map(({ kind, at, provider, recipients, detail }) => ({ kind, at, provider, recipients: [...recipients], detail })),
    };
  },

  "POST /messages/{id}/evidence-pack": async ({ params, caller, now }) => {
    const message = await (await office(caller.tenant)).books.dunning.message(params.id);
    if (!message) return refused("message.unknown");
    const { evidencePack } = await paper();
    const zip = await evidencePack(objects(), caller.tenant, message, now.slice(0, 10));
    const { key: _key, ...made } = await archived(zip, { name: `${message.id}.zip`, caller, now, customer: message.debtorId, action: "evidence.exported" }, { objects: objects(), bucket: bucket() });
    return made;
  },
});

/** What draws and packs is loaded when somebody asks for it. */
const paper = () => import("#functions/dunning/paper.ts");

const endings: Readonly<Record<string, string>> = { "message/rfc822": "eml", "application/pdf": "pdf" };

async function filesOf(objects: EvidenceObjects, { root, bucket, now }: { readonly root: string; readonly bucket: string; readonly now: string }) {
  const keys = (await objects.list(`${root}/`)).filter((key) => /\/\d+\.json$/.test(key));
  return Promise.all(
    keys.map(async (key) => {
      const { attempt, at, to, sha256: digest, bytes, contentType } = JSON.parse(Buffer.from((await objects.get(key))!).toString("utf8")) as Kept;
      const channel = key.slice(root.length + 1).split("/")[0]!;
      const { url } = await offered(bucket, key.replace(/\.json$/, ".parcel"), { name: `${channel}-${attempt}.${endings[contentType] ?? "txt"}`, contentType, now });
      return { channel, attempt, at, to: [...to], sha256: digest, bytes, contentType, url };
    }),
  );
}

type Archiving = { readonly name: string; readonly caller: Caller; readonly now: string; readonly customer: CustomerId; readonly action: string };

/** Named by what is in it, so the same proof asked for twice is one archive. */
export async function archived(zip: Uint8Array, { name, caller, now, customer, action }: Archiving, { objects, bucket }: { readonly objects: EvidenceObjects; readonly bucket: string }) {
  const digest = sha256(zip);
  const key = `${caller.tenant}/exports/${digest.slice(0, 40)}.zip`;
  await objects.put(key, zip);
  const told = { actor: { type: "user" as const, id: caller.user.id, name: caller.user.name }, source: "web" as const, object: { kind: "customer", id: customer }, after: { name, sha256: digest, bytes: zip.length } };
  await putNote(caller.tenant, tableConnection(caller.tenant), { told: { at: now, action, outcome: "done", customerId: customer, ...told } });
  return { ...(await offered(bucket, key, { name, contentType: "application/zip", now })), bytes: zip.length, sha256: digest, key };
}
