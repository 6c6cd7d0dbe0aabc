// What proves that a message went and arrived: the bytes that were sent, their digest, and everything that providers told of them. Written before the
// provider is asked, and never overwritten: an object of that name is the first one. The bucket keeps versions besides.
//
//   {tenant}/dunning/{message}/{channel}/{attempt}.parcel   what was handed over, byte for byte (mail: MIME; letter: PDF; short message: text)
//   {tenant}/dunning/{message}/{channel}/{attempt}.json     its digest, to whom, when, decided why
//   {tenant}/dunning/{message}/{channel}/handed.json        the provider's name for it
//   {tenant}/dunning/{message}/receipts/{receipt}.json      what became of it, as told
import { hash } from "node:crypto";
import type { ChannelName, Handed, Receipt } from "#functions/dunning/channels/port.ts";

/** As much of an object store as evidence needs. `put` never replaces: it says what it found instead. */
export type EvidenceObjects = {
  put(key: string, body: Uint8Array): Promise<"saved" | "there-already">;
  get(key: string): Promise<Uint8Array | undefined>;
  list(prefix: string): Promise<readonly string[]>;
};

export type Kept = { readonly attempt: number; readonly at: string; readonly to: readonly string[]; readonly sha256: string; readonly bytes: number; readonly contentType: string; readonly why: readonly unknown[] };
export type Parcel = { readonly body: Uint8Array; readonly contentType: string; readonly to: readonly string[] };

export const sha256 = (body: Uint8Array): string => hash("sha256", body, "hex");

export function evidenceOf(objects: EvidenceObjects, tenant: string, messageId: string) {
  const root = `${tenant}/dunning/${messageId}`;
  const read = async <T>(key: string): Promise<T | undefined> => {
    const body = await objects.get(key);
    return body && (JSON.parse(Buffer.from(body).toString("utf8")) as T);
  };
  const write = (key: string, value: unknown) => objects.put(key, Buffer.from(`${JSON.stringify(value, null, 1)}\n`));
  return {
    root,
    /** The digest last: where it stands, the whole parcel does. */
    keepParcel: async (channel: ChannelName, attempt: number, { body, contentType, to }: Parcel, at: string, why: readonly unknown[]): Promise<Kept> => {
      const kept: Kept = { attempt, at, to, sha256: sha256(body), bytes: body.length, contentType, why };
      await objects.put(`${root}/${channel}/${attempt}.parcel`, body);
      await write(`${root}/${channel}/${attempt}.json`, kept);
      return kept;
    },
    /** The newest parcel that may have been handed over. */
    lastParcel: async (channel: ChannelName): Promise<(Kept & { readonly body: Uint8Array }) | undefined> => {
      const attempts = (await objects.list(`${root}/${channel}/`)).flatMap((key) => /\/(\d+)\.json$/.exec(key)?.[1] ?? []).map(Number);
      if (attempts.length === 0) return undefined;
      const attempt = Math.max(...attempts);
      const [kept, body] = await Promise.all([read<Kept>(`${root}/${channel}/${attempt}.json`), objects.get(`${root}/${channel}/${attempt}.parcel`)]);
      return kept && body && { ...kept, body };
    },
    noteHanded: (channel: ChannelName, handed: Handed & { readonly at: string }) => write(`${root}/${channel}/handed.json`, handed),
    handed: (channel: ChannelName) => read<Handed & { readonly at: string }>(`${root}/${channel}/handed.json`),
    keepReceipt: (receipt: Receipt) => write(`${root}/receipts/${receipt.id.replace(/[^A-Za-z0-9_.-]/g, "_")}.json`, receipt),
    receipts: async (): Promise<Receipt[]> => {
      const keys = await objects.list(`${root}/receipts/`);
      const all = await Promise.all(keys.map((key) => read<Receipt>(key)));
      return all.filter((receipt) => receipt !== undefined).toSorted((a, b) => (a.at < b.at ? -1 : 1));
    },
  };
}
export type Evidence = ReturnType<typeof evidenceOf>;
