// Plain columns in memory: the months that were asked for last, as long as they fit. A million lines are some 30 MB; a function of 3 GB, of which
// DuckDB may take half, has room for a year of them.
import type { LineColumns } from "#domain/insight/aged-sums.ts";

const MOST_BYTES = 480 * 2 ** 20;

export function keptColumns(most = MOST_BYTES) {
  const kept = new Map<string, { readonly columns: Promise<LineColumns>; bytes: number }>();
  const bytes = () => [...kept.values()].reduce((sum, one) => sum + one.bytes, 0);
  return async (name: string, load: () => Promise<LineColumns>): Promise<LineColumns> => {
    const one = kept.get(name) ?? { columns: load(), bytes: 0 };
    kept.delete(name);
    kept.set(name, one);
    try {
      const columns = await one.columns;
      one.bytes = bytesOf(columns);
      // The one that is being read stays, however large it is.
      for (const oldest of kept.keys()) if (oldest !== name && bytes() > most) kept.delete(oldest);
      return columns;
    } catch (error) {
      kept.delete(name);
      throw error;
    }
  };
}

const bytesOf = ({ account, due, issued, since, till, flags, open, disputed }: LineColumns): number => [account, due, issued, since, till, flags, ...open, ...disputed].reduce((sum, column) => sum + column.byteLength, 0);
