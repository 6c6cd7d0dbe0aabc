// Post, propose, or leave it. Posting needs three things at once: no veto, the best explanation alone, and either a kind of match that is safe by rule or
// a score above the threshold that the history earned. Whatever is decided, the decision says why, and what would have had to be different.
import { decimalText, equationOf } from "#domain/cash-application/matching/equation.ts";
import type { Considered, Ranked } from "#domain/cash-application/matching/consider.ts";
import type { Matcher } from "#domain/cash-application/matching/engine.ts";
import { itemsOf } from "#domain/cash-application/matching/explanation.ts";
import type { Decision, Evidence, Proposal, Reason, Receipt } from "#domain/cash-application/matching/model.ts";
import { coreOf } from "#domain/cash-application/matching/name.ts";
import type { References } from "#domain/cash-application/matching/references.ts";

/** Below this a suggestion costs the clerk more time than it saves. */
const WORTH_SHOWING = 0.35;

export function decide(matcher: Matcher, considered: Considered): Decision {
  const { receipt, ranked, payer, linked } = considered;
  const advice = linked === null ? {} : { advice: linked };
  const [best, second] = ranked;
  const filed = filedUnder(matcher, considered);
  if (!best || receipt.returned) {
    const against = receipt.returned ? [{ code: "payment.returned", values: {} }] : [{ code: filed ? "payer.nothing-fits" : "payer.unknown", values: {} }];
    return { receipt, decision: "unmatched", payer: filed, probability: 0, proposals: [], reasons: [], against, ...advice };
  }
  const { scorer } = matcher;
  const margin = scorer.margin(ranked.map(({ score }) => score));
  const probability = scorer.probability(margin);
  const against = [...best.against];
  const safe = best.safe && (scorer.trainedOn < 200 || probability >= 0.97);
  const proven = scorer.trainedOn > 0 && margin >= scorer.threshold && !spoilt(best);
  if (!safe && !proven) against.push({ code: "score.below-threshold", values: { probability: round(probability) } });
  const auto = against.length === 0;
  const decision = auto ? "auto" : probability >= WORTH_SHOWING ? "propose" : "unmatched";
  const proposals = ranked.slice(0, 5).map((one) => proposalOf(considered, one));
  return { receipt, decision, payer: filed || (best.explanation.customers.length === 1 ? best.explanation.customers[0]! : payer.candidates[0]?.code ?? ""), probability, proposals, reasons: reasonsFor(considered, best, second, safe), against, ...advice };
}

/** A class of match that clerks have corrected is not posted, whatever its score. */
const spoilt = ({ judgement: { record } }: Ranked): boolean => record.wrong >= 2 && record.wrong > 0.004 * (record.right + record.wrong);

/** Under whose account a payment is filed: as clearings of this account or name have it, else as its documents, else the likeliest customer. */
function filedUnder(matcher: Matcher, { payer, ranked, receipt, view }: Considered): string {
  const [first] = payer.candidates;
  const best = ranked[0]?.explanation;
  const told = best && best.weakest !== null && best.weakest <= 4 && best.customers.length === 1 ? best.customers[0]! : "";
  const usual = matcher.ledger.parties.get(payer.filedUnder);
  // A name that clearings know may be a homonym's: the documents that it names decide between the two.
  const namesake = usual && told && told !== usual.code && coreOf(usual.name) === coreOf(matcher.ledger.parties.get(told)?.name ?? "");
  if (usual && !namesake) return usual.code;
  if (first && (first.probability >= 0.5 || first.code === told)) return first.code;
  return told || first?.code || (best?.customers.length === 1 ? best.customers[0]! : elsewhere(matcher, receipt, view.references));
}

/** Nobody of this entity: a customer of another, who took our account for theirs. */
function elsewhere({ names, ibans }: Matcher, receipt: Receipt, { foreign }: References): string {
  const customers = new Set(foreign.flatMap((hit) => hit.items.map((item) => item.customer)));
  if (customers.size === 1) return [...customers][0]!;
  const owners = ibans.get(receipt.iban) ?? [];
  if (owners.length === 1) return owners[0]!;
  const [first, second] = receipt.name ? names.find(receipt.name) : [];
  return first && first.likeness > 0.85 && first.likeness > (second?.likeness ?? 0) + 0.05 ? first.code : "";
}

function proposalOf({ receipt, payer, view }: Considered, { explanation, score, track }: Ranked): Proposal {
  const { allocations, adjustments, difference } = explanation.fit;
  const items = new Set(itemsOf(explanation));
  const evidence: Evidence[] = view.references.hits.filter((hit) => hit.items.some((item) => items.has(item))).map((hit) => ({ code: `names.${["structured", "number", "digits", "order", "list", "tail", "slip"][hit.strength]}`, field: hit.field, start: hit.start, end: hit.end, value: (hit.field === "text" ? receipt.text : hit.field === "endToEnd" ? receipt.endToEnd : receipt.structured.join(" ")).slice(hit.start, hit.end), documents: hit.items.filter((item) => items.has(item)).map((item) => item.document) }));
  for (const candidate of payer.candidates) if (explanation.customers.includes(candidate.code)) evidence.push(...candidate.evidence.filter(({ code }) => code !== "payer.references").map((one) => ({ ...one, customer: candidate.code })));
  return { kind: explanation.kind, difference, track, allocations, adjustments, equation: equationOf(receipt, allocations, adjustments), score, evidence };
}

function reasonsFor({ receipt }: Considered, best: Ranked, second: Ranked | undefined, safe: boolean): Reason[] {
  const { explanation, fit, judgement } = best;
  const { difference, adjustments } = explanation.fit;
  const reasons: Reason[] = [{ code: `match.${explanation.kind}`, values: { documents: explanation.fit.allocations.length, named: explanation.named } }, { code: `payer.${fit}`, values: { customer: explanation.customers.join(" ") } }, { code: `difference.${difference}`, values: Object.fromEntries(adjustments.map(({ type, amount }) => [type, decimalText(amount, receipt.currency)])) }];
  if (safe) reasons.push({ code: "rule.safe", values: {} });
  if (judgement.record.right + judgement.record.wrong > 0) reasons.push({ code: "record", values: { right: judgement.record.right, of: judgement.record.right + judgement.record.wrong } });
  if (second) reasons.push({ code: "runner-up", values: { kind: second.explanation.kind, difference: second.explanation.fit.difference, documents: itemsOf(second.explanation).slice(0, 6).map((item) => item.document).join(" "), behind: round(best.score - second.score) } });
  return reasons;
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
