// What was open at the end of a day: one row per item, instalment and due date. Everything that is asked "as of" begins here.
import { checkpointColumns, names, tables } from "#functions/insight/history/columns.ts";
import { parquet } from "#functions/insight/queries/sources.ts";

export const openLines = (checkpoint: readonly string[], months: readonly string[]): string => {
  const columns = names(checkpointColumns);
  return `SELECT item_id, instalment, due, any_value(item_kind) AS item_kind, any_value(entity_id) AS entity_id, any_value(customer_id) AS customer_id,
      max(issued) AS issued, any_value(currency) AS currency, sum(minor)::BIGINT AS open, sum(entity_minor)::BIGINT AS entity_open, sum(disputed)::BIGINT AS disputed
    FROM (
      FROM ${parquet("checkpoint", checkpoint, checkpointColumns)}
      UNION ALL (SELECT ${columns} FROM ${parquet("months", months, tables.posting)} WHERE posted <= $asOf)
      UNION ALL (SELECT ${columns} FROM fresh WHERE posted <= $asOf))
    GROUP BY item_id, instalment, due HAVING sum(minor) <> 0`;
};
