// The payment code as a picture that every mail client shows (many block SVG): a PNG with one bit per dot. EPC069-12 asks for error correction M.
import { crc32, deflateSync } from "node:zlib";
import encodeQR from "qr";

const DOT = 6;
const QUIET = 4;

/** True is dark. Without its quiet zone. */
export const codeModules = (payload: string): boolean[][] => encodeQR(payload, "raw", { ecc: "medium", border: 1 }).slice(1, -1).map((row) => row.slice(1, -1));

export function paymentCodePng(payload: string): Buffer {
  const modules = codeModules(payload);
  const width = (modules.length + 2 * QUIET) * DOT;
  const rowBytes = 1 + Math.ceil(width / 8);
  const white = Buffer.alloc(rowBytes, 0xff).fill(0, 0, 1);
  const rows: Buffer[] = [];
  for (let y = -QUIET; y < modules.length + QUIET; y++) {
    const row = Buffer.from(white);
    const line = modules[y];
    if (line) line.forEach((isDark, x) => isDark && darken(row, (x + QUIET) * DOT));
    for (let n = 0; n < DOT; n++) rows.push(row);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(width, 4);
  header.set([1, 0, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk("IHDR", header), chunk("IDAT", deflateSync(Buffer.concat(rows), { level: 6 })), chunk("IEND", Buffer.alloc(0))]);
}

function darken(row: Buffer, from: number): void {
  for (let x = from; x < from + DOT; x++) row[1 + (x >> 3)]! &= ~(0x80 >> (x & 7));
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}
