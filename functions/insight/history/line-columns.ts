// The plain columns of a month's lines as one file: a head of numbers, then column after column, little-endian, as typed arrays read them without
// a copy. DuckDB needs 300 ms to hand over a million rows of Parquet; a file like this is there in 15.
import { endianness } from "node:os";
import { FITS_ONE_NUMBER, type LineColumns } from "#domain/insight/aged-sums.ts";
import type { Read } from "#functions/insight/history/database.ts";
import type { Parameters } from "#functions/insight/history/database.ts";
import { plainColumns, sizesOf, type Limbs } from "#functions/insight/queries/lines.ts";

const HEAD = 32;
const FORMAT = 0x514c_0001;
const DAYS = ["account", "due", "issued", "since", "till"] as const;

/** `lines`: a table, or a query in brackets. */
export async function columnsFrom(read: Read, lines: string, parameters: Parameters): Promise<Uint8Array> {
  if (endianness() !== "LE") throw new Error("columns are little-endian, this machine is not");
  const [[rows], [open], [disputed]] = (await read.columns(sizesOf(lines), parameters)) as [[bigint], [bigint], [bigint]];
  const limbs: Limbs = { open: open < FITS_ONE_NUMBER ? 1 : 3, disputed: disputed === 0n ? 0 : disputed < FITS_ONE_NUMBER ? 1 : 3 };
  const { bytes, columns } = laidOut(Number(rows), limbs);
  const order = [...DAYS.map((name) => columns[name]), columns.flags, ...columns.open, ...columns.disputed];
  let at = 0;
  await read.chunks(plainColumns(lines, limbs), parameters, (chunk) => {
    chunk.forEach((values, n) => order[n]!.set(values as number[], at));
    at += chunk[0]!.length;
  });
  if (at !== Number(rows)) throw new Error(`${rows} lines were counted and ${at} read`);
  return bytes;
}

export function readColumns(file: Uint8Array): LineColumns {
  // A view needs its column at a multiple of eight, which a file that was read into a pool may not begin at.
  const bytes = file.byteOffset % 8 === 0 ? file : Uint8Array.from(file);
  const [format, rows, open, disputed] = new Int32Array(bytes.buffer, bytes.byteOffset, 4);
  if (format !== FORMAT) throw new Error("this is no file of lines");
  return viewed(bytes, rows!, { open, disputed } as Limbs);
}

function laidOut(rows: number, limbs: Limbs): { bytes: Uint8Array; columns: LineColumns } {
  const bytes = new Uint8Array(HEAD + rows * ((limbs.open + limbs.disputed) * 8 + DAYS.length * 4 + 1));
  new Int32Array(bytes.buffer, 0, 4).set([FORMAT, rows, limbs.open, limbs.disputed]);
  return { bytes, columns: viewed(bytes, rows, limbs) };
}

/** The widest columns come first, so that each begins where its numbers may. */
function viewed({ buffer, byteOffset }: Uint8Array, rows: number, limbs: Limbs): LineColumns {
  let at = byteOffset + HEAD;
  const next = <T>(width: number, view: (at: number) => T): T => {
    const column = view(at);
    at += rows * width;
    return column;
  };
  const amounts = (count: number) => Array.from({ length: count }, () => next(8, (from) => new Float64Array(buffer, from, rows)));
  const [open, disputed] = [amounts(limbs.open), amounts(limbs.disputed)];
  const [account, due, issued, since, till] = DAYS.map(() => next(4, (from) => new Int32Array(buffer, from, rows))) as [Int32Array, Int32Array, Int32Array, Int32Array, Int32Array];
  return { rows, open, disputed, account, due, issued, since, till, flags: next(1, (from) => new Uint8Array(buffer, from, rows)) };
}
