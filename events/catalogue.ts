// The only place where an event is named. Rules in infra, producers, consumers and tests all take the name from here.
import * as access from "#events/access.ts";
import * as cashApplication from "#events/cash-application.ts";
import * as dunning from "#events/dunning.ts";
import * as ingestion from "#events/ingestion.ts";
import * as insight from "#events/insight.ts";
import * as ledger from "#events/ledger.ts";

export const catalogue = { ...access, ...cashApplication, ...dunning, ...ledger, ...ingestion, ...insight };
export type FactName = (typeof catalogue)[keyof typeof catalogue]["name"];

/** `source` of everything that Quittance puts on the bus; `detail-type` is the fact's name, `detail` the envelope with `data`. */
export const EVENT_SOURCE = "quittance";
