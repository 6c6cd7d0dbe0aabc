// The checksums that travel with uploads. CRC-32C and CRC-64/NVME have no implementation in Node and are worked out from a table here, since
// a checksum that is accepted unchecked is worse than none.
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";

export type Checksum = { readonly name: string; readonly value: string };
type Running = { update(chunk: Buffer): void; digest(): string };

const KINDS: Record<string, () => Running> = {
  crc32: () => zlibCrc32(),
  crc32c: () => crc32c(),
  crc64nvme: () => crc64nvme(),
  sha1: () => hashed("sha1"),
  sha256: () => hashed("sha256"),
};

export const isChecksum = (kind: string): boolean => kind.toLowerCase() in KINDS;
export const startChecksum = (kind: string): Running => KINDS[kind.toLowerCase()]!();

const hashed = (name: string): Running => {
  const hash = createHash(name);
  return { update: (chunk) => void hash.update(chunk), digest: () => hash.digest("base64") };
};

const zlibCrc32 = (): Running => {
  let value = 0;
  return { update: (chunk) => (value = crc32(chunk, value)), digest: () => base64Of32(value) };
};

const crc32c = (): Running => {
  let value = 0xffffffff;
  return {
    update: (chunk) => {
      for (const byte of chunk) value = CASTAGNOLI[(value ^ byte) & 0xff]! ^ (value >>> 8);
    },
    digest: () => base64Of32(~value >>> 0),
  };
};

const CASTAGNOLI = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value;
});

const crc64nvme = (): Running => {
  let value = 0xffffffffffffffffn;
  return {
    update: (chunk) => {
      for (const byte of chunk) value = NVME[Number((value ^ BigInt(byte)) & 0xffn)]! ^ (value >> 8n);
    },
    digest: () => {
      const bytes = Buffer.alloc(8);
      bytes.writeBigUInt64BE(value ^ 0xffffffffffffffffn);
      return bytes.toString("base64");
    },
  };
};

const NVME = BigUint64Array.from({ length: 256 }, (_, byte) => {
  let value = BigInt(byte);
  for (let bit = 0; bit < 8; bit += 1) value = value & 1n ? (value >> 1n) ^ 0x9a6c9329ac4bc9b5n : value >> 1n;
  return value;
});

const base64Of32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes.toString("base64");
};
