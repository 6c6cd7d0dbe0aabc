// A column of the grid, and what a press on its heading sorts by next. A sort is a field, with a minus for descending, as in the API.
export type Column = {
  readonly id: string;
  readonly label: string;
  readonly width: string;
  readonly right?: boolean;
  /** The margin rule stands left of one column of a grid: the figure that the row is about. */
  readonly margin?: boolean;
  readonly sort?: string;
  /** Amounts and ages begin with the largest. */
  readonly largestFirst?: boolean;
};

export function sortedBy({ sort: field }: Column, sort: string | undefined): "ascending" | "descending" | "none" {
  if (!field || !sort) return "none";
  if (sort === field) return "ascending";
  return sort === `-${field}` ? "descending" : "none";
}

export function nextSort(column: Column, sort: string | undefined): string {
  const now = sortedBy(column, sort);
  const descending = now === "none" ? column.largestFirst === true : now === "ascending";
  return `${descending ? "-" : ""}${column.sort ?? ""}`;
}
